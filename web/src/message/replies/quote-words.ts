/** The words for a quote: the text of the answered message, or why there is none. */

import { quotedLine } from '#domain/kernel/quoted-line.ts';
import { withFiles } from '#web/files/later-files.ts';
import { spokenLine, spokenText } from '#web/message/formatted/spoken-text.ts';
import type { FormattedDeps } from '#web/message/formatted/surroundings.ts';
import type { ShownQuote } from '#web/store/quotes.ts';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

export const quoteText = (quote: ShownQuote, deps: FormattedDeps): string => {
  if (quote === 'unread') return later.replies.quoteUnread;
  if (typeof quote !== 'object') return words.loading;
  if (quote.deleted) return later.replies.quoteDeleted;
  if (quote.said === null) return words.erasedMessage;
  const line =
    'line' in quote.said ? spokenLine(quote.said.line, deps) : quotedLine(spokenText(quote.said.content, deps));
  if (line !== '') return line;
  // A message of files alone has no words, and neither has a forward without a comment.
  return quote.files === undefined ? later.forwards.quoted : withFiles('', quote.files);
};
