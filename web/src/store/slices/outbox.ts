/** The slice of the outbox: the user's messages, edits and reactions that the log is not known to hold. */

import {
  acknowledgeChange,
  deferChange,
  discardChange,
  handOverChange,
  refuseChange,
  retryChange,
  startChange,
  withoutLostChanges,
} from '#web/store/changes.ts';
import type { FactsOf } from '#web/store/inputs.ts';
import { type Handlers, shownMessage, withChanges, withUnconfirmed } from '#web/store/slices/parts.ts';
import type { ClientState } from '#web/store/state.ts';
import { messageIn } from '#web/store/timeline.ts';
import { acknowledge, defer, discard, handOver, refuse, retry, startSend } from '#web/store/unconfirmed.ts';

/** Takes up the kept messages and changes before newer ones. Texts for lost channels stay too. */
const restored = (state: ClientState, { unconfirmed, changes }: FactsOf<'outbox.restored'>): ClientState => {
  const known = new Set([...state.unconfirmed.map(({ nonce }) => nonce), ...state.changes.map(({ key }) => key)]);
  return {
    ...state,
    unconfirmed: unconfirmed.filter(({ nonce }) => !known.has(nonce)).concat(state.unconfirmed),
    changes: withoutLostChanges(changes, (id) => state.channels[id] !== undefined)
      .filter(({ key }) => !known.has(key))
      .concat(state.changes),
  };
};

export const outboxHandlers: Handlers<
  | 'message_ack'
  | 'error'
  | 'send.started'
  | 'send.handed-over'
  | 'send.refused'
  | 'send.deferred'
  | 'send.retried'
  | 'send.discarded'
  | 'change.started'
  | 'change.handed-over'
  | 'change.acknowledged'
  | 'change.deferred'
  | 'change.refused'
  | 'change.retried'
  | 'change.discarded'
  | 'outbox.restored'
> = {
  message_ack: (state, { nonce, message_id }) => {
    const channelId = state.unconfirmed.find((pending) => pending.nonce === nonce)?.channelId;
    if (channelId === undefined) return state;
    const timeline = state.timelines[channelId];
    // Without a window no dispatch comes, so the acknowledgement alone settles the message.
    const over =
      timeline === undefined ||
      messageIn(timeline, message_id) !== undefined ||
      timeline.tombstones[message_id] !== undefined;
    return withUnconfirmed(
      state,
      over ? discard(state.unconfirmed, nonce) : acknowledge(state.unconfirmed, nonce, message_id),
    );
  },
  error: (state, { code, ref, detail }) => withUnconfirmed(state, refuse(state.unconfirmed, ref, { code, detail })),
  'send.started': (state, facts) => withUnconfirmed(state, startSend(state.unconfirmed, facts)),
  'send.handed-over': (state, { nonce }) => withUnconfirmed(state, handOver(state.unconfirmed, nonce)),
  'send.refused': (state, { nonce, trouble }) => withUnconfirmed(state, refuse(state.unconfirmed, nonce, trouble)),
  'send.deferred': (state, { nonce }) => withUnconfirmed(state, defer(state.unconfirmed, nonce)),
  'send.retried': (state, { nonce }) => withUnconfirmed(state, retry(state.unconfirmed, nonce)),
  'send.discarded': (state, { nonce }) => withUnconfirmed(state, discard(state.unconfirmed, nonce)),

  'change.started': (state, facts) => withChanges(state, startChange(state.changes, facts)),
  'change.handed-over': (state, { key }) => withChanges(state, handOverChange(state.changes, key)),
  'change.acknowledged': (state, { key }) => {
    const pending = state.changes.find((one) => one.key === key);
    if (pending === undefined) return state;
    const shown = shownMessage(state, pending.channelId, pending.messageId);
    return withChanges(state, acknowledgeChange(state.changes, key, shown));
  },
  'change.deferred': (state, { key }) => withChanges(state, deferChange(state.changes, key)),
  'change.refused': (state, { key, trouble }) => withChanges(state, refuseChange(state.changes, key, trouble)),
  'change.retried': (state, { key }) => withChanges(state, retryChange(state.changes, key)),
  'change.discarded': (state, { key }) => withChanges(state, discardChange(state.changes, key)),
  'outbox.restored': restored,
};
