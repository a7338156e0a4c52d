/**
 * Queries of the read side, as one record between the gateway and the read models. Every question names its viewer. A
 * hidden thing is `NotVisible`, like a thing that does not exist.
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AnyChannelKind, ChannelKind, ForumTag, OverwriteTarget } from '#domain/channel/events.ts';
import type { ChannelSigns } from '#domain/channel/signs.ts';
import type { ChannelRef, MessageRef } from '#domain/kernel/address.ts';
import type { Erasable } from '#domain/kernel/erasable.ts';
import type { Position, Revision } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, InviteId, MessageId, RoleId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { MessageView } from '#domain/message/view.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { OverwriteFacts } from '#domain/permission/question.ts';
import type { AttachmentQueries } from '#queries/attachment/attachment-queries.ts';
import type {
  ActPlaceView,
  AuditEntryView,
  BanView,
  ChannelDeletionView,
  ExplanationView,
  GuildDeletionView,
  InviteView,
  RightsChange,
  WhatIfView,
} from '#queries/governance-views.ts';
import type { ForwardQueries, ForwardView } from '#queries/message/forward-queries.ts';
import type { LineQueries } from '#queries/message/line-queries.ts';
import type { MentionQueries } from '#queries/message/mention-queries.ts';
import type { SavedQueries } from '#queries/message/saved-queries.ts';
import type { HitCursor, SearchFailure, SearchOrder, TextRange } from '#queries/ports/message-search.ts';
import type { QueryFault } from '#queries/search/search-query/terms.ts';
import type { TimeZone } from '#queries/search/search-query/time-zone.ts';
import type { ThreadQueries, ThreadView } from '#queries/thread/thread-queries.ts';
import type { UnreadQueries } from '#queries/unread/unread-queries.ts';

export type NotVisible = { readonly kind: 'NotVisible' };
export type QueryFailure = { readonly kind: 'ReadModelsUnavailable'; readonly why: string };
export type Viewer = { readonly userId: UserId; readonly sessionId: SessionId };

/** Question of a viewer. The query waits until the read models have reached `atLeast`, or not at all when undefined. */
export type ViewerQuestion<A> = A & { readonly viewer: Viewer; readonly atLeast: Position | undefined };
/**
 * Answer of a query. `through` is the position that its read models had reached. The answer is stale when the wait for
 * `atLeast` ran out.
 */
export type QueryAnswer<A> = { readonly value: A; readonly stale: boolean; readonly through: Position };
/** Query: answers one kind of question. */
export type Query<Q, A, R = NotVisible> = (question: ViewerQuestion<Q>) => TaskEither<R | QueryFailure, QueryAnswer<A>>;

/** A text that a message has or had, and when it was said. */
export type MessageVersionView = { readonly content: Erasable<string>; readonly saidAt: Instant };
/** The newest versions of a message, the newest first. `more` is true when older ones are left out. */
export type MessageVersionsView = { readonly versions: ReadonlyArray<MessageVersionView>; readonly more: boolean };
export type UserView = { readonly userId: UserId; readonly username: Erasable<string>; readonly imported: boolean };
export type MeView = UserView & { readonly serverOwner: boolean; readonly createdAt: Instant };
export type SessionView = {
  readonly sessionId: SessionId;
  readonly device: Erasable<string>;
  readonly createdAt: Instant;
  readonly refreshedAt: Instant;
};
export type ChannelView = ChannelRef &
  ChannelSigns & {
    /** Null in a conversation. */
    readonly guildId: GuildId | null;
    readonly name: string;
    readonly channelKind: ChannelKind;
    readonly parentId: ChannelId | null;
    readonly createdAt: Instant;
    readonly topic: string | null;
    /** Seconds that a member waits between two messages. 0 without a slow mode. */
    readonly slowModeSecs: number;
    /** Tags that a forum offers, in their order. Other channels have none. */
    readonly tags: ReadonlyArray<ForumTag>;
    /** True for a forum in which each new post must carry a tag. */
    readonly tagRequired: boolean;
    /** True while the channel has the overwrites of its category, and follows them. */
    readonly synced: boolean;
    /** Place in the order of the guild, from 0. Places of hidden channels are left out of a list. */
    readonly place: number;
    /** The permissions of this viewer in the channel. */
    readonly permissions: ReadonlyArray<Permission>;
  };
