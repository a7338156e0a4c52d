/** The state of the client: one value, changed by `apply` alone. Every part not touched by a change is shared. */

import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { DispatchOf } from '#gateway/protocol/dispatches.ts';
import type { Channel, Guild, Me, Member, Message, SearchHit } from '#gateway/protocol/resources.ts';

export type MessageChange =
  | DispatchOf<'message_update'>
  | DispatchOf<'message_delete'>
  | DispatchOf<'message_reaction_add'>
  | DispatchOf<'message_reaction_remove'>
  | DispatchOf<'message_replace'>;
export type MemberChange = DispatchOf<'member_add'> | DispatchOf<'member_remove'>;

/** Why something asked of the server did not come: a code for programs, a sentence for people. */
export type Trouble = { readonly code: string; readonly detail: string };

/**
 * A window on a channel: every message from its start to the live end, without a hole, in the order of the log.
 * It exists while the channel is subscribed, for only then is its end alive; a refused subscription leaves
 * an empty one that says why.
 */
export type Timeline = {
  readonly messages: ReadonlyArray<Message>;
  /** `unloaded` until the newest page came; then the channel's beginning, or some message before which lie more. */
  readonly start: WindowStart;
  /** The place in the log where the subscription began, sealed: the first page ends there, dispatches go on from there. */
  readonly until: string | null;
  /** At least so many of the newest were heard since the server last gave a resume token. */
  readonly sinceToken: number;
  /** True while a replay runs. A message may come twice then, and a token given meanwhile is no newer. */
  readonly replaying: boolean;
  /** The request on its way, if any; an answer to another one was overtaken and is dropped. */
  readonly loading: string | null;
  readonly trouble: Trouble | null;
  /** Revision at which a message was deleted: a page read earlier but answered later must not bring it back. */
  readonly tombstones: { readonly [id: MessageId]: number };
  /** Changes of messages unknown here, kept while a page that may hold their older form is on its way. */
  readonly late: ReadonlyArray<MessageChange>;
  readonly detour: Detour | null;
};

/**
 * A look at something older, apart from the window, because what lies between is not known: the part of the channel
 * around a message. It ends when the two meet, or when one goes back to the present. Whether a page of it is on its way
 * and failed is told by `request` and `trouble`, as in the window itself.
 */
export type Detour = {
  readonly target: MessageId;
  /** Null until the first page of it came. */
  readonly seen: DetourSeen | null;
  readonly request: string | null;
  readonly side: DetourSide;
  readonly trouble: Trouble | null;
};
export type DetourSide = 'around' | 'older' | 'newer';
export type DetourSeen = {
  readonly messages: ReadonlyArray<Message>;
  readonly start: LoadedStart;
  /** Ask for what comes after this one; null when nothing did, as it was read. */
  readonly after: MessageId | null;
};
export type WindowStart = { readonly kind: 'unloaded' } | LoadedStart;
export type LoadedStart = { readonly kind: 'beginning' } | { readonly kind: 'after'; readonly before: MessageId };

/** The members of a guild. A roster from before a reconnect stays on show, marked, until it is read afresh. */
export type Roster = {
  readonly members: ReadonlyArray<Member>;
  readonly freshness: 'never' | 'stale' | 'fresh';
  readonly loading: string | null;
  /** False when the guild has more members than the client reads. */
  readonly complete: boolean;
  readonly late: ReadonlyArray<MemberChange>;
};

/**
 * A message of ours that the log has not confirmed. `waiting`: to be sent, or sent with an unknown outcome,
 * and safe to send again, because the nonce makes one message of any number of tries.
 */
export type Pending = {
  readonly nonce: string;
  readonly channelId: ChannelId;
  readonly content: string;
  /** Milliseconds since 1970 by the server's clock. */
  readonly at: number;
  readonly status: 'waiting' | 'sending' | 'acknowledged' | 'refused';
  readonly messageId: MessageId | null;
  /** It was sent and no answer came, so the log may hold it already. */
  readonly uncertain: boolean;
  readonly trouble: Trouble | null;
};

/** The last search: what was asked in which guild, and what came of it so far. */
export type Search = {
  readonly guildId: GuildId;
  readonly text: string;
  readonly sort: SearchSort;
  readonly hits: ReadonlyArray<SearchHit>;
  /** Null when there are no more, or none yet. */
  readonly next: string | null;
  readonly nearly: boolean;
  readonly request: string | null;
  readonly trouble: SearchTrouble | null;
};
export type SearchSort = 'relevance' | 'newest';
/** `within`: where in the text it went wrong. `donePercent`: how far the index is that is being built. */
export type SearchTrouble = Trouble & {
  readonly within: { readonly at: number; readonly length: number } | null;
  readonly donePercent: number | null;
};

export type ClientState = {
  readonly me: Me | null;
  readonly guilds: { readonly [id: GuildId]: Guild };
  /** The permissions of this user in each guild itself. Those in a channel stand on the channel. */
  readonly rights: { readonly [id: GuildId]: ReadonlyArray<Permission> };
  readonly channels: { readonly [id: ChannelId]: Channel };
  readonly timelines: { readonly [id: ChannelId]: Timeline };
  readonly rosters: { readonly [id: GuildId]: Roster };
  readonly outbox: ReadonlyArray<Pending>;
  readonly search: Search | null;
};

export const INITIAL: ClientState = {
  me: null,
  guilds: {},
  rights: {},
  channels: {},
  timelines: {},
  rosters: {},
  outbox: [],
  search: null,
};

export const EMPTY_ROSTER: Roster = { members: [], freshness: 'never', loading: null, complete: true, late: [] };

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
  detour: null,
});
