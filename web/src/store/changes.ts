/**
 * The changes that the user asked for and the server has not confirmed: edits and reactions. A change waits, is sent
 * under one key for all its tries, and leaves when its effect is shown.
 */

import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Message, Reaction } from '#gateway/protocol/resources.ts';
import type { FactsOf } from '#web/store/inputs.ts';
import type { MessageChange, PendingChange, Trouble } from '#web/store/state.ts';
import { withReaction } from '#web/store/timeline.ts';

type Changes = ReadonlyArray<PendingChange>;

const without = (changes: Changes, gone: (pending: PendingChange) => boolean): Changes =>
  changes.some(gone) ? changes.filter((pending) => !gone(pending)) : changes;

const change = (changes: Changes, key: string, next: (pending: PendingChange) => PendingChange): Changes =>
  changes.some((pending) => pending.key === key)
    ? changes.map((pending) => (pending.key === key ? next(pending) : pending))
    : changes;

/** True for two changes of the same part of one message. Only one of them is sent at a time, in their order. */
export const sameTarget = (
  a: Pick<PendingChange, 'messageId' | 'change'>,
  b: Pick<PendingChange, 'messageId' | 'change'>,
): boolean =>
  a.messageId === b.messageId &&
  a.change.kind === b.change.kind &&
  (a.change.kind !== 'reaction' || b.change.kind !== 'reaction' || a.change.emoji === b.change.emoji);

/** Starts a change. It replaces an earlier one of the same part that is not on its way. */
export const startChange = (changes: Changes, facts: FactsOf<'change.started'>): Changes => {
  const started: PendingChange = {
    key: facts.key,
    channelId: facts.channel_id,
    messageId: facts.message_id,
    change: facts.change,
    status: 'waiting',
    trouble: null,
  };
  return [...without(changes, (old) => old.status !== 'sending' && sameTarget(old, started)), started];
};

export const handOverChange = (changes: Changes, key: string): Changes =>
  change(changes, key, (pending) => ({ ...pending, status: 'sending' }));

/** Ends a try without success. A newer change of the same part replaces this one, because the user has gone on. */
const endTry = (changes: Changes, key: string, after: (pending: PendingChange) => PendingChange): Changes => {
  const ended = changes.find((pending) => pending.key === key);
  if (ended === undefined) return changes;
  const replaced = changes.some((other) => other !== ended && sameTarget(other, ended));
  return replaced ? discardChange(changes, key) : change(changes, key, after);
};

export const deferChange = (changes: Changes, key: string): Changes =>
  endTry(changes, key, (pending) => ({ ...pending, status: 'waiting' }));

export const refuseChange = (changes: Changes, key: string, trouble: Trouble): Changes =>
  endTry(changes, key, (pending) => ({ ...pending, status: 'refused', trouble }));

export const retryChange = (changes: Changes, key: string): Changes =>
  change(changes, key, (pending) =>
    pending.status === 'refused' ? { ...pending, status: 'waiting', trouble: null } : pending,
  );

export const discardChange = (changes: Changes, key: string): Changes =>
  without(changes, (pending) => pending.key === key);

const isShown = (message: Message, wanted: MessageChange): boolean =>
  wanted.kind === 'edit'
    ? message.content === wanted.content
    : message.reactions.some(({ emoji, me }) => emoji === wanted.emoji && me) === wanted.on;

/** Takes the server's confirmation. The change stays until the message shows it, so that the old text never returns. */
export const acknowledgeChange = (changes: Changes, key: string, message: Message | undefined): Changes =>
  change(changes, key, (pending) => ({ ...pending, status: 'acknowledged' })).filter(
    (pending) => pending.key !== key || (message !== undefined && !isShown(message, pending.change)),
  );

/** Drops the confirmed changes of a message that has changed. A deleted message, undefined, loses all its changes. */
export const settleChanges = (changes: Changes, id: MessageId, message: Message | undefined): Changes =>
  without(
    changes,
    (pending) =>
      pending.messageId === id &&
      (message === undefined || (pending.status === 'acknowledged' && isShown(message, pending.change))),
  );

/** Drops the confirmed changes of windows that are read anew, because their pages hold them. */
export const withoutAcknowledged = (changes: Changes, anew: (pending: PendingChange) => boolean): Changes =>
  without(changes, (pending) => pending.status === 'acknowledged' && anew(pending));

/** Drops the changes of lost channels, but no edit that the log may lack. Its text exists nowhere else. */
export const withoutLostChanges = (changes: Changes, seen: (channelId: ChannelId) => boolean): Changes =>
  without(
    changes,
    ({ channelId, change: wanted, status }) =>
      !seen(channelId) && (wanted.kind !== 'edit' || status === 'acknowledged'),
  );

export type PendingEdit = PendingChange & { readonly change: Extract<MessageChange, { kind: 'edit' }> };

/** Answers the last edit of a message that is not confirmed. */
export const pendingEdit = (changes: Changes, id: MessageId): PendingEdit | undefined =>
  changes.findLast((pending): pending is PendingEdit => pending.messageId === id && pending.change.kind === 'edit');

/** Answers the reactions of a message with the unconfirmed ones of the user applied. */
export const reactionsWith = (message: Message, changes: Changes): ReadonlyArray<Reaction> =>
  changes.reduce((reactions: ReadonlyArray<Reaction>, { messageId, change: wanted, status }) => {
    if (messageId !== message.message_id || wanted.kind !== 'reaction' || status === 'refused') return reactions;
    const mine = reactions.some(({ emoji, me }) => emoji === wanted.emoji && me);
    return mine === wanted.on ? reactions : withReaction(reactions, wanted.emoji, wanted.on ? 1 : -1, true);
  }, message.reactions);