/** Channel that a viewer asks for by its id: one of the guild's list, or a thread. */
export type AnyChannelView = Omit<ChannelView, 'channelKind'> & { readonly channelKind: AnyChannelKind };
/** Lockdown that holds now: until `until`, or without an end for null. Members who joined later may not post. */
export type LockdownView = { readonly until: Instant | null; readonly newcomersSince: Instant | null };
export type RoleView = {
  readonly guildId: GuildId;
  readonly roleId: RoleId;
  readonly name: string;
  /** Colour in the form `#rrggbb`. Null for the usual colour of names. */
  readonly color: string | null;
  readonly hoist: boolean;
  readonly mentionable: boolean;
  readonly rank: number;
  readonly permissions: ReadonlyArray<Permission>;
};
/** Rights of a member in a guild: roles besides the everyone-role, a nickname, the end of a time-out. */
export type MemberRightsView = {
  readonly roleIds: ReadonlyArray<RoleId>;
  readonly nickname: string | null;
  /** It may have passed. */
  readonly timedOutUntil: Instant | null;
};
/** Guild as every viewer sees it alike. */
export type GuildView = {
  readonly guildId: GuildId;
  readonly name: string;
  readonly ownerId: UserId;
  readonly createdAt: Instant;
  readonly lockdown: LockdownView | null;
};
export type MemberView = UserView & MemberRightsView & { readonly joinedAt: Instant; readonly owner: boolean };
/** The message that a reply answers, as it is now. `said` is null when that message is deleted. */
export type QuoteView = {
  readonly messageId: MessageId;
  readonly revision: Revision;
  readonly said: { readonly author: UserView; readonly line: Erasable<string> } | null;
};
export type PinView = { readonly by: UserId; readonly at: Instant };
/**
 * Message with its author, as every viewer sees the author. `replied` is null for a message that is no reply, and `pin`
 * for one that is not pinned.
 */
export type AuthoredMessage = MessageView & {
  readonly author: UserView;
  readonly replied: QuoteView | null;
  /** The words that this message forwards. Null for a message that is no forward. */
  readonly forward: ForwardView | null;
  readonly pin: PinView | null;
  /** Thread about this message. Null for none, and for a viewer of a live message, which has none yet. */
  readonly thread: ThreadView | null;
  /** Thread that a system line is about. Null for any other message and line. */
  readonly threadId: ChannelId | null;
};

/** Guild as one viewer sees it: its roles, the viewer's own facts and permissions there, and the channels in sight. */
export type GuildSight = {
  readonly guild: GuildView;
  /** Roles in use, the everyone-role first and the highest rank last. */
  readonly roles: ReadonlyArray<RoleView>;
  /** Names deleted roles too, which the viewer has again when they are restored. */
  readonly member: MemberRightsView;
  readonly permissions: ReadonlyArray<Permission>;
  readonly channels: ReadonlyArray<ChannelView>;
};

export type InvitedGuildView = {
  readonly guildId: GuildId;
  readonly name: string;
  readonly memberCount: number;
  readonly inviter: UserView;
  /** True while a lockdown keeps the guild from taking in users. */
  readonly lockedDown: boolean;
};

/** Channel as the events of its stream made it. A deleted category stays, while channels have its overwrites. */
export type ChannelFactsView = Omit<ChannelView, 'permissions' | 'synced' | 'place' | keyof ChannelSigns> & {
  readonly syncedWith: ChannelId | null;
  readonly deleted: boolean;
  readonly overwrites: ReadonlyArray<OverwriteFacts>;
};
/** Facts of a guild, from which the gateway computes the sight of each listener. Events bring them forward. */
export type GuildFactsView = {
  readonly guild: GuildView;
  readonly roles: ReadonlyArray<RoleView>;
  /** Channels that are there, listed or not, and deleted categories. */
  readonly channels: ReadonlyArray<ChannelFactsView>;
  /** Channels that the guild's own list names, in its order. One of them may not be there yet. */
  readonly listing: ReadonlyArray<ChannelId>;
  readonly channelOrder: ReadonlyArray<ChannelId>;
  readonly members: ReadonlyArray<MemberRightsView & { readonly userId: UserId }>;
};

/** Snapshot that a client starts from: everything but messages. */
export type ReadyView = { readonly me: MeView; readonly guilds: ReadonlyArray<GuildSight> };

/** One guild as some of its members see it. Members with the same sight stand together. */
export type GuildSights = {
  readonly through: Position;
  readonly sights: ReadonlyArray<{ readonly viewers: ReadonlyArray<UserId>; readonly sight: GuildSight }>;
};

/**
 * Changes of a channel since a position, for a client that was away. `sent` holds new messages as they are now, in the
 * order they were sent. `changed` holds older messages that changed.
 */
