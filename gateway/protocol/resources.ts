/** Resources of the API. HTTP answers and gateway frames carry them in the same shape. */

import { SESSIONS_PER_USER_MAX } from '#commands/limits.ts';
import { RoleColor } from '#domain/guild/values.ts';
import { ChannelId, GuildId, InviteId, MessageId, RoleId, SessionId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import {
  CHANNEL_NAME_CHARS_MAX,
  CHANNELS_PER_GUILD_MAX,
  EMOJI_CHARS_MAX,
  EMOJI_PER_MESSAGE_MAX,
  FILES_PER_MESSAGE_MAX,
  GUILD_NAME_CHARS_MAX,
  INVITE_USES_MAX,
  MENTIONED_ROLES_MAX,
  MENTIONED_USERS_MAX,
  MESSAGE_CHARS_MAX,
  NICKNAME_CHARS_MAX,
  PINS_PER_CHANNEL_MAX,
  QUOTE_CHARS_MAX,
  ROLE_NAME_CHARS_MAX,
  ROLES_PER_GUILD_MAX,
  SLOW_MODE_SECS_MAX,
  TOPIC_CHARS_MAX,
  USERNAME_CHARS_MAX,
} from '#domain/kernel/limits.ts';
import { PERMISSIONS } from '#domain/permission/bits.ts';
import { Attachment } from '#gateway/protocol/attachments.ts';
import {
  CUSTOM_STATUS_CHARS_MAX,
  GUILDS_LISTED_MAX,
  HISTORY_PAGE_MAX,
  INVITES_LISTED_MAX,
  MEMBERS_PAGE_MAX,
  PRESENCES_LISTED_MAX,
  THREADS_PAGE_MAX,
  UNREAD_LISTED_MAX,
} from '#gateway/protocol/limits.ts';
import { tagIds, tagsWire } from '#gateway/protocol/tags.ts';
import {
  described,
  flag,
  id,
  integer,
  listOf,
  nullable,
  object,
  oneOf,
  type TypeOf,
  text,
} from '#gateway/protocol/wire.ts';
import { FIRST_WORDS_CHARS_MAX, THREAD_MESSAGES_COUNTED_MAX, UNREAD_MAX } from '#queries/limits.ts';

export const instant = described(Instant, {
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
});
export const count = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
export const permissions = listOf(oneOf(...PERMISSIONS), PERMISSIONS.length);
export const color = described(RoleColor, { type: 'string', pattern: '^#[0-9a-f]{6}$' });

/** User as other users see them. `username` is null once the user was erased. */
export const User = object({
  user_id: id(UserId),
  username: nullable(text({ max: USERNAME_CHARS_MAX * 4 })),
  imported: flag,
});
export type User = TypeOf<typeof User>;

export const Me = object({
  user_id: id(UserId),
  username: nullable(text({ max: USERNAME_CHARS_MAX * 4 })),
  server_owner: flag,
  created_at: instant,
});
export type Me = TypeOf<typeof Me>;

export const Session = object({
  session_id: id(SessionId),
  device: nullable(text({ max: 256 })),
  created_at: instant,
  refreshed_at: instant,
  current: flag,
});
export type Session = TypeOf<typeof Session>;
export const SessionList = object({ sessions: listOf(Session, SESSIONS_PER_USER_MAX * 2) });

/**
 * Lockdown of a guild: it holds until `until`, or without an end for null. A member who joined after `newcomers_since`
 * may not post. Null lets all members post.
 */
export const Lockdown = object({ until: nullable(instant), newcomers_since: nullable(instant) });
export type Lockdown = TypeOf<typeof Lockdown>;

/** Guild: the same for every viewer. */
export const Guild = object(
  {
    guild_id: id(GuildId),
    name: text({ max: GUILD_NAME_CHARS_MAX }),
    owner_id: id(UserId),
    created_at: instant,
  },
  { lockdown: nullable(Lockdown) },
);
export type Guild = TypeOf<typeof Guild>;
export const GuildList = object({ guilds: listOf(Guild, GUILDS_LISTED_MAX) });

/** A forum holds posts, which are threads. No message stands in the forum itself. */
export const ChannelKindWire = oneOf('text', 'voice', 'category', 'forum');
const channelHead = {
  channel_id: id(ChannelId),
  name: text({ max: CHANNEL_NAME_CHARS_MAX }),
  kind: ChannelKindWire,
  parent_id: nullable(id(ChannelId)),
  created_at: instant,
};
/** Facts that most channels have not, so an answer leaves them out: topic, slow mode, tags, sync, signs, and place 0. */
const channelExtras = {
  topic: nullable(text({ max: TOPIC_CHARS_MAX })),
  slow_mode_secs: integer({ min: 0, max: SLOW_MODE_SECS_MAX }),
  tags: tagsWire,
  /** True for a forum in which each new post must carry a tag. */
  tag_required: flag,
  /** True while the channel has the overwrites of its category, and follows them. */
  synced: flag,
  /** True while a member without roles does not see the channel. */
  private: flag,
  /** True while a member without roles may not write in the text channel, or begin a post in the forum. No time-out and no lockdown counts. */
  locked: flag,
  /** Place of the channel in the order of the guild, from 0. */
  place: count,
};
/** Channel as one viewer sees it, with the viewer's permissions in it. `guild_id` is null in a conversation. */
export const Channel = object({ ...channelHead, guild_id: nullable(id(GuildId)), permissions }, channelExtras);
export type Channel = TypeOf<typeof Channel>;

/** Minutes of quiet after which a thread is archived. */
export const ArchiveMinsWire = oneOf(60, 1_440, 4_320, 10_080);

/** Channel that is asked for by its id: one that stands in the list of its guild, or a thread. */
export const AnyChannel = object(
  {
    ...channelHead,
    kind: oneOf('text', 'voice', 'category', 'forum', 'thread'),
    guild_id: nullable(id(GuildId)),
    permissions,
  },
  channelExtras,
);
export type AnyChannel = TypeOf<typeof AnyChannel>;

/**
 * Thread as every viewer of its channel with the history sees it. `root_id` is the message that it is about, or null, and
 * is the id of the thread too. It is archived from `archives_at` on, unless another message comes. `messages` counts up
 * to 1,000. A thread of a forum has `post`: the ids of its tags, and the first words of its first message on one line. Tags
 * that the forum has no more count for nothing. The words are null once the first message is deleted or erased.
 */
export const Thread = object(
  {
    channel_id: id(ChannelId),
    guild_id: id(GuildId),
    parent_id: id(ChannelId),
    root_id: nullable(id(MessageId)),
    name: text({ max: CHANNEL_NAME_CHARS_MAX }),
    begun_by: User,
    begun_at: instant,
    archive_after_mins: ArchiveMinsWire,
    messages: integer({ min: 0, max: THREAD_MESSAGES_COUNTED_MAX }),
    last_at: nullable(instant),
    archives_at: instant,
  },
  { post: object({ tag_ids: tagIds, words: nullable(text({ max: FIRST_WORDS_CHARS_MAX })) }) },
);
export type Thread = TypeOf<typeof Thread>;
/** Page of threads, the last active one first, or the last begun one. */
export const ThreadPage = object({
  threads: listOf(Thread, THREADS_PAGE_MAX),
  next_before: nullable(id(ChannelId)),
});
export type ThreadPage = TypeOf<typeof ThreadPage>;

/** Channel as the entry of its guild carries it. */
export const ChannelHead = object(channelHead, channelExtras);

/** Role of a guild. The everyone-role has the guild's id and rank 0. `color` is null for the usual colour of names. */
export const Role = object({
  role_id: id(RoleId),
  guild_id: id(GuildId),
  name: text({ max: ROLE_NAME_CHARS_MAX }),
  color: nullable(color),
  hoist: flag,
  mentionable: flag,
  permissions,
  rank: integer({ min: 0, max: ROLES_PER_GUILD_MAX }),
});
export type Role = TypeOf<typeof Role>;
/** Roles from rank 0 up. */
export const RoleList = object({ roles: listOf(Role, ROLES_PER_GUILD_MAX) });

const memberRights = {
  role_ids: listOf(id(RoleId), ROLES_PER_GUILD_MAX),
  nickname: nullable(text({ max: NICKNAME_CHARS_MAX })),
  timed_out_until: nullable(instant),
};
/** Rights of a member in a guild: roles besides the everyone-role, a nickname, the end of a time-out. */
export const MemberRights = object(memberRights);
export type MemberRights = TypeOf<typeof MemberRights>;

/**
 * Guild as one viewer sees it. `permissions` holds the viewer's permissions in the guild, and `me` the viewer's rights.
 * `sights` holds the channels that the viewer sees. Channels with the same permissions stand together, which keeps a
 * snapshot small. An entry for many viewers at once has no `me`, and each client keeps what it knows.
 */
export const GuildEntry = object(
  {
    guild: Guild,
    permissions,
    sights: listOf(
      object({ permissions, channels: listOf(ChannelHead, CHANNELS_PER_GUILD_MAX) }),
      CHANNELS_PER_GUILD_MAX,
    ),
    roles: listOf(Role, ROLES_PER_GUILD_MAX),
  },
  { me: MemberRights },
);
export type GuildEntry = TypeOf<typeof GuildEntry>;

/**
 * Unread messages of a channel for one user: those by others after the message that the user has read last, at most
 * `UNREAD_MAX`. `mentions` counts those among them that mention the user, a role of theirs, or everyone. A message of
 * null means that the user has marked none as read.
 */
export const Unread = object({
  channel_id: id(ChannelId),
  last_read_message_id: nullable(id(MessageId)),
  unread: integer({ min: 0, max: UNREAD_MAX }),
  mentions: integer({ min: 0, max: UNREAD_MAX }),
});
export type Unread = TypeOf<typeof Unread>;
export const UnreadList = object({ channels: listOf(Unread, UNREAD_LISTED_MAX) });
export type UnreadList = TypeOf<typeof UnreadList>;

export const ChannelList = object({ channels: listOf(Channel, CHANNELS_PER_GUILD_MAX) });

export const Member = object({ user: User, joined_at: instant, owner: flag, ...memberRights });
export type Member = TypeOf<typeof Member>;
/** Custom status as others read it. It ends at `until`, or stays when that is null. */
export const CustomStatus = object({ text: text({ min: 1, max: CUSTOM_STATUS_CHARS_MAX }), until: nullable(instant) });

/** Presence of a user as others see it. A user who is invisible is `offline`, and so is one who is not named. */
export const Presence = object(
  { user_id: id(UserId), status: oneOf('online', 'idle', 'dnd', 'offline') },
  { custom_status: CustomStatus },
);
export type Presence = TypeOf<typeof Presence>;
export const presences = listOf(Presence, PRESENCES_LISTED_MAX);

/** Page of members. `presences` names those of them who are not offline. */
export const MemberPage = object(
  { members: listOf(Member, MEMBERS_PAGE_MAX), next_after: nullable(id(UserId)) },
  { presences: listOf(Presence, MEMBERS_PAGE_MAX) },
);

/** Invite as its maker sees it. No other answer shows the code. */
export const Invite = object({
  invite_id: id(InviteId),
  code: text({ max: 64 }),
  guild_id: id(GuildId),
  channel_id: nullable(id(ChannelId)),
  expires_at: nullable(instant),
  max_uses: nullable(integer({ min: 1, max: INVITE_USES_MAX })),
});
export type Invite = TypeOf<typeof Invite>;
/** Guild of an invite, as its holder sees it before joining. `inviter` is the member who made the invite. */
export const InvitePreview = object(
  {
    guild_id: id(GuildId),
    guild_name: text({ max: GUILD_NAME_CHARS_MAX }),
    member_count: count,
    inviter: User,
  },
  /** True while the guild takes in no user. False when it is left out. */
  { lockdown: flag },
);
export type InvitePreview = TypeOf<typeof InvitePreview>;
/** Invite as the list of a guild shows it, without its code. */
export const ListedInvite = object({
  invite_id: id(InviteId),
  channel_id: nullable(id(ChannelId)),
  inviter: User,
  created_at: instant,
  expires_at: nullable(instant),
  max_uses: nullable(integer({ min: 1, max: INVITE_USES_MAX })),
  uses: count,
});
export type ListedInvite = TypeOf<typeof ListedInvite>;
export const InviteList = object({ invites: listOf(ListedInvite, INVITES_LISTED_MAX) });

export const InviteAccepted = object({ guild_id: id(GuildId) });

export const Reaction = object({ emoji: text({ max: EMOJI_CHARS_MAX }), count, me: flag });
export type Reaction = TypeOf<typeof Reaction>;

/**
 * The message that a reply answers, as it is now: its author, and its text on one line. A deleted one has neither, and an
 * erased text is null. The line has no signs of formatting, hides spoilers, and keeps mentions and times as marks: a client
 * draws the names of today. `revision` is that of the answered message.
 */
export const Quote = object({
  message_id: id(MessageId),
  deleted: flag,
  author: nullable(User),
  snippet: nullable(text({ max: QUOTE_CHARS_MAX })),
  revision: count,
});
export type Quote = TypeOf<typeof Quote>;

export const Pin = object({ user_id: id(UserId), pinned_at: instant });
export type Pin = TypeOf<typeof Pin>;

/**
 * Mentions of a message, as the server resolved them when it was sent or edited. `everyone` and `here` call all members
 * who see the channel. A client draws the names of today.
 */
export const Mentions = object({
  users: listOf(id(UserId), MENTIONED_USERS_MAX),
  roles: listOf(id(RoleId), MENTIONED_ROLES_MAX),
  everyone: flag,
  here: flag,
});
export type Mentions = TypeOf<typeof Mentions>;

/**
 * The message that a message forwards, by its first author. `said` is null while that one is deleted, and once its text is
 * erased. The ids give no right to it.
 */
export const Forward = object({
  channel_id: id(ChannelId),
  message_id: id(MessageId),
  said: nullable(object({ author: User, content: text({ max: MESSAGE_CHARS_MAX }), created_at: instant })),
});
export type Forward = TypeOf<typeof Forward>;

/**
 * Message. `guild_id` is null in a conversation, and `content` is null once it was erased. `revision` grows with every
 * change of the message. A client ignores a revision that is not newer than its own, so a replay does no harm. A message
 * that was read has `replied` when it is a reply. A message that was told or sent leaves it out, because not every
 * listener may read the history. A message that mentions nobody leaves `mentions` out. A pinned message has `pinned`, and
 * a message that was read has the `thread` about it. One with files has `attachments`. The last four kinds are system lines, which nobody wrote: `author`
 * joined, pinned the message `reply_to`, gave the channel the name `content`, or began the thread `thread_id`.
 */
export const Message = object(
  {
    message_id: id(MessageId),
    guild_id: nullable(id(GuildId)),
    channel_id: id(ChannelId),
    author_id: id(UserId),
    author: User,
    kind: oneOf('message', 'action', 'joined', 'pinned', 'renamed', 'thread_begun'),
    content: nullable(text({ max: MESSAGE_CHARS_MAX })),
    created_at: instant,
    edited_at: nullable(instant),
    reply_to: nullable(id(MessageId)),
    reactions: listOf(Reaction, EMOJI_PER_MESSAGE_MAX),
    revision: count,
  },
  {
    replied: Quote,
    forward: Forward,
    mentions: Mentions,
    pinned: Pin,
    thread: Thread,
    thread_id: id(ChannelId),
    attachments: listOf(Attachment, FILES_PER_MESSAGE_MAX),
  },
);
export type Message = TypeOf<typeof Message>;
/**
 * Page of messages. A page from the middle has `next_after`, which is null when the page ends with the newest message.
 */
export const MessagePage = object(
  { messages: listOf(Message, HISTORY_PAGE_MAX), next_before: nullable(id(MessageId)) },
  { next_after: nullable(id(MessageId)) },
);
export type MessagePage = TypeOf<typeof MessagePage>;

/** The pinned messages of a channel, the newest pin first. */
export const PinList = object({ messages: listOf(Message, PINS_PER_CHANNEL_MAX) });
export type PinList = TypeOf<typeof PinList>;
/**
 * Problem details (RFC 9457). A program reads the stable `code`, and a person reads in `detail` what to do. `at` and
 * `length` mark the fault inside `field`, in UTF-16 units.
 */
export const Problem = object(
  {
    type: text({ max: 256 }),
    title: text({ max: 256 }),
    status: integer({ min: 400, max: 599 }),
    code: text({ max: 64 }),
    detail: text({ max: 1_024 }),
    request_id: text({ max: 64 }),
  },
  {
    field: text({ max: 256 }),
    retry_after_secs: count,
    at: count,
    length: count,
    done_percent: integer({ min: 0, max: 100 }),
  },
);
export type Problem = TypeOf<typeof Problem>;
