import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { CreateChannel, DeleteChannel, RenameChannel } from '#domain/channel/commands.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type { ChannelState } from '#domain/channel/state.ts';
import type { ChannelUnknown } from '#domain/kernel/rejection.ts';
import { may } from '#domain/permission/authority.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Decision<R> = Either<R, ReadonlyArray<ChannelEvent>>;

/** Accepts a channel that exists already: the same attempt or import made it. It may be renamed or deleted by now. */
export const decideCreateChannel = (
  { channelId, home, name, channelKind }: CreateChannel,
  state: ChannelState,
): Decision<never> =>
  right(
    state.kind === 'Absent'
      ? [{ type: 'channel.created', data: { channelId, home, parentId: null, name, kind: channelKind } }]
      : [],
  );

export const decideRenameChannel = (
  { name, authority }: RenameChannel,
  state: ChannelState,
): Decision<ChannelUnknown | MissingPermission> => {
  if (state.kind !== 'Present') return left({ kind: 'ChannelUnknown' });
  if (!may(authority, 'manage_channels')) return left({ kind: 'MissingPermission', permission: 'manage_channels' });
  const { channelId, home } = state;
  return right(state.name === name ? [] : [{ type: 'channel.renamed', data: { channelId, home, name } }]);
};

export const decideDeleteChannel = (
  { authority }: DeleteChannel,
  state: ChannelState,
): Decision<ChannelUnknown | MissingPermission> => {
  if (state.kind === 'Absent') return left({ kind: 'ChannelUnknown' });
  if (!may(authority, 'manage_channels')) return left({ kind: 'MissingPermission', permission: 'manage_channels' });
  const { channelId, home } = state;
  return right(state.kind === 'Deleted' ? [] : [{ type: 'channel.deleted', data: { channelId, home } }]);
};

/** Ends a deleted channel for good. A channel of a deleted guild ends like one that was deleted itself. */
export const decideEraseChannel = (state: ChannelState): ReadonlyArray<ChannelEvent> => {
  if (state.kind === 'Absent' || (state.kind === 'Deleted' && state.erased)) return [];
  const { channelId, home } = state;
  return [{ type: 'channel.erased', data: { channelId, home } }];
};
