/** The state of the client, one value that only `apply` changes. A change shares all parts that it does not touch. */

import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Attachment } from '#gateway/protocol/attachments.ts';
import type { DispatchOf } from '#gateway/protocol/dispatches.ts';
import type { PresenceChoice } from '#gateway/protocol/presence.ts';
import type {
  Channel,
  Guild,
  Me,
  Member,
  MemberRights,
  Message,
  Presence,
  Quote,
  Role,
  Thread,
  Unread,
} from '#gateway/protocol/resources.ts';
import type { SavedMark } from '#gateway/protocol/saved.ts';
import type { Snippet } from '#gateway/protocol/search.ts';
import { FIRST_SETTINGS, type Settings } from '#gateway/protocol/settings.ts';
import type { Losses } from '#web/store/losses.ts';

export type MessageDispatch =
  | DispatchOf<'message_update'>
  | DispatchOf<'message_delete'>
  | DispatchOf<'message_reaction_add'>
  | DispatchOf<'message_reaction_remove'>
  | DispatchOf<'message_pin_update'>
  | DispatchOf<'message_forward_update'>
  | DispatchOf<'message_replace'>;
export type MemberDispatch = DispatchOf<'member_add'> | DispatchOf<'member_remove'> | DispatchOf<'member_update'>;

/**
 * The reason of a failed request: a code for programs and the sentence of the server. The client says it in its own
 * words, with the numbers that the other parts hold.
 */
export type Trouble = {
  readonly code: string;
  readonly detail: string;
  readonly field?: string | null;
  readonly retryAfterSecs?: number | null;
  /** The invalid part of the field, in UTF-16 units. */
  readonly within?: { readonly at: number; readonly length: number } | null;
  readonly donePercent?: number | null;
};

/**
 * A window on a channel: every message from its start to the newest one, in the order of the log.
 * It exists while the channel is subscribed, because only then do new messages come. A refused subscription leaves
 * an empty window with the reason.
 */
export type Timeline = {
  readonly messages: ReadonlyArray<Message>;
  /** `unloaded` until the newest page came. Then the beginning of the channel, or the message before which more follow. */
  readonly start: WindowStart;
  /** Sealed position at which the subscription began. The first page ends there and dispatches go on from there. */
  readonly until: string | null;
  /** Number of the newest messages that came after the last resume token. */
  readonly sinceToken: number;
  /** True while a replay runs. Messages may come twice then, and a token of that time is not newer. */
  readonly replaying: boolean;
  /** The running request, or null. The answer to an earlier request is dropped. */
  readonly loading: string | null;
  readonly trouble: Trouble | null;
  /** Revision at which each message was deleted. A page that was read before the deletion must not bring it back. */
  readonly tombstones: { readonly [id: MessageId]: number };
  /** Changes of unknown messages, kept while a requested page may hold their older form. */
  readonly late: ReadonlyArray<MessageDispatch>;
  /** Messages that were deleted and are there again. The client asks for them, to learn where they stand. */
  readonly restored: ReadonlyArray<MessageId>;
  readonly detour: Detour | null;
  /** The messages that replies answer, as far as they are known. The window may hold a newer form of them. */
  readonly quotes: { readonly [id: MessageId]: HeldQuote };
};

/** The text of a quote: the plain line of the server, or a content whose line the client makes when it draws the quote. */
export type QuotedText = { readonly line: string } | { readonly content: string };
/** A quote that the client has. `said` is null for a text that is deleted or erased. */
export type KnownQuote = Omit<Quote, 'snippet'> & {
  readonly said: QuotedText | null;
  readonly files?: ReadonlyArray<Attachment>;
};

/** A quote, or how far the client is with one. `stale` has to be asked for, and `unread` could not be read. */
export type HeldQuote = KnownQuote | QuoteRequest | 'stale' | 'unread';
/** The running request for a quote. The answer to an earlier one is dropped. */
export type QuoteRequest = { readonly asked: string };

/**
 * The part of a channel around a message, apart from the window because the messages between are unknown. It ends when
 * it meets the window, or when the user returns to the present. `request` is its running request, `trouble` its last
 * failure.
 */
export type Detour = {
  readonly target: MessageId;
  /** The messages of the detour. Null until its first page came. */
  readonly seen: DetourWindow | null;
  readonly request: string | null;
  readonly side: DetourSide;
  readonly trouble: Trouble | null;
};
export type DetourSide = 'around' | 'older' | 'newer';
export type DetourWindow = {
  readonly messages: ReadonlyArray<Message>;
  readonly start: LoadedStart;
  /** The message after which the next page begins. Null when the last page reached the present. */
  readonly after: MessageId | null;
};
export type WindowStart = { readonly kind: 'unloaded' } | LoadedStart;
export type LoadedStart = { readonly kind: 'beginning' } | { readonly kind: 'after'; readonly before: MessageId };

/** The members of a guild. After a reconnect the old roster stays, as `stale`, until it is read again. */
export type Roster = {
  readonly members: ReadonlyArray<Member>;
  readonly freshness: 'never' | 'stale' | 'fresh';
  readonly loading: string | null;
  /** False when the guild has more members than the client reads. */
  readonly complete: boolean;
  /** Why the last reading failed, until the next one begins. */
  readonly trouble: Trouble | null;
  readonly late: ReadonlyArray<MemberDispatch>;
};

/**
 * A message of the user that is not confirmed. `waiting` is not sent, or sent with an unknown outcome. A repeat is safe,
 * because all tries share one nonce and make one message.
 */
