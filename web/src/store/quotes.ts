/**
 * The quotes of a timeline: the messages that its replies answer. A quoted message in the window is quoted from there. The quote of
 * another one comes with its reply, or is asked for, and follows the dispatches about that message.
 */

import type { MessageId } from '#domain/kernel/ids.ts';
import type { Message, Quote } from '#gateway/protocol/resources.ts';
import type { HeldQuote, KnownQuote, MessageDispatch, QuotedText, QuoteRequest, Timeline } from '#web/store/state.ts';
import { idOf, messageIn } from '#web/store/timeline.ts';

export const gone = (id: MessageId, revision: number): KnownQuote => ({
  message_id: id,
  deleted: true,
  author: null,
  said: null,
  revision,
});
const contentSaid = (content: string | null): QuotedText | null => (content === null ? null : { content });
export const quoteFrom = ({ message_id, author, content, revision, attachments }: Message): KnownQuote => ({
  message_id,
  deleted: false,
  author,
  said: contentSaid(content),
  revision,
  ...(attachments === undefined ? {} : { files: attachments }),
});
const knownFrom = ({ snippet, ...quote }: Quote): KnownQuote => ({
  ...quote,
  said: snippet === null ? null : { line: snippet },
});

/** The quote that a reply shows, or how far the client is with it. The client has to ask about an `unknown` one. */
export type ShownQuote = KnownQuote | 'unknown' | 'asked' | 'unread';

const isQuote = (held: HeldQuote | undefined): held is KnownQuote => typeof held === 'object' && !('asked' in held);
const isAsked = (held: HeldQuote | undefined, request: string): held is QuoteRequest =>
  typeof held === 'object' && 'asked' in held && held.asked === request;

export const quoteOf = (timeline: Timeline, id: MessageId): ShownQuote => {
  const seen = timeline.detour?.seen?.messages.find(({ message_id }) => message_id === id);
  const held = messageIn(timeline, id) ?? seen;
  if (held !== undefined) return quoteFrom(held);
  const known = timeline.quotes[id];
  const buried = timeline.tombstones[id] ?? -1;
  if (isQuote(known)) return buried >= known.revision ? gone(id, buried) : known;
  if (known === undefined) return buried === -1 ? 'unknown' : gone(id, buried);
  if (known === 'unread') return known;
  return known === 'stale' ? 'unknown' : 'asked';
};

const hold = (timeline: Timeline, id: MessageId, quote: HeldQuote): Timeline => ({
  ...timeline,
  quotes: { ...timeline.quotes, [id]: quote },
});

/** Takes a quote that was read, unless a newer one is known. */
export const noteQuote = (timeline: Timeline, quote: KnownQuote): Timeline => {
  const { message_id: id } = quote;
  const known = timeline.quotes[id];
  const held = messageIn(timeline, id);
  const newest = held !== undefined && held.revision > quote.revision ? quoteFrom(held) : quote;
  return isQuote(known) && known.revision >= newest.revision ? timeline : hold(timeline, id, newest);
};

/** Takes the quotes that came with messages. */
export const noteQuotes = (timeline: Timeline, messages: ReadonlyArray<Message>): Timeline =>
  messages.reduce(
    (noted, { replied }) => (replied === undefined ? noted : noteQuote(noted, knownFrom(replied))),
    timeline,
  );

/** Notes a request for a quote. A quote that came meanwhile stays. */
export const askForQuote = (timeline: Timeline, id: MessageId, request: string): Timeline =>
  isQuote(timeline.quotes[id]) ? timeline : hold(timeline, id, { asked: request });

/** Takes the answer to a request, or null when the message could not be read. */
export const loadQuote = (timeline: Timeline, id: MessageId, request: string, quote: KnownQuote | null): Timeline => {
  if (!isAsked(timeline.quotes[id], request)) return timeline;
  return quote === null ? hold(timeline, id, 'unread') : noteQuote(timeline, quote);
};

/** Notes that a quoted message is there again. Its text has to be asked for. */
export const noteQuotable = (timeline: Timeline, id: MessageId): Timeline => hold(timeline, id, 'stale');

/** Applies a change of a quoted message. A running request may bring the older form, so the client asks again. */
export const changeQuote = (timeline: Timeline, change: MessageDispatch): Timeline => {
  const id = idOf(change);
  const known = timeline.quotes[id];
  if (known === undefined) return timeline;
  switch (change.t) {
    case 'message_update': {
      const { content, revision } = change.d;
      if (!isQuote(known)) return hold(timeline, id, 'stale');
      if (known.deleted || known.revision >= revision) return timeline;
      return hold(timeline, id, { ...known, said: contentSaid(content), revision });
    }
    case 'message_replace':
      return noteQuote(timeline, quoteFrom(change.d.message));
    case 'message_delete':
      return isQuote(known) && known.revision >= change.d.revision
        ? timeline
        : hold(timeline, id, gone(id, change.d.revision));
    default:
      return timeline;
  }
};
