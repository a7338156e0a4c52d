/** The words for a quote: the text of the answered message, or why there is none. */

import type { ShownQuote } from '#web/store/quotes.ts';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

export const quoteText = (quote: ShownQuote): string => {
  if (quote === 'unread') return later.replies.quoteUnread;
  if (typeof quote !== 'object') return words.loading;
  if (quote.deleted) return later.replies.quoteDeleted;
  return quote.snippet ?? words.erasedMessage;
};
