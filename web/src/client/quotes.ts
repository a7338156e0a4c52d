/** Asks for the messages that replies answer and that no page brought. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { Api } from '#web/client/api.ts';
import { gone, quoteFrom, quoteOf } from '#web/store/quotes.ts';
import type { Store } from '#web/store/store.ts';

/** Asks once for each message. Asks again when the message has changed meanwhile. */
export const quoteAsker =
  (store: Store, api: Pick<Api, 'message' | 'newKey'>) =>
  async (at: MessageRef): Promise<void> => {
    const { channelId: channel_id, messageId: message_id } = at;
    const timeline = store.current().timelines[channel_id];
    if (timeline === undefined || quoteOf(timeline, message_id) !== 'unknown') return;
    const request = { channel_id, message_id, request: api.newKey() };
    store.tell({ t: 'quote.asked', d: request });
    const answer = await api.message(at);
    const unread = isLeft(answer) && answer.left.code !== 'not_found';
    const quote = unread ? null : isLeft(answer) ? gone(message_id, 0) : quoteFrom(answer.right);
    store.tell({ t: 'quote.loaded', d: { ...request, quote } });
  };