export type ChannelChanges = {
  readonly sent: ReadonlyArray<AuthoredMessage>;
  readonly changed: ReadonlyArray<AuthoredMessage>;
  readonly deleted: ReadonlyArray<{ readonly messageId: MessageId; readonly revision: Revision }>;
  /** Cursor of the next page, undefined on the last one. */
  readonly next: ChangesCursor | undefined;
};
export type ChangesCursor = { readonly phase: 'sent' | 'changed'; readonly after: Position };

/** Piece of a message's plain text, with the ranges that matched. */
export type Snippet = { readonly text: string; readonly ranges: ReadonlyArray<TextRange> };
export type SearchView = {
  readonly hits: ReadonlyArray<{ readonly message: AuthoredMessage; readonly snippet: Snippet }>;
  /** The threads in which the hits stand. */
  readonly threads: ReadonlyArray<ThreadView>;
  /** Cursor of the next page, null on the last one. */
  readonly next: SearchCursor | null;
  /** True when no message matched exactly, and these hits differ by a letter. */
  readonly nearly: boolean;
};
export type SearchCursor = { readonly hit: HitCursor; readonly nearly: boolean };
export type SearchQueryInvalid = { readonly kind: 'SearchQueryInvalid'; readonly fault: QueryFault };
export type SearchQuestion<R> = {
  readonly guildId: GuildId;
  /** Query in the language of `queries/search/search-query`. */
  readonly text: string;
  /** Time zone in which the days of the query begin. */
  readonly zone: TimeZone;
  /** The one channel to search in. Undefined searches all channels that the viewer may read. */
  readonly channelId: ChannelId | undefined;
  readonly order: SearchOrder;
  readonly limit: number;
  readonly after: SearchCursor | undefined;
  /** Runs once the viewer is known to be a member, before the index is asked. It may refuse the search. */
  readonly admit: TaskEither<R, unknown>;
};

