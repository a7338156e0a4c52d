/**
 * Dispatches that the gateway pushes. A client applies a dispatch without another request, and applying one twice
 * changes nothing. Dispatches about a message carry its `revision`.
 */

import { ChannelId, GuildId, MessageId, RoleId, UserId } from '#domain/kernel/ids.ts';
import {
  CHANNEL_NAME_CHARS_MAX,
  CHANNELS_PER_GUILD_MAX,
  EMOJI_CHARS_MAX,
  GUILD_NAME_CHARS_MAX,
  MESSAGE_CHARS_MAX,
  REASON_CHARS_MAX,
  ROLES_PER_GUILD_MAX,
  SLOW_MODE_SECS_MAX,
  TOPIC_CHARS_MAX,
} from '#domain/kernel/limits.ts';
import { PresenceChoice } from '#gateway/protocol/presence.ts';
import {
  Channel,
  Forward,
  GuildEntry,
  instant,
  Lockdown,
  Member,
  MemberRights,
  Mentions,
  Message,
  Pin,
  permissions,
  presences,
  Role,
  Thread,
  UnreadList,
  User,
} from '#gateway/protocol/resources.ts';
import { SavedMark } from '#gateway/protocol/saved.ts';
import { Settings } from '#gateway/protocol/settings.ts';
import { tagsWire } from '#gateway/protocol/tags.ts';
import { flag, id, integer, listOf, nullable, object, oneOf, type TypeOf, text } from '#gateway/protocol/wire.ts';
import { FOLLOWED_THREADS_MAX } from '#queries/limits.ts';

const revision = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
/** The guild of a channel or a message, null in a conversation. */
const guildId = nullable(id(GuildId));
const address = { message_id: id(MessageId), guild_id: guildId, channel_id: id(ChannelId) };

/** A message was sent. Only the copy for the session that sent it carries `nonce`. */
export const MessageCreate = object({ message: Message }, { nonce: text({ max: 64 }) });
/** The text of a message changed, and its mentions with it. Without `mentions` the new text mentions nobody. */
export const MessageUpdate = object(
  {
    ...address,
    content: nullable(text({ max: MESSAGE_CHARS_MAX })),
    edited_at: instant,
    revision,
  },
  { mentions: Mentions },
);
export const MessageDelete = object({ ...address, revision });
export const MessageReactionAdd = object({
  ...address,
  emoji: text({ max: EMOJI_CHARS_MAX }),
  user_id: id(UserId),
  revision,
});
export const MessageReactionRemove = object({
  ...address,
  emoji: text({ max: EMOJI_CHARS_MAX }),
  user_id: id(UserId),
  revision,
});
/** A message was pinned, or with null unpinned. The revision of the message stays, because its channel holds the pin. */
export const MessagePinUpdate = object({ ...address, pinned: nullable(Pin) });
/** A forward shows something else, because the message that it forwards was deleted or restored. Its own revision stays. */
export const MessageForwardUpdate = object({ ...address, forward: Forward });
/** An older message as it is now, after changes while the client was away. It comes only during a resume. */
export const MessageReplace = object({ message: Message });

/** The viewer now sees this channel, or has other permissions in it. */
export const ChannelCreate = object({ channel: Channel });
/** A channel changed. Fields that are left out stay as they are. */
export const ChannelUpdate = object(
  { guild_id: guildId, channel_id: id(ChannelId) },
  {
    name: text({ max: CHANNEL_NAME_CHARS_MAX }),
    topic: nullable(text({ max: TOPIC_CHARS_MAX })),
    slow_mode_secs: integer({ min: 0, max: SLOW_MODE_SECS_MAX }),
    tags: tagsWire,
    tag_required: flag,
    parent_id: nullable(id(ChannelId)),
    synced: flag,
    private: flag,
    locked: flag,
  },
);
/** The order of the channels that the viewer sees. A channel that it does not name comes last. */
export const ChannelOrder = object({ guild_id: id(GuildId), order: listOf(id(ChannelId), CHANNELS_PER_GUILD_MAX) });
/**
 * A thread as it is now: it was begun, renamed, restored or archived, or somebody wrote in it. It comes to the viewers of
 * its channel with the history, at most about once a second for each thread.
 */
export const ThreadUpdate = object({ thread: Thread });
/** A thread was deleted. */
export const ThreadDelete = object({ guild_id: id(GuildId), parent_id: id(ChannelId), channel_id: id(ChannelId) });
/** The viewer lost this channel: it was deleted, or the viewer may no longer see it. */
export const ChannelDelete = object({ guild_id: guildId, channel_id: id(ChannelId) });

/**
 * The viewer joined this guild, made it, or has other permissions in it. The dispatch replaces all that the client knew
 * of the guild.
 */
