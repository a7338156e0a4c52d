import { type Either, isLeft, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { changeInSightBy } from '#commands/channel/change-in-sight.ts';
import type { Commands } from '#commands/commands.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decidePinMessage, decideUnpinMessage } from '#domain/channel/pin-decide.ts';
import type { ChannelState } from '#domain/channel/state.ts';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { PINS_PER_CHANNEL_MAX } from '#domain/kernel/limits.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { isThere } from '#domain/message/decide.ts';
import type { MessageState } from '#domain/message/state.ts';
import { isUndoable } from '#domain/message/undo.ts';

/** True for a deleted message that nothing brings back. */
const isGone = (message: MessageState, at: Instant, undoMs: number): boolean =>
  message.kind === 'Deleted' && !isUndoable(message, at, undoMs);

/** Finds the pinned messages that are gone for good. It reads them only when the channel has no place left. */
const goneIn = async (
  { folds, undoMs }: Capabilities,
  channel: ChannelState,
  at: Instant,
): Promise<Either<StoreUnavailable, ReadonlyArray<MessageId>>> => {
  if (channel.kind !== 'Present' || channel.pinned.size < PINS_PER_CHANNEL_MAX) return right([]);
  const gone: MessageId[] = [];
  for (const messageId of channel.pinned) {
    const message = await folds.message.read(messageStream(messageId))();
    if (isLeft(message)) return message;
    if (isGone(message.right.state, at, undoMs)) gone.push(messageId);
  }
  return right(gone);
};

const factsOf =
  (can: Capabilities, at: MessageRef) =>
  async (
    channel: ChannelState,
    now: Instant,
  ): Promise<Either<StoreUnavailable, { readonly isThere: boolean; readonly gone: ReadonlyArray<MessageId> }>> => {
    const message = await can.folds.message.read(messageStream(at.messageId))();
    if (isLeft(message)) return message;
    const gone = await goneIn(can, channel, now);
    return isLeft(gone) ? gone : right({ isThere: isThere(message.right.state, at), gone: gone.right });
  };

/** Pins a message. The stream of the channel holds and counts the pins, so two pins at once cannot pass the limit. */
export const pinMessage =
  (can: Capabilities): Commands['pinMessage'] =>
  (intent) => {
    const { messageId } = intent;
    return pipe(
      changeInSightBy(can)(
        intent,
        { type: 'channel.message-pinned', facts: { messageId } },
        ({ authority, state, at }) =>
          pipe(
            () => factsOf(can, intent)(state, at),
            TE.flatMapEither((facts) => decidePinMessage({ ...facts, messageId, authority, at }, state)),
          ),
      ),
      TE.map(receiptOf),
    );
  };

export const unpinMessage =
  (can: Capabilities): Commands['unpinMessage'] =>
  (intent) => {
    const { messageId } = intent;
    return pipe(
      changeInSightBy(can)(intent, { type: 'channel.message-unpinned', facts: { messageId } }, ({ authority, state }) =>
        pipe(
          can.folds.message.read(messageStream(messageId)),
          TE.flatMapEither((message) =>
            decideUnpinMessage({ messageId, isThere: isThere(message.state, intent), authority }, state),
          ),
        ),
      ),
      TE.map(receiptOf),
    );
  };
