import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { MessageId } from '#domain/kernel/ids.ts';
import { type Endpoint, ok, signedEndpoint } from '#gateway/http/endpoint.ts';
import { question } from '#gateway/http/route-kinds.ts';
import { atMessage, channelOf, inChannel, messageOf } from '#gateway/http/routes/addresses.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { openPosition } from '#gateway/position-token.ts';
import { queryFailures } from '#gateway/present/failures.ts';
import { presentAuthored } from '#gateway/present/message.ts';
import type { Refusal } from '#gateway/present/problems.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { HISTORY_PAGE_DEFAULT, HISTORY_PAGE_MAX, PAGE_CURSOR_CHARS_MAX } from '#gateway/protocol/limits.ts';
import { Message, MessagePage } from '#gateway/protocol/resources.ts';
import { id, integerText, text } from '#gateway/protocol/wire.ts';
import type { AuthoredMessage, NotVisible, Queries, QueryAnswer, QueryFailure } from '#queries/queries.ts';

const slice = 'message';

type From = { readonly kind: 'around' | 'after'; readonly messageId: MessageId };

const presentPage = (page: Page): MessagePage => ({
  messages: page.messages.map(presentAuthored),
  next_before: page.nextBefore,
  ...(page.nextAfter === undefined ? {} : { next_after: page.nextAfter }),
});
type Page = {
  readonly messages: ReadonlyArray<AuthoredMessage>;
  readonly nextBefore: MessageId | null;
  readonly nextAfter?: MessageId | null;
};

const ONE_START: Refusal = { code: 'query_invalid', detail: 'Name one of before, after and around.' };
const UNTIL_FROM_THE_MIDDLE: Refusal = {
  code: 'query_invalid',
  field: 'until',
  detail: 'Send until alone or with before.',
};
const UNTIL_UNKNOWN: Refusal = {
  code: 'query_invalid',
  field: 'until',
  detail: 'Use a position that you were given.',
};

type HistoryDeps = {
  readonly queries: Pick<Queries, 'channelMessages' | 'messagesAround' | 'message'>;
  readonly sealed: SealedTokens;
};

const listMessages = ({ queries, sealed }: HistoryDeps): Endpoint =>
  signedEndpoint(
    {
      name: 'listMessages',
      method: 'GET',
      path: '/channels/{channel_id}/messages',
      slice,
      says: 'A page of the messages of a channel, newest first: the newest page, or the page before, after or around a message. until, alone or with before, leaves out messages sent after a position that you were given. Needs read_message_history.',
      params: inChannel,
      query: {
        limit: integerText({ min: 1, max: HISTORY_PAGE_MAX }),
        before: id(MessageId),
        after: id(MessageId),
        around: id(MessageId),
        until: text({ min: 1, max: PAGE_CURSOR_CHARS_MAX }),
      },
      answer: ok('A page of messages, and the cursor of the next page.', MessagePage),
      compressed: true,
    },
    [...codesOf(queryFailures), ONE_START.code],
    async ({ params, query, viewer, atLeast }) => {
      const { before, after, around, limit = HISTORY_PAGE_DEFAULT } = query;
      if ([before, after, around].filter((start) => start !== undefined).length > 1) return left(ONE_START);
      const asked = { viewer, atLeast, ...channelOf(params), limit };
      const middle = around ?? after;
      const from: From | undefined =
        middle === undefined ? undefined : { kind: around === undefined ? 'after' : 'around', messageId: middle };
      if (from !== undefined && query.until !== undefined) return left(UNTIL_FROM_THE_MIDDLE);
      const until = query.until === undefined ? undefined : openPosition(sealed, viewer.userId, query.until);
      if (query.until !== undefined && until === undefined) return left(UNTIL_UNKNOWN);
      const answer: Either<NotVisible | QueryFailure, QueryAnswer<Page>> = await (from === undefined
        ? queries.channelMessages({ ...asked, before, until })()
        : queries.messagesAround({ ...asked, from })());
      if (isLeft(answer)) return left(refusalOf(queryFailures, answer.left));
      return right({ stale: answer.right.stale, body: presentPage(answer.right.value) });
    },
  );

export const messageHistoryRoutes = (deps: HistoryDeps): ReadonlyArray<Endpoint> => [
  listMessages(deps),
  question({
    name: 'readMessage',
    method: 'GET',
    path: '/channels/{channel_id}/messages/{message_id}',
    slice,
    says: 'One message. Needs read_message_history.',
    params: atMessage,
    ask: ({ params, ...asked }) => deps.queries.message({ ...asked, ...messageOf(params) }),
    answer: ok('The message.', Message),
    present: presentAuthored,
  }),
];
