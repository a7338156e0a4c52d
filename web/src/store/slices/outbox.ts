/** The slice of the outbox: the user's messages that the log is not known to hold. */

import { type Handlers, withUnconfirmed } from '#web/store/slices/parts.ts';
import { messageIn } from '#web/store/timeline.ts';
import { acknowledge, defer, discard, handOver, refuse, retry, startSend } from '#web/store/unconfirmed.ts';

export const outboxHandlers: Handlers<
  | 'message_ack'
  | 'error'
  | 'send.started'
  | 'send.handed-over'
  | 'send.refused'
  | 'send.deferred'
  | 'send.retried'
  | 'send.discarded'
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
};
