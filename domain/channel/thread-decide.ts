import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { ArchiveThread, BeginThread } from '#domain/channel/commands.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type { NoThreadsHere, NotAThread, RootUnknown, ThreadExists } from '#domain/channel/rejections.ts';
import type { ChannelState, PresentChannel, ThreadFacts } from '#domain/channel/state.ts';
import type { ChannelUnknown } from '#domain/kernel/rejection.ts';
import { type Authority, may } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Decision<R> = Either<R | MissingPermission, ReadonlyArray<ChannelEvent>>;

const missing = (permission: Permission): Either<MissingPermission, never> =>
  left({ kind: 'MissingPermission', permission });

/** Begins a thread once. The rules read the channel in which it begins. */
export const decideBeginThread = (
  { channelId, parent, rootId, rootIsThere, name, archiveAfterMins, authority, at }: BeginThread,
  state: ChannelState,
): Decision<NoThreadsHere | RootUnknown | ThreadExists> => {
  if (parent.channelKind !== 'text') return left({ kind: 'NoThreadsHere' });
  if (rootId !== null && !may(authority, 'read_message_history')) return missing('read_message_history');
  if (rootId !== null && !rootIsThere) return left({ kind: 'RootUnknown' });
  if (!may(authority, 'create_threads')) return missing('create_threads');
  if (state.kind !== 'Absent') return left({ kind: 'ThreadExists' });
  const { home, channelId: parentId } = parent;
  const data = { channelId, home, parentId, rootId, name, by: authority.actor, archiveAfterMins, begunAt: at };
  return right([{ type: 'channel.thread-begun', data }]);
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
