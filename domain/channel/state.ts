import type { AnyChannelKind, ArchiveMins, ChannelEvent, ForumTag, OverwriteTarget } from '#domain/channel/events.ts';
import { aggregate, type FoldCopies } from '#domain/kernel/decider.ts';
import type { Home } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId, TagId, UserId } from '#domain/kernel/ids.ts';
import { closedOverwrites, NO_OVERWRITES, type Overwrite, type Overwrites } from '#domain/permission/overwrite.ts';
import { permissionSet } from '#domain/permission/permission-set.ts';
import { type ChannelRights, overwritesOf } from '#domain/permission/question.ts';

/** Facts of a thread beside those of every channel. Its parent never changes. */
export type ThreadFacts = {
  readonly parentId: ChannelId;
  readonly rootId: MessageId | null;
  readonly by: UserId;
  readonly archiveAfterMins: ArchiveMins;
  /** Tags that were put on the post. It may name tags that its forum has no more. */
  readonly tagIds: ReadonlyArray<TagId>;
};

type ChannelFacts = {
  readonly channelId: ChannelId;
  readonly home: Home;
  readonly parentId: ChannelId | null;
  readonly name: string;
  readonly channelKind: AnyChannelKind;
  /** Null for a channel that is no thread. */
  readonly thread: ThreadFacts | null;
  readonly topic: string | null;
  /** Seconds between two messages of one member. 0 without slow mode. */
  readonly slowModeSecs: number;
  /** Tags that a forum offers, in their order. Other channels have none. */
  readonly tags: ReadonlyArray<ForumTag>;
  /** True for a forum in which each new post must carry a tag. */
  readonly tagRequired: boolean;
  /** Overwrites of this channel itself. They do not count while `syncedWith` names a category. */
  readonly overwrites: Overwrites;
  /** The category whose overwrites this channel has. Null for a channel with overwrites of its own. */
  readonly syncedWith: ChannelId | null;
  /** The pinned messages. One that a moderator deleted keeps its pin, because the deletion can be undone. */
  readonly pinned: ReadonlySet<MessageId>;
};
export type PresentChannel = ChannelFacts & { readonly kind: 'Present' };
/** An erased channel is deleted for good: its messages cannot come back. */
export type DeletedChannel = ChannelFacts & { readonly kind: 'Deleted'; readonly erased: boolean };
export type ChannelState = { readonly kind: 'Absent' } | PresentChannel | DeletedChannel;

/** The tags of a channel that is no forum, and of a new forum. */
export const NO_TAGS: Pick<ChannelFacts, 'tags' | 'tagRequired'> = { tags: [], tagRequired: false };

const whilePresent = (state: ChannelState, change: (channel: PresentChannel) => Partial<ChannelFacts>): ChannelState =>
  state.kind === 'Present' ? { ...state, ...change(state) } : state;

/** Changes the overwrite of one target. `undefined` removes it. */
const overwritten = (
  { roles, members }: Overwrites,
  target: OverwriteTarget,
  overwrite: Overwrite | undefined,
  copies: FoldCopies,
): Overwrites => {
  const put = <K>(entries: ReadonlyMap<K, Overwrite>, id: K): ReadonlyMap<K, Overwrite> => {
    const copy = copies.ofMap(entries);
    if (overwrite === undefined) copy.delete(id);
    else copy.set(id, overwrite);
    return copy;
  };
  return target.kind === 'role'
    ? { roles: put(roles, target.roleId), members }
    : { roles, members: put(members, target.userId) };
};

