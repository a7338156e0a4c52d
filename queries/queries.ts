/**
 * Everything the read side can be asked, as one record: the seam between the gateway and the queries.
 * Every question names its viewer, and what the viewer may not see is `NotVisible`, like what does not exist.
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { ChannelKind } from '#domain/channel/events.ts';
import type { ChannelRef, MessageRef } from '#domain/kernel/address.ts';
import type { Erasable } from '#domain/kernel/erasable.ts';
import type { Position, Revision } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, MessageId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { MessageView } from '#domain/message/view.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { HitCursor, SearchFailure, SearchOrder, TextRange } from '#queries/ports/message-search.ts';
import type { Fault } from '#queries/search/search-query/terms.ts';

export type NotVisible = { readonly kind: 'NotVisible' };
export type QueryFailure = { readonly kind: 'ReadModelsUnavailable'; readonly why: string };
export type Viewer = { readonly userId: UserId; readonly sessionId: SessionId };

/** `atLeast` undefined asks for whatever is there. An answer is stale when the wait for `atLeast` ran out. */
export type Asked<A> = A & { readonly viewer: Viewer; readonly atLeast: Position | undefined };
/** `through`: the position up to which the read models asked had applied the log when they answered. */
export type Answer<A> = { readonly value: A; readonly stale: boolean; readonly through: Position };
export type Ask<Q, A, R = NotVisible> = (question: Asked<Q>) => TaskEither<R | QueryFailure, Answer<A>>;

export type UserView = { readonly userId: UserId; readonly username: Erasable<string>; readonly imported: boolean };
export type MeView = UserView & { readonly serverOwner: boolean; readonly createdAt: Instant };
export type SessionView = {
  readonly sessionId: SessionId;
  readonly device: Erasable<string>;
  readonly createdAt: Instant;
  readonly refreshedAt: Instant;
};
export type ChannelView = ChannelRef & {
  /** Null in a conversation. */
  readonly guildId: GuildId | null;
  readonly name: string;
  readonly channelKind: ChannelKind;
  readonly parentId: ChannelId | null;
  readonly createdAt: Instant;
  /** The permissions of this viewer in the channel. */
  readonly permissions: ReadonlyArray<Permission>;
};
/** Guild as every viewer sees it alike. */
export type GuildView = {
  readonly guildId: GuildId;
  readonly name: string;
  readonly ownerId: UserId;
  readonly createdAt: Instant;
};
export type MemberView = UserView & { readonly joinedAt: Instant; readonly owner: boolean };
/** A message with its author, as everybody sees the author. */
export type AuthoredMessage = MessageView & { readonly author: UserView };
export type AuditEntryView = {
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly reason: Erasable<string> | null;
};

/** Guild as one viewer sees it: the viewer's permissions in the guild itself, and the channels that the viewer sees. */
export type GuildSight = {
  readonly guild: GuildView;
  readonly permissions: ReadonlyArray<Permission>;
  readonly channels: ReadonlyArray<ChannelView>;
};

/** What a client starts from: everything but messages. */
export type ReadyView = { readonly me: MeView; readonly guilds: ReadonlyArray<GuildSight> };

/** One guild as some of its members see it. Members with the same sight stand together. */
export type GuildSights = {
  readonly through: Position;
  readonly sights: ReadonlyArray<{ readonly viewers: ReadonlyArray<UserId>; readonly sight: GuildSight }>;
};

/**
 * The changes of a channel for a viewer who was away: messages sent since, whole and as they are now, in the order they
 * were sent; then older ones that were changed. Deleted ones come as ids alone.
 */
export type ChannelChanges = {
  readonly sent: ReadonlyArray<AuthoredMessage>;
  readonly changed: ReadonlyArray<AuthoredMessage>;
  readonly deleted: ReadonlyArray<{ readonly messageId: MessageId; readonly revision: Revision }>;
  /** Ask again with this cursor until it is undefined. */
  readonly next: ChangesCursor | undefined;
};
export type ChangesCursor = { readonly phase: 'sent' | 'changed'; readonly after: Position };

