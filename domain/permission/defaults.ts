import type { Permission } from '#domain/permission/bits.ts';

/**
 * Permissions of every member of a new guild: to talk and to invite. No permission here changes what belongs to others,
 * and none notifies all members. `guild.created` stores this list, so a later change of it touches new guilds only.
 */
export const EVERYONE_DEFAULT: ReadonlyArray<Permission> = [
  'view_channel',
  'read_message_history',
  'send_messages',
  'embed_links',
  'attach_files',
  'add_reactions',
  'create_invite',
  'change_nickname',
  'connect',
  'speak',
  'video',
  'stream',
  'create_threads',
  'send_messages_in_threads',
  'send_polls',
];