export type PendingMessage = {
  readonly nonce: string;
  readonly channelId: ChannelId;
  readonly content: string;
  readonly replyTo: MessageId | null;
  /** False for a reply that does not mention the author it answers. Without it the reply mentions them. */
  readonly mentionReplied?: boolean;
  /** The uploads of the message, with the words of the user about them. A message without files has no field. */
  readonly files?: ReadonlyArray<Attachment>;
  /** Milliseconds since 1970 on the clock of the server. */
  readonly at: number;
  readonly status: 'waiting' | 'sending' | 'acknowledged' | 'refused';
  readonly messageId: MessageId | null;
  /** True after a try without an answer. The log may hold the message already. */
  readonly uncertain: boolean;
  readonly trouble: Trouble | null;
};

export type MessageChange =
  | { readonly kind: 'edit'; readonly content: string }
  | { readonly kind: 'reaction'; readonly emoji: string; readonly on: boolean };

/** An edit or a reaction of the user that the log is not known to hold. Its key is the same for all tries. */
export type PendingChange = {
  readonly key: string;
  readonly channelId: ChannelId;
  readonly messageId: MessageId;
  readonly change: MessageChange;
  readonly status: 'waiting' | 'sending' | 'acknowledged' | 'refused';
  readonly trouble: Trouble | null;
};

/** A hit of a search. Its snippet is null after an edit: the found words may be gone, and the line is that of the content. */
export type FoundMessage = { readonly message: Message; readonly snippet: Snippet | null };

/** The last search of a guild: its text, its order and its hits so far. */
export type Search = {
  readonly guildId: GuildId;
  readonly text: string;
  readonly sort: SearchSort;
  readonly hits: ReadonlyArray<FoundMessage>;
  /** The cursor of the next page. Null without a next page, or before the first page. */
  readonly next: string | null;
  readonly nearly: boolean;
  readonly request: string | null;
  readonly trouble: SearchTrouble | null;
};
export type SearchSort = 'relevance' | 'newest';
/** The reason of a failed search. `within` is the invalid part of the text, `donePercent` the progress of a rebuild. */
export type SearchTrouble = Trouble & {
  readonly within: { readonly at: number; readonly length: number } | null;
  readonly donePercent: number | null;
};

/** Numbers of a channel under a running mark: those before it, and those that the server told since. */
export type RunningMark = { readonly before: Unread | null; readonly told: Unread | null };

/** Presence of a user who is not offline. */
export type ShownPresence = Omit<Presence, 'user_id'>;

/** A place with messages: a channel, or a thread with what it has of its parent. */
export type Place = Channel & { readonly thread?: Thread };

export type ClientState = {
  readonly me: Me | null;
  readonly guilds: { readonly [id: GuildId]: Guild };
  /** The permissions of this user in each guild itself. A channel carries its own permissions. */
  readonly rights: { readonly [id: GuildId]: ReadonlyArray<Permission> };
  /** Roles of each guild, from rank 0 up. */
  readonly roles: { readonly [id: GuildId]: ReadonlyArray<Role> };
  /** Rights of this user in each guild: roles, a nickname, the end of a time-out. */
  readonly own: { readonly [id: GuildId]: MemberRights };
  /** Channels of the guilds, and the threads in them that the client knows. */
  readonly channels: { readonly [id: ChannelId]: Place };
  /** Channels with unread messages whose history this user may see. All others have none. */
  readonly unread: { readonly [id: ChannelId]: Unread };
  /** Threads that the user follows and sees. They are among the channels too. */
  readonly followed: { readonly [id: ChannelId]: true };
  /** Channels that the user marks as read just now. They are not in `unread` until the server has answered. */
  readonly marking: { readonly [id: ChannelId]: RunningMark };
  readonly timelines: { readonly [id: ChannelId]: Timeline };
  readonly rosters: { readonly [id: GuildId]: Roster };
  readonly unconfirmed: ReadonlyArray<PendingMessage>;
  readonly changes: ReadonlyArray<PendingChange>;
  readonly search: Search | null;
  readonly losses: Losses;
  /** Presences of the users who share a guild with this one. A user who is offline is not in it. */
  readonly presences: { readonly [id: UserId]: ShownPresence };
  /** Newest mark of a saved message. Null until one comes. The others stand in `web/src/saved`. */
  readonly savedMark: SavedMark | null;
  /** The choice of this user how others see them. Null until it is known. */
  readonly choice: PresenceChoice | null;
  readonly settings: Settings;
  /** Users who type in a channel, each with the moment of the last sign of it. */
  readonly typing: { readonly [id: ChannelId]: { readonly [id: UserId]: Instant } };
};

export const INITIAL: ClientState = {
  me: null,
  guilds: {},
  rights: {},
  roles: {},
  own: {},
  channels: {},
  unread: {},
  followed: {},
  marking: {},
  timelines: {},
  rosters: {},
  unconfirmed: [],
  changes: [],
  search: null,
  losses: {},
  presences: {},
  savedMark: null,
  choice: null,
  settings: FIRST_SETTINGS,
  typing: {},
};

export const EMPTY_ROSTER: Roster = {
  members: [],
  freshness: 'never',
  loading: null,
  complete: true,
  trouble: null,
  late: [],
};

export const emptyTimeline = (until: string | null = null): Timeline => ({
  messages: [],
  start: { kind: 'unloaded' },
  until,
  sinceToken: 0,
  replaying: false,
  loading: null,
  trouble: null,
  tombstones: {},
  late: [],
  restored: [],
  detour: null,
  quotes: {},
});
