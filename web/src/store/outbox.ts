/** The changes of the outbox. A message leaves it when the log holds the message, known by its nonce or id. */

import type { MessageId } from '#domain/kernel/ids.ts';
import type { FactsOf } from '#web/store/inputs.ts';
import type { PendingMessage, Trouble } from '#web/store/state.ts';

type Outbox = ReadonlyArray<PendingMessage>;

const change = (outbox: Outbox, nonce: string, next: (pending: PendingMessage) => PendingMessage): Outbox =>
  outbox.some((pending) => pending.nonce === nonce)
    ? outbox.map((pending) => (pending.nonce === nonce ? next(pending) : pending))
    : outbox;

const without = (outbox: Outbox, gone: (pending: PendingMessage) => boolean): Outbox =>
  outbox.some(gone) ? outbox.filter((pending) => !gone(pending)) : outbox;

export const startSend = (outbox: Outbox, facts: FactsOf<'send.started'>): Outbox =>
  outbox.some((pending) => pending.nonce === facts.nonce)
    ? outbox
    : [
        ...outbox,
        {
          nonce: facts.nonce,
          channelId: facts.channel_id,
          content: facts.content,
          at: facts.at,
          status: 'waiting',
          messageId: null,
          uncertain: false,
          trouble: null,
        },
      ];

export const handOver = (outbox: Outbox, nonce: string): Outbox =>
  change(outbox, nonce, (pending) => (pending.status === 'waiting' ? { ...pending, status: 'sending' } : pending));

export const refuse = (outbox: Outbox, nonce: string, trouble: Trouble): Outbox =>
  change(outbox, nonce, (pending) =>
    pending.status === 'acknowledged' ? pending : { ...pending, status: 'refused', trouble },
  );

const unanswered = (pending: PendingMessage): PendingMessage =>
  pending.status === 'sending' ? { ...pending, status: 'waiting', uncertain: true } : pending;

/** Lets a message wait to be sent again. It was not refused, and may have arrived already. */
export const defer = (outbox: Outbox, nonce: string): Outbox => change(outbox, nonce, unanswered);

export const retry = (outbox: Outbox, nonce: string): Outbox =>
  change(outbox, nonce, (pending) =>
    pending.status === 'refused' ? { ...pending, status: 'waiting', uncertain: true, trouble: null } : pending,
  );

export const discard = (outbox: Outbox, nonce: string): Outbox => without(outbox, (pending) => pending.nonce === nonce);

export const acknowledge = (outbox: Outbox, nonce: string, messageId: MessageId): Outbox =>
  change(outbox, nonce, (pending) => ({ ...pending, status: 'acknowledged', messageId, trouble: null }));

export const settle = (outbox: Outbox, messageId: MessageId, nonce: string | undefined): Outbox =>
  without(outbox, (pending) => pending.messageId === messageId || pending.nonce === nonce);

/** Lets each sent message wait again after a lost connection, because its answer is lost and its outcome unknown. */
export const unsettle = (outbox: Outbox): Outbox =>
  outbox.some((pending) => pending.status === 'sending') ? outbox.map(unanswered) : outbox;
