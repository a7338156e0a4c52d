/** Events are stored for ever. The warning in `domain/account/events.ts` holds for these too. */
import * as t from 'io-ts';
import { Home } from '#domain/kernel/home.ts';
import { ChannelId, MessageId, RoleId, TagId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { CarriedReason } from '#domain/kernel/reason.ts';
import { type Permission, PermissionName } from '#domain/permission/bits.ts';

/**
 * A category holds channels and no messages. Channels that are synced with it have its overwrites. A forum holds posts,
 * which are threads with words of their own (decision 0053).
 */
export const ChannelKind = t.keyof({ text: null, voice: null, category: null, forum: null });
export type ChannelKind = t.TypeOf<typeof ChannelKind>;

/**
 * A thread is a channel in a channel. It stands in no list of its guild, and its members are those of its parent. It
 * begins with `channel.thread-begun`.
 */
export type AnyChannelKind = ChannelKind | 'thread';

/** Minutes of quiet after which a thread is archived. */
export const ArchiveMins = t.union([t.literal(60), t.literal(1_440), t.literal(4_320), t.literal(10_080)]);
export type ArchiveMins = t.TypeOf<typeof ArchiveMins>;

export type ChannelCreated = {
  readonly type: 'channel.created';
  readonly data: {
    readonly channelId: ChannelId;
    readonly home: Home;
    /** The category of a channel. `channel.moved` gives another one. */
    readonly parentId: ChannelId | null;
    readonly name: string;
    readonly kind: ChannelKind;
  };
};
export const ChannelCreatedData = t.strict({
  channelId: ChannelId,
  home: Home,
  parentId: t.union([ChannelId, t.null]),
  name: t.string,
  kind: ChannelKind,
});

export type ChannelRenamed = {
  readonly type: 'channel.renamed';
  readonly data: { readonly channelId: ChannelId; readonly home: Home; readonly name: string };
};
export const ChannelRenamedData = t.strict({ channelId: ChannelId, home: Home, name: t.string });

/** `reason` is sealed under a key of its own. It is erased with the channel. */
export type ChannelDeleted = {
  readonly type: 'channel.deleted';
  readonly data: {
    readonly channelId: ChannelId;
    readonly home: Home;
    readonly reason: CarriedReason;
  };
};
export const ChannelDeletedData = t.strict({
  channelId: ChannelId,
  home: Home,
  reason: CarriedReason,
});

/** Lifts version 1, which knew no categories. Its facts mean the same in version 2. */
export const createdToVersion2 = (facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => facts;
/** Lifts version 2, which knew no forums. Its facts mean the same in version 3. */
export const createdToVersion3 = createdToVersion2;

type Placed = { readonly channelId: ChannelId; readonly home: Home };
const placed = { channelId: ChannelId, home: Home };

/** Null takes the topic away. */
export type ChannelTopicChanged = {
  readonly type: 'channel.topic-changed';
  readonly data: Placed & { readonly topic: string | null };
};
export const ChannelTopicChangedData = t.strict({ ...placed, topic: t.union([t.string, t.null]) });

/** `secs` are the seconds that a member waits between two messages. 0 ends the slow mode. */
export type ChannelSlowModeChanged = {
  readonly type: 'channel.slow-mode-changed';
  readonly data: Placed & { readonly secs: number };
};
export const ChannelSlowModeChangedData = t.strict({ ...placed, secs: t.Integer });

/** Puts a channel into a category, or out of any with null. Its overwrites stay. */
export type ChannelMoved = {
  readonly type: 'channel.moved';
  readonly data: Placed & { readonly parentId: ChannelId | null };
};
export const ChannelMovedData = t.strict({ ...placed, parentId: t.union([ChannelId, t.null]) });

/** The role or the member that an overwrite is about. The everyone-role has the guild's id. */
export const OverwriteTarget = t.union([
  t.strict({ kind: t.literal('role'), roleId: RoleId }),
  t.strict({ kind: t.literal('member'), userId: UserId }),
]);
export type OverwriteTarget = t.TypeOf<typeof OverwriteTarget>;

/** Names a target in a row: `role:<id>` or `member:<id>`. */
export const targetText = (target: OverwriteTarget): string =>
  target.kind === 'role' ? `role:${target.roleId}` : `member:${target.userId}`;

type Overwriting = {
  readonly target: OverwriteTarget;
  readonly allow: ReadonlyArray<Permission>;
  readonly deny: ReadonlyArray<Permission>;
};
const overwriting = {
  target: OverwriteTarget,
  allow: t.readonlyArray(PermissionName),
  deny: t.readonlyArray(PermissionName),
};

/** Gives a channel its overwrite for one role or member, in place of an earlier one. */
export type ChannelOverwriteSet = { readonly type: 'channel.overwrite-set'; readonly data: Placed & Overwriting };
export const ChannelOverwriteSetData = t.strict({ ...placed, ...overwriting });

export type ChannelOverwriteRemoved = {
  readonly type: 'channel.overwrite-removed';
  readonly data: Placed & { readonly target: OverwriteTarget };
};
export const ChannelOverwriteRemovedData = t.strict({ ...placed, target: OverwriteTarget });

/** Gives a channel these overwrites in place of all others. It ends a sync. */
export type ChannelOverwritesReplaced = {
  readonly type: 'channel.overwrites-replaced';
  readonly data: Placed & { readonly overwrites: ReadonlyArray<Overwriting> };
};
export const ChannelOverwritesReplacedData = t.strict({
  ...placed,
  overwrites: t.readonlyArray(t.strict(overwriting)),
});

/** From here on the channel has the overwrites of this category, and follows them, until it gets its own again. */
export type ChannelSynced = {
  readonly type: 'channel.synced';
  readonly data: Placed & { readonly categoryId: ChannelId };
};
export const ChannelSyncedData = t.strict({ ...placed, categoryId: ChannelId });

/** Takes back the deletion of a channel, with its messages. */
export type ChannelRestored = { readonly type: 'channel.restored'; readonly data: Placed };
export const ChannelRestoredData = t.strict(placed);

/** Ends the time in which a deleted channel could be restored. The keys of its messages are destroyed. */
export type ChannelErased = { readonly type: 'channel.erased'; readonly data: Placed };
export const ChannelErasedData = t.strict(placed);

/**
 * Pins a message of the channel, or takes the pin away. The pins stand on the stream of the channel, because the channel
 * counts them (decision 0043).
 */
export type ChannelMessagePinned = {
  readonly type: 'channel.message-pinned';
  readonly data: Placed & { readonly messageId: MessageId; readonly by: UserId; readonly pinnedAt: Instant };
};
export const ChannelMessagePinnedData = t.strict({ ...placed, messageId: MessageId, by: UserId, pinnedAt: Instant });

export type ChannelMessageUnpinned = {
  readonly type: 'channel.message-unpinned';
  readonly data: Placed & { readonly messageId: MessageId; readonly by: UserId };
};
export const ChannelMessageUnpinnedData = t.strict({ ...placed, messageId: MessageId, by: UserId });

/**
 * Begins a thread in the channel `parentId`, which never changes. `rootId` is the message that the thread is about, or
 * null. A thread about a message has the id of that message, so a message has one thread at most (decision 0049).
 */
export type ChannelThreadBegun = {
  readonly type: 'channel.thread-begun';
  readonly data: Placed & {
    readonly parentId: ChannelId;
    readonly rootId: MessageId | null;
    readonly name: string;
    readonly by: UserId;
    readonly archiveAfterMins: ArchiveMins;
    readonly begunAt: Instant;
  };
};
export const ChannelThreadBegunData = t.strict({
  ...placed,
  parentId: ChannelId,
  rootId: t.union([MessageId, t.null]),
  name: t.string,
  by: UserId,
  archiveAfterMins: ArchiveMins,
  begunAt: Instant,
});

/** Archives a thread before its quiet time is over. The next message opens it again, as it opens a quiet one. */
export type ChannelThreadArchived = {
  readonly type: 'channel.thread-archived';
  readonly data: Placed & { readonly by: UserId; readonly archivedAt: Instant };
};
export const ChannelThreadArchivedData = t.strict({ ...placed, by: UserId, archivedAt: Instant });

/** Tag that a forum offers for its posts. Only managers of threads put a moderated tag on a post, or take it away. */
export const ForumTag = t.strict({
  tagId: TagId,
  name: t.string,
  emoji: t.union([t.string, t.null]),
  moderated: t.boolean,
});
export type ForumTag = t.TypeOf<typeof ForumTag>;

/** Gives a forum these tags, in this order, in place of all others. A post keeps the id of a tag that is gone. */
export type ChannelTagsSet = {
  readonly type: 'channel.tags-set';
  readonly data: Placed & { readonly tags: ReadonlyArray<ForumTag> };
};
export const ChannelTagsSetData = t.strict({ ...placed, tags: t.readonlyArray(ForumTag) });

/** Says whether each new post of a forum must carry a tag. */
export type ChannelTagRequirementSet = {
  readonly type: 'channel.tag-requirement-set';
  readonly data: Placed & { readonly required: boolean };
};
export const ChannelTagRequirementSetData = t.strict({ ...placed, required: t.boolean });

/** Gives a post these tags in place of all others. A tag that its forum has no more counts for nothing. */
export type ChannelPostTagged = {
  readonly type: 'channel.post-tagged';
  readonly data: Placed & { readonly by: UserId; readonly tagIds: ReadonlyArray<TagId> };
};
export const ChannelPostTaggedData = t.strict({ ...placed, by: UserId, tagIds: t.readonlyArray(TagId) });

export type ChannelEvent =
  | ChannelCreated
  | ChannelRenamed
  | ChannelDeleted
  | ChannelTopicChanged
  | ChannelSlowModeChanged
  | ChannelMoved
  | ChannelOverwriteSet
  | ChannelOverwriteRemoved
  | ChannelOverwritesReplaced
  | ChannelSynced
  | ChannelRestored
  | ChannelErased
  | ChannelMessagePinned
  | ChannelMessageUnpinned
  | ChannelThreadBegun
  | ChannelThreadArchived
  | ChannelTagsSet
  | ChannelTagRequirementSet
  | ChannelPostTagged;
