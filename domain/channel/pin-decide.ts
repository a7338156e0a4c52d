import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { PinMessage, UnpinMessage } from '#domain/channel/commands.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import type { PinnedUnknown, PinsFull } from '#domain/channel/rejections.ts';
import type { ChannelState } from '#domain/channel/state.ts';
import { PINS_PER_CHANNEL_MAX } from '#domain/kernel/limits.ts';
import type { ChannelUnknown } from '#domain/kernel/rejection.ts';
import { may } from '#domain/permission/authority.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Decision<R> = Either<R | ChannelUnknown | MissingPermission, ReadonlyArray<ChannelEvent>>;

const MISSING: Either<MissingPermission, never> = left({ kind: 'MissingPermission', permission: 'manage_messages' });

/** Pins a message once. In a channel without a place it takes away the pins of messages that are gone for good. */
export const decidePinMessage = (
  { messageId, isThere, gone, authority, at }: PinMessage,
  state: ChannelState,
): Decision<PinnedUnknown | PinsFull> => {
  if (state.kind !== 'Present') return left({ kind: 'ChannelUnknown' });
  if (!isThere) return left({ kind: 'PinnedUnknown' });
  if (!may(authority, 'manage_messages')) return MISSING;
  if (state.pinned.has(messageId)) return right([]);
  const { channelId, home, pinned } = state;
  const by = authority.actor;
  const freed = pinned.size < PINS_PER_CHANNEL_MAX ? [] : gone.filter((id) => pinned.has(id));
  if (pinned.size - freed.length >= PINS_PER_CHANNEL_MAX) return left({ kind: 'PinsFull', max: PINS_PER_CHANNEL_MAX });
  return right([
    ...freed.map(
      (id): ChannelEvent => ({
        type: 'channel.message-unpinned',
        data: { channelId, home, messageId: id, by },
      }),
    ),
    { type: 'channel.message-pinned', data: { channelId, home, messageId, by, pinnedAt: at } },
  ]);
};

/** Takes a pin away. A deleted message may still have one. */
export const decideUnpinMessage = (
  { messageId, isThere, authority }: UnpinMessage,
  state: ChannelState,
): Decision<PinnedUnknown> => {
  if (state.kind !== 'Present') return left({ kind: 'ChannelUnknown' });
  if (!isThere && !state.pinned.has(messageId)) return left({ kind: 'PinnedUnknown' });
  if (!may(authority, 'manage_messages')) return MISSING;
  if (!state.pinned.has(messageId)) return right([]);
  const { channelId, home } = state;
  return right([{ type: 'channel.message-unpinned', data: { channelId, home, messageId, by: authority.actor } }]);
};
