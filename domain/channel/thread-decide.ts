import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { ArchiveThread, BeginThread } from '#domain/channel/commands.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import { decidePostTags } from '#domain/channel/forum-decide.ts';
import type {
  NoThreadsHere,
  NotAForum,
  NotAThread,
  PostTagsInvalid,
  PostWithoutWords,
  RootUnknown,
  TagRequired,
  ThreadExists,
} from '#domain/channel/rejections.ts';
import type { ChannelState, PresentChannel, ThreadFacts } from '#domain/channel/state.ts';
import type { ChannelUnknown } from '#domain/kernel/rejection.ts';
import { type Authority, may } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Decision<R> = Either<R | MissingPermission, ReadonlyArray<ChannelEvent>>;

const missing = (permission: Permission): Either<MissingPermission, never> =>
  left({ kind: 'MissingPermission', permission });

type PostRejection = NotAForum | PostTagsInvalid | TagRequired | PostWithoutWords;

/** Accepts the tags of a new thread. A post needs words, and the right to send messages in its forum. */
const decidePost = ({
  parent,
  hasWords,
  tagIds,
  authority,
}: BeginThread): Either<PostRejection | MissingPermission, BeginThread['tagIds']> => {
  if (parent.channelKind !== 'forum') return tagIds.length === 0 ? right([]) : left({ kind: 'NotAForum' });
  if (!may(authority, 'send_messages')) return missing('send_messages');
  if (!hasWords) return left({ kind: 'PostWithoutWords' });
  return decidePostTags(parent, { before: [], after: tagIds }, authority);
};

/** Begins a thread once. The rules read the channel in which it begins. */
export const decideBeginThread = (
  begin: BeginThread,
  state: ChannelState,
): Decision<NoThreadsHere | RootUnknown | ThreadExists | PostRejection> => {
  const { channelId, parent, rootId, rootIsThere, name, archiveAfterMins, authority, at } = begin;
  if (parent.channelKind !== 'text' && parent.channelKind !== 'forum') return left({ kind: 'NoThreadsHere' });
  if (rootId !== null && !may(authority, 'read_message_history')) return missing('read_message_history');
  if (rootId !== null && !rootIsThere) return left({ kind: 'RootUnknown' });
  if (!may(authority, 'create_threads')) return missing('create_threads');
  if (state.kind !== 'Absent') return left({ kind: 'ThreadExists' });
  const tagged = decidePost(begin);
  if (isLeft(tagged)) return tagged;
  const { home, channelId: parentId } = parent;
  const by = authority.actor;
  const data = { channelId, home, parentId, rootId, name, by, archiveAfterMins, begunAt: at };
  const tagIds = tagged.right;
  return right([
    { type: 'channel.thread-begun', data },
    ...(tagIds.length === 0 ? [] : [{ type: 'channel.post-tagged', data: { channelId, home, by, tagIds } } as const]),
  ]);
};

/** True for the maker of a thread and for a manager of threads. Both rename it and archive it. */
export const mayTend = ({ by }: ThreadFacts, authority: Authority): boolean =>
  by === authority.actor || may(authority, 'manage_threads');

export const decideArchiveThread = (
  { authority, at }: ArchiveThread,
  state: ChannelState,
): Decision<ChannelUnknown | NotAThread> => {
  if (state.kind !== 'Present') return left({ kind: 'ChannelUnknown' });
  if (state.thread === null) return left({ kind: 'NotAThread' });
  if (!mayTend(state.thread, authority)) return missing('manage_threads');
  const { channelId, home } = state;
  return right([{ type: 'channel.thread-archived', data: { channelId, home, by: authority.actor, archivedAt: at } }]);
};

/** Names the permission that changes and deletes a channel: a thread has one of its own. */
export const managing = ({ thread }: Pick<PresentChannel, 'thread'>): Permission =>
  thread === null ? 'manage_channels' : 'manage_threads';
