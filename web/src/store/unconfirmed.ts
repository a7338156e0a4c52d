/** The changes of the unconfirmed messages. A message leaves them when the log holds it, known by its nonce or id. */

import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { FactsOf } from '#web/store/inputs.ts';
import type { PendingMessage, Trouble } from '#web/store/state.ts';

type Unconfirmed = ReadonlyArray<PendingMessage>;

const change = (
  unconfirmed: Unconfirmed,
  nonce: string,
  next: (pending: PendingMessage) => PendingMessage,
): Unconfirmed =>
  unconfirmed.some((pending) => pending.nonce === nonce)
    ? unconfirmed.map((pending) => (pending.nonce === nonce ? next(pending) : pending))
    : unconfirmed;

const without = (unconfirmed: Unconfirmed, gone: (pending: PendingMessage) => boolean): Unconfirmed =>
  unconfirmed.some(gone) ? unconfirmed.filter((pending) => !gone(pending)) : unconfirmed;

export const startSend = (unconfirmed: Unconfirmed, facts: FactsOf<'send.started'>): Unconfirmed =>
  unconfirmed.some((pending) => pending.nonce === facts.nonce)
    ? unconfirmed
    : [
        ...unconfirmed,
        {
          nonce: facts.nonce,
          channelId: facts.channel_id,
          content: facts.content,
          replyTo: facts.replyTo,
          ...(facts.mentionReplied === undefined ? {} : { mentionReplied: facts.mentionReplied }),
          ...(facts.files === undefined ? {} : { files: facts.files }),
          at: facts.at,
          status: 'waiting',
          messageId: null,
          uncertain: false,
          trouble: null,
        },
      ];

export const handOver = (unconfirmed: Unconfirmed, nonce: string): Unconfirmed =>
  change(unconfirmed, nonce, (pending) => (pending.status === 'waiting' ? { ...pending, status: 'sending' } : pending));

export const refuse = (unconfirmed: Unconfirmed, nonce: string, trouble: Trouble): Unconfirmed =>
  change(unconfirmed, nonce, (pending) =>
    pending.status === 'acknowledged' ? pending : { ...pending, status: 'refused', trouble },
  );

const unanswered = (pending: PendingMessage): PendingMessage =>
  pending.status === 'sending' ? { ...pending, status: 'waiting', uncertain: true } : pending;

/** Lets a message wait to be sent again. It was not refused, and may have arrived already. */
export const defer = (unconfirmed: Unconfirmed, nonce: string): Unconfirmed => change(unconfirmed, nonce, unanswered);

export const retry = (unconfirmed: Unconfirmed, nonce: string): Unconfirmed =>
  change(unconfirmed, nonce, (pending) =>
    pending.status === 'refused' ? { ...pending, status: 'waiting', uncertain: true, trouble: null } : pending,
  );

export const discard = (unconfirmed: Unconfirmed, nonce: string): Unconfirmed =>
  without(unconfirmed, (pending) => pending.nonce === nonce);

export const acknowledge = (unconfirmed: Unconfirmed, nonce: string, messageId: MessageId): Unconfirmed =>
  change(unconfirmed, nonce, (pending) => ({ ...pending, status: 'acknowledged', messageId, trouble: null }));

export const settle = (unconfirmed: Unconfirmed, messageId: MessageId, nonce: string | undefined): Unconfirmed =>
  without(unconfirmed, (pending) => pending.messageId === messageId || pending.nonce === nonce);

/** Drops the messages of lost channels that the log holds. The others stay, because their texts exist nowhere else. */
export const withoutLost = (unconfirmed: Unconfirmed, seen: (channelId: ChannelId) => boolean): Unconfirmed =>
  without(unconfirmed, ({ channelId, status }) => status === 'acknowledged' && !seen(channelId));

/** Lets each sent message wait again after a lost connection, because its answer is lost and its outcome unknown. */
export const unsettle = (unconfirmed: Unconfirmed): Unconfirmed =>
  unconfirmed.some((pending) => pending.status === 'sending') ? unconfirmed.map(unanswered) : unconfirmed;