export const channelAggregate = aggregate<ChannelState, ChannelEvent>(
  { kind: 'Absent' },
  {
    'channel.created': (_, { channelId, home, parentId, name, kind }) => ({
      kind: 'Present',
      channelId,
      home,
      parentId,
      name,
      channelKind: kind,
      topic: null,
      slowModeSecs: 0,
      ...NO_TAGS,
      overwrites: NO_OVERWRITES,
      // A channel follows the category in which it is made from its first event on. So it is never open in between.
      syncedWith: parentId,
      thread: null,
      pinned: new Set(),
    }),
    'channel.thread-begun': (_, { channelId, home, name, parentId, rootId, by, archiveAfterMins }) => ({
      kind: 'Present',
      channelId,
      home,
      parentId,
      name,
      channelKind: 'thread',
      topic: null,
      slowModeSecs: 0,
      ...NO_TAGS,
      overwrites: NO_OVERWRITES,
      syncedWith: null,
      thread: { parentId, rootId, by, archiveAfterMins, tagIds: [] },
      pinned: new Set(),
    }),
    // A message opens an archived thread, so the time of the archiving counts only where messages are.
    'channel.thread-archived': (state) => state,
    'channel.renamed': (state, { name }) => whilePresent(state, () => ({ name })),
    'channel.deleted': (state) => (state.kind === 'Present' ? { ...state, kind: 'Deleted', erased: false } : state),
    'channel.topic-changed': (state, { topic }) => whilePresent(state, () => ({ topic })),
    'channel.slow-mode-changed': (state, { secs }) => whilePresent(state, () => ({ slowModeSecs: secs })),
    'channel.moved': (state, { parentId }) => whilePresent(state, () => ({ parentId })),
    'channel.overwrite-set': (state, { target, allow, deny }, copies) =>
      whilePresent(state, ({ overwrites }) => ({
        overwrites: overwritten(overwrites, target, { allow: permissionSet(allow), deny: permissionSet(deny) }, copies),
      })),
    'channel.overwrite-removed': (state, { target }, copies) =>
      whilePresent(state, ({ overwrites }) => ({ overwrites: overwritten(overwrites, target, undefined, copies) })),
    'channel.overwrites-replaced': (state, { overwrites }) =>
      whilePresent(state, () => ({ overwrites: overwritesOf(overwrites), syncedWith: null })),
    'channel.synced': (state, { categoryId }) =>
      whilePresent(state, () => ({ overwrites: NO_OVERWRITES, syncedWith: categoryId })),
    'channel.message-pinned': (state, { messageId }, copies) =>
      whilePresent(state, ({ pinned }) => ({ pinned: copies.ofSet(pinned).add(messageId) })),
    'channel.message-unpinned': (state, { messageId }, copies) =>
      whilePresent(state, ({ pinned }) => {
        const left = copies.ofSet(pinned);
        left.delete(messageId);
        return { pinned: left };
      }),
    'channel.tags-set': (state, { tags }) => whilePresent(state, () => ({ tags })),
    'channel.tag-requirement-set': (state, { required }) => whilePresent(state, () => ({ tagRequired: required })),
    'channel.post-tagged': (state, { tagIds }) =>
      whilePresent(state, ({ thread }) => ({ thread: thread && { ...thread, tagIds } })),
    'channel.restored': (state) => {
      if (state.kind !== 'Deleted' || state.erased) return state;
      const { erased: _, ...facts } = state;
      return { ...facts, kind: 'Present' };
    },
    // A channel of a deleted guild was never deleted itself.
    'channel.erased': (state) => (state.kind === 'Absent' ? state : { ...state, kind: 'Deleted', erased: true }),
  },
);

/**
 * Answers the overwrites that count in a channel: its own, or those of the category that it follows. They count also
 * after the category was deleted, and an unknown category closes the channel, so that no gap opens it.
 */
export const overwritesThatCount = (
  guildId: GuildId,
  { overwrites, syncedWith }: Pick<ChannelFacts, 'overwrites' | 'syncedWith'>,
  categoryOf: (categoryId: ChannelId) => ChannelState | undefined,
): Overwrites => {
  if (syncedWith === null) return overwrites;
  const category = categoryOf(syncedWith);
  return category === undefined || category.kind === 'Absent' ? closedOverwrites(guildId) : category.overwrites;
};

/**
 * Answers the rights that count in a channel. A thread has those of its parent, where `send_messages_in_threads` decides
 * who writes. Answers undefined for a thread without a parent that exists, which no user sees.
 */
export const rightsThatCount = (
  guildId: GuildId,
  channel: Pick<ChannelFacts, 'overwrites' | 'syncedWith' | 'thread'>,
  channelOf: (channelId: ChannelId) => ChannelState | undefined,
): ChannelRights | undefined => {
  if (channel.thread === null) return { overwrites: overwritesThatCount(guildId, channel, channelOf) };
  const parent = channelOf(channel.thread.parentId);
  if (parent?.kind !== 'Present') return undefined;
  return { overwrites: overwritesThatCount(guildId, parent, channelOf), isThread: true };
};