/** A piece of a message's text, plain, and what in it is why it was found. */
export type Snippet = { readonly text: string; readonly ranges: ReadonlyArray<TextRange> };
export type SearchView = {
  readonly hits: ReadonlyArray<{ readonly message: AuthoredMessage; readonly snippet: Snippet }>;
  /** Ask again with this cursor for what comes after; null when nothing does. */
  readonly next: SearchCursor | null;
  /** Nothing matched as it was written; these match but for a letter or so. */
  readonly nearly: boolean;
};
export type SearchCursor = { readonly hit: HitCursor; readonly nearly: boolean };
export type SearchQueryInvalid = { readonly kind: 'SearchQueryInvalid'; readonly fault: Fault };
export type SearchQuestion<R> = {
  readonly guildId: GuildId;
  /** In the language of `queries/message/search-query`. */
  readonly text: string;
  /** Only in this channel; undefined in all that the viewer may read. */
  readonly channelId: ChannelId | undefined;
  readonly order: SearchOrder;
  readonly limit: number;
  readonly after: SearchCursor | undefined;
  /** Run once the viewer is known to be of the guild and before the index is asked; it may refuse. */
  readonly admit: TaskEither<R, unknown>;
};

export type Queries = {
  readonly me: Ask<object, MeView>;
  readonly sessions: Ask<object, ReadonlyArray<SessionView>>;
  readonly guilds: Ask<object, ReadonlyArray<GuildView>>;
  readonly channels: Ask<{ readonly guildId: GuildId }, ReadonlyArray<ChannelView>>;
  readonly members: Ask<
    { readonly guildId: GuildId; readonly limit: number; readonly after: UserId | undefined },
    { readonly members: ReadonlyArray<MemberView>; readonly nextAfter: UserId | null }
  >;
  readonly channelMessages: Ask<
    ChannelRef & {
      readonly limit: number;
      readonly before: MessageId | undefined;
      /** Nothing sent after this position. */
      readonly until?: Position | undefined;
    },
    { readonly messages: ReadonlyArray<AuthoredMessage>; readonly nextBefore: MessageId | null }
  >;
  /** `around`: the message in the middle, where it is there still; `after`: only what came later. */
  readonly messagesAround: Ask<
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
  readonly message: Ask<MessageRef, AuthoredMessage>;
  readonly searchMessages: <R extends { readonly kind: string }>(
    question: Asked<SearchQuestion<R>>,
  ) => TaskEither<R | NotVisible | SearchQueryInvalid | SearchFailure | QueryFailure, Answer<SearchView>>;
  readonly audit: Ask<
    { readonly guildId: GuildId; readonly limit: number; readonly before: string | undefined },
    { readonly entries: ReadonlyArray<AuditEntryView>; readonly nextBefore: string | null }
  >;
  readonly ready: Ask<object, ReadyView>;
  /** The gate for the listeners of the gateway: how each of these users sees the guild now. Strangers to it are left out. */
  readonly guildSights: (question: {
    readonly guildId: GuildId;
    readonly viewers: ReadonlyArray<UserId>;
  }) => TaskEither<QueryFailure, GuildSights>;
  /** The gate for the gateway's subscriptions: answers only when the viewer may read the channel. */
  readonly channelVisible: Ask<ChannelRef, ChannelView>;
  readonly channelChanges: Ask<
    ChannelRef & {
      readonly since: Position;
      readonly cursor: ChangesCursor | undefined;
      readonly limit: number;
    },
    ChannelChanges
  >;
  /** Names the users of live dispatches. It decides no visibility: the viewer already shares a channel with them. */
  readonly userViews: (ids: ReadonlyArray<UserId>) => TaskEither<QueryFailure, ReadonlyArray<UserView>>;
};