export type Queries = UnreadQueries &
  AttachmentQueries &
  LineQueries &
  ThreadQueries &
  MentionQueries &
  SavedQueries &
  ForwardQueries & {
    readonly me: Query<object, MeView>;
    readonly sessions: Query<object, ReadonlyArray<SessionView>>;
    readonly guilds: Query<object, ReadonlyArray<GuildView>>;
    readonly channels: Query<{ readonly guildId: GuildId }, ReadonlyArray<ChannelView>>;
    readonly members: Query<
      {
        readonly guildId: GuildId;
        readonly limit: number;
        readonly after: UserId | undefined;
        /** Beginning of a username, of a nickname or of a word in one. Undefined for all members. */
        readonly name: string | undefined;
      },
      { readonly members: ReadonlyArray<MemberView>; readonly nextAfter: UserId | null }
    >;
    readonly roles: Query<{ readonly guildId: GuildId }, ReadonlyArray<RoleView>>;
    readonly bans: Query<
      { readonly guildId: GuildId; readonly limit: number; readonly before: string | undefined },
      { readonly bans: ReadonlyArray<BanView>; readonly nextBefore: string | null }
    >;
    readonly invites: Query<{ readonly guildId: GuildId; readonly limit: number }, ReadonlyArray<InviteView>>;
    /** Stream of an invite that the viewer may end, open or not. No client sees it. */
    readonly inviteStream: Query<{ readonly guildId: GuildId; readonly inviteId: InviteId }, StreamName>;
    readonly explain: Query<
      { readonly guildId: GuildId; readonly userId: UserId; readonly channelId: ChannelId | null },
      ReadonlyArray<ExplanationView>
    >;
    /** Messages that the viewer may delete. An undefined channel stands for all channels. */
    readonly messagesOfMember: Query<
      {
        readonly guildId: GuildId;
        readonly userId: UserId;
        readonly channelId: ChannelId | undefined;
        readonly since: Instant;
        readonly limit: number;
      },
      ReadonlyArray<MessageRef>
    >;
    readonly channelMessages: Query<
      ChannelRef & {
        readonly limit: number;
        readonly before: MessageId | undefined;
        /** Leaves out messages that were sent after this position. */
        readonly until?: Position | undefined;
      },
      { readonly messages: ReadonlyArray<AuthoredMessage>; readonly nextBefore: MessageId | null }
    >;
    /**
     * `around` gives messages on both sides of a message, with itself unless it is deleted. `after` gives later ones
     * only.
     */
    readonly messagesAround: Query<
      ChannelRef & {
        readonly limit: number;
        readonly from: { readonly kind: 'around' | 'after'; readonly messageId: MessageId };
      },
      {
        readonly messages: ReadonlyArray<AuthoredMessage>;
        readonly nextBefore: MessageId | null;
        readonly nextAfter: MessageId | null;
      }
    >;
    readonly message: Query<MessageRef, AuthoredMessage>;
    /** The texts that a message had. Its author reads them, and a viewer with `manage_messages`. */
    readonly messageVersions: Query<MessageRef & { readonly limit: number }, MessageVersionsView>;
    /** The pinned messages of a channel, the newest pin first. */
    readonly pinnedMessages: Query<ChannelRef, ReadonlyArray<AuthoredMessage>>;
    readonly searchMessages: <R extends { readonly kind: string }>(
      question: ViewerQuestion<SearchQuestion<R>>,
    ) => TaskEither<R | NotVisible | SearchQueryInvalid | SearchFailure | QueryFailure, QueryAnswer<SearchView>>;
    readonly audit: Query<
      {
        readonly guildId: GuildId;
        readonly limit: number;
        readonly before: string | undefined;
        readonly actorId?: UserId | undefined;
        readonly action?: string | undefined;
        readonly targetId?: string | undefined;
        /** Entries from this moment on, and before the other. */
        readonly since?: Instant | undefined;
        readonly until?: Instant | undefined;
      },
      { readonly entries: ReadonlyArray<AuditEntryView>; readonly nextBefore: string | null }
    >;
    /** The places in the log of all entries of one act, in its order. */
    readonly auditAct: Query<{ readonly guildId: GuildId; readonly entryId: string }, ReadonlyArray<ActPlaceView>>;
    /** The same for an act that the viewer made under this key, without the right to see the audit log. */
    readonly ownAct: Query<{ readonly guildId: GuildId; readonly key: string }, ReadonlyArray<ActPlaceView>>;
    /** The overwrites that count in a channel, for a viewer who may change them. */
    readonly overwrites: Query<
      ChannelRef,
      {
        readonly synced: boolean;
        readonly overwrites: ReadonlyArray<{
          readonly target: OverwriteTarget;
          readonly allow: ReadonlyArray<Permission>;
          readonly deny: ReadonlyArray<Permission>;
        }>;
      }
    >;
    /** Counts of the messages that the deletion of a channel takes, and of the members who lose sight. */
    readonly channelDeletion: Query<ChannelRef, ChannelDeletionView>;
    /** Counts of what the deletion of a guild takes, for its owner. */
    readonly guildDeletion: Query<{ readonly guildId: GuildId }, GuildDeletionView>;
    /** The members who would gain or lose sight of channels by a change. */
    readonly whatIf: Query<{ readonly guildId: GuildId; readonly change: RightsChange }, WhatIfView>;
    readonly ready: Query<object, ReadyView>;
    /** Gate for the listeners of the gateway: how each of these users sees the guild now. It leaves out strangers. */
    readonly guildSights: (question: {
      readonly guildId: GuildId;
      readonly viewers: ReadonlyArray<UserId>;
    }) => TaskEither<QueryFailure, GuildSights>;
    /**
     * Facts of a guild with these of its members, at one position. It decides no visibility: the gateway asks the resolver.
     * Null for a guild that is gone.
     */
    readonly guildFacts: (question: {
      readonly guildId: GuildId;
      readonly users: ReadonlyArray<UserId>;
    }) => TaskEither<QueryFailure, { readonly through: Position; readonly facts: GuildFactsView | null }>;
    /** Members as dispatches show them. It decides no visibility, and leaves out users who are no members. */
    readonly memberViews: (question: {
      readonly guildId: GuildId;
      readonly users: ReadonlyArray<UserId>;
    }) => TaskEither<QueryFailure, ReadonlyArray<MemberView>>;
    /** The gate for the gateway's subscriptions: answers only when the viewer may read the channel. */
    readonly channelVisible: Query<ChannelRef, AnyChannelView>;
    readonly channelChanges: Query<
      ChannelRef & {
        readonly since: Position;
        readonly cursor: ChangesCursor | undefined;
        readonly limit: number;
      },
      ChannelChanges
    >;
    /** A guild as the holder of an invite sees it before joining. The invite is the right to see it. */
    readonly invitedGuild: (question: {
      readonly guildId: GuildId;
      readonly inviterId: UserId;
    }) => TaskEither<NotVisible | QueryFailure, InvitedGuildView>;
    /** Names the users of live dispatches. It decides no visibility: the viewer already shares a channel with them. */
    readonly userViews: (ids: ReadonlyArray<UserId>) => TaskEither<QueryFailure, ReadonlyArray<UserView>>;
  };
