import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { authorityInChannel } from '#commands/authority.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { MessageRef } from '#domain/kernel/address.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { isThere } from '#domain/message/decide.ts';
import type { Forward, ForwardedMessage } from '#domain/message/forward.ts';
import type { PresentMessage } from '#domain/message/state.ts';
import { may } from '#domain/permission/authority.ts';

type Known<A> = Either<StoreUnavailable, A | 'unknown'>;

/** Reads a message that has words. One whose words are erased is as unknown as one that never was. */
const wordsAt = async ({ folds }: Capabilities, at: MessageRef): Promise<Known<PresentMessage>> => {
  const folded = await folds.message.read(messageStream(at.messageId))();
  if (isLeft(folded)) return folded;
  const { state } = folded.right;
  return right(isThere(state, at) && !isErased(state.content) ? state : 'unknown');
};

const forwardedBy = async (can: Capabilities, chosen: MessageRef): Promise<Known<ForwardedMessage>> => {
  const message = await wordsAt(can, chosen);
  if (isLeft(message)) return message;
  if (message.right === 'unknown') return right('unknown');
  const { forward, editedAt, sentAt } = message.right;
  if (forward === null) return right({ ...chosen, saidAt: editedAt ?? sentAt });
  // A reader of a forward reads the words of the first message, so no right to its channel is asked.
  const first = await wordsAt(can, forward.forwarded);
  if (isLeft(first)) return first;
  return right(first.right === 'unknown' ? 'unknown' : forward.forwarded);
};

/**
 * Finds the message that a forward shows. The actor must see the chosen message with its history at this moment. A message that is
 * hidden, deleted, erased or never was is unknown in the same way.
 */
export const forwardOf = async (
  can: Capabilities,
  actor: UserId,
  chosen: MessageRef | null,
  at: Instant,
): Promise<Known<Forward | null>> => {
  if (chosen === null) return right(null);
  const there = await authorityInChannel(can.folds)(actor, chosen.channelId, at)();
  if (isLeft(there)) return there.left.kind === 'ChannelUnknown' ? right('unknown') : left(there.left);
  if (!may(there.right.authority, 'read_message_history')) return right('unknown');
  const { channelId, messageId } = chosen;
  const forwarded = await forwardedBy(can, { channelId, messageId });
  if (isLeft(forwarded)) return forwarded;
  return right(forwarded.right === 'unknown' ? 'unknown' : { chosen: messageId, forwarded: forwarded.right });
};