export const GuildCreate = GuildEntry;
/** The guild changed. Fields that are left out stay as they are. */
export const GuildUpdate = object(
  { guild_id: id(GuildId) },
  {
    name: text({ max: GUILD_NAME_CHARS_MAX }),
    owner_id: id(UserId),
    lockdown: nullable(Lockdown),
    /** Permissions of the viewer in the guild. */
    permissions,
  },
);
/** The viewer lost this guild. `removed` is true after a kick or a leave, and false when the guild was deleted. */
export const GuildDelete = object({ guild_id: id(GuildId), removed: flag });

/**
 * Why the viewer is about to lose a guild, or one channel of it. It comes before `guild_delete` or `channel_delete`, and
 * not to clients that were away. `reason` is what a moderator said to the viewer.
 */
export const AccessLost = object({
  guild_id: id(GuildId),
  channel_id: nullable(id(ChannelId)),
  cause: oneOf('channel_deleted', 'guild_deleted', 'kicked', 'left', 'banned', 'hidden'),
  by: nullable(User),
  reason: nullable(text({ max: REASON_CHARS_MAX })),
});

export const MemberAdd = object({ guild_id: id(GuildId), member: Member });
export const MemberRemove = object({ guild_id: id(GuildId), user_id: id(UserId) });

/** Tells that the roles, the nickname or the time-out of a member changed. */
export const MemberUpdate = object({ guild_id: id(GuildId), user_id: id(UserId), rights: MemberRights });

export const RoleCreate = object({ role: Role });
export const RoleUpdate = object({ role: Role });
export const RoleDelete = object({ guild_id: id(GuildId), role_id: id(RoleId) });
/** All roles but the everyone-role, from rank 1 up. */
export const RoleOrder = object({ guild_id: id(GuildId), order: listOf(id(RoleId), ROLES_PER_GUILD_MAX) });

/** A deleted message is there again. The client asks for it, because reactions differ for each viewer. */
export const MessageRestore = object({ ...address, revision });

/** The numbers of unread messages of the viewer in these channels. A channel that it does not name has the number it had. */
export const UnreadUpdate = UnreadList;
/**
 * The threads that the viewer begins to follow or comes to see again, and those that the viewer follows no more. A
 * thread that the viewer lost with its channel is in neither list.
 */
export const FollowUpdate = object({
  followed: listOf(Thread, FOLLOWED_THREADS_MAX),
  unfollowed: listOf(id(ChannelId), FOLLOWED_THREADS_MAX),
});
/** The settings of the viewer, after a change on any device. */
export const SettingsUpdate = object({ settings: Settings });
/** A message was saved or taken away, on any device of the viewer. Without a message, changes may have been missed. */
export const SavedUpdate = SavedMark;
/** Tells that a user types in a channel. It ends after ten seconds, or at a message of the user. */
export const TypingStart = object({ guild_id: guildId, channel_id: id(ChannelId), user_id: id(UserId), at: instant });
/** Tells the presences that changed. A user who shares no guild with the reader any more is `offline` in it. */
export const PresenceUpdate = object({ presences });

export const dispatches = {
  message_create: MessageCreate,
  message_update: MessageUpdate,
  message_delete: MessageDelete,
  message_restore: MessageRestore,
  message_replace: MessageReplace,
  message_pin_update: MessagePinUpdate,
  message_forward_update: MessageForwardUpdate,
  message_reaction_add: MessageReactionAdd,
  message_reaction_remove: MessageReactionRemove,
  channel_create: ChannelCreate,
  channel_update: ChannelUpdate,
  channel_delete: ChannelDelete,
  channel_order: ChannelOrder,
  thread_update: ThreadUpdate,
  thread_delete: ThreadDelete,
  guild_create: GuildCreate,
  guild_update: GuildUpdate,
  guild_delete: GuildDelete,
  access_lost: AccessLost,
  member_add: MemberAdd,
  member_remove: MemberRemove,
  member_update: MemberUpdate,
  role_create: RoleCreate,
  role_update: RoleUpdate,
  role_delete: RoleDelete,
  role_order: RoleOrder,
  unread_update: UnreadUpdate,
  follow_update: FollowUpdate,
  settings_update: SettingsUpdate,
  saved_update: SavedUpdate,
  typing_start: TypingStart,
  presence_update: PresenceUpdate,
  presence_choice: PresenceChoice,
} as const;

export type DispatchName = keyof typeof dispatches;
export type DispatchOf<N extends DispatchName> = { readonly t: N; readonly d: TypeOf<(typeof dispatches)[N]> };
export type Dispatch = { readonly [N in DispatchName]: DispatchOf<N> }[DispatchName];
