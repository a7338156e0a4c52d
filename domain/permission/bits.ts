import * as t from 'io-ts';

/**
 * Permissions have Discord's names and meanings, because many users know them. Stored events and the wire hold the
 * names. The index of a name is its bit in a `PermissionSet`, which lives in memory only. A new permission goes to the
 * end.
 */
export const PERMISSIONS = [
  'view_channel',
  'read_message_history',
  'send_messages',
  'embed_links',
  'attach_files',
  'add_reactions',
  'mention_everyone',
  'manage_messages',
  'manage_channels',
  'manage_roles',
  'manage_guild',
  'create_invite',
  'kick_members',
  'ban_members',
  'moderate_members',
  'view_audit_log',
  'change_nickname',
  'manage_nicknames',
  'connect',
  'speak',
  'video',
  'stream',
  'mute_members',
  'deafen_members',
  'move_members',
  'priority_speaker',
  'manage_webhooks',
  'create_threads',
  'send_messages_in_threads',
  'manage_threads',
  'pin_messages',
  'send_polls',
  'administrator',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const names: ReadonlySet<string> = new Set(PERMISSIONS);
const isPermission = (u: unknown): u is Permission => typeof u === 'string' && names.has(u);
export const PermissionName = new t.Type<Permission, string, unknown>(
  'Permission',
  isPermission,
  (u, context) => (isPermission(u) ? t.success(u) : t.failure(u, context, 'is not the name of a permission')),
  (p) => p,
);
