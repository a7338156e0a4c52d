import type { Permission } from '#domain/permission/bits.ts';

/**
 * What everybody in a new guild may do: talk, and bring somebody along. Nothing that changes what belongs to
 * others, and no mention that wakes everybody. A later change of this list never touches guilds that exist,
 * because `guild.created` stores the list it was made with.
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
