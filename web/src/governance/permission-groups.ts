/** The permissions in the groups and the order of their editors. */

import type { Permission } from '#domain/permission/bits.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import { govern } from '#web/governance/words/govern-words.ts';

export type PermissionGroup = {
  readonly name: 'general' | 'members' | 'text' | 'voice' | 'all';
  readonly permissions: ReadonlyArray<Permission>;
};

/** Every permission stands in one group. A test holds the groups complete. */
export const PERMISSION_GROUPS: ReadonlyArray<PermissionGroup> = [
  {
    name: 'general',
    permissions: [
      'view_channel',
      'manage_channels',
      'manage_roles',
      'manage_guild',
      'view_audit_log',
      'manage_webhooks',
    ],
  },
  {
    name: 'members',
    permissions: [
      'create_invite',
      'change_nickname',
      'manage_nicknames',
      'kick_members',
      'ban_members',
      'moderate_members',
    ],
  },
  {
    name: 'text',
    permissions: [
      'send_messages',
      'read_message_history',
      'add_reactions',
      'attach_files',
      'embed_links',
      'mention_everyone',
      'manage_messages',
      'pin_messages',
      'create_threads',
      'send_messages_in_threads',
      'manage_threads',
      'send_polls',
    ],
  },
  {
    name: 'voice',
    permissions: [
      'connect',
      'speak',
      'video',
      'stream',
      'priority_speaker',
      'mute_members',
      'deafen_members',
      'move_members',
    ],
  },
  { name: 'all', permissions: ['administrator'] },
];

/** Permissions that mean something in one channel. An overwrite changes no others. */
export const CHANNEL_PERMISSIONS: ReadonlySet<Permission> = new Set([
  'view_channel',
  'manage_channels',
  'manage_roles',
  'create_invite',
  ...PERMISSION_GROUPS.filter(({ name }) => name === 'text' || name === 'voice').flatMap(
    ({ permissions }) => permissions,
  ),
]);

/** Groups of the permissions that mean something in a channel of one kind. A category passes on those of every kind. */
export const channelGroups = (kind: Channel['kind']): ReadonlyArray<PermissionGroup> =>
  PERMISSION_GROUPS.filter(
    ({ name }) =>
      !(kind === 'voice' && name === 'text') && !((kind === 'text' || kind === 'forum') && name === 'voice'),
  )
    .map(({ name, permissions }) => ({ name, permissions: permissions.filter((one) => CHANNEL_PERMISSIONS.has(one)) }))
    .filter(({ permissions }) => permissions.length > 0);

/** The name of a permission. One that this client does not know yet keeps the name of the wire. */
export const permissionName = (permission: string): string => {
  const names: { readonly [permission: string]: readonly [name: string, hint: string] | undefined } = govern.permission;
  return names[permission]?.[0] ?? permission;
};
