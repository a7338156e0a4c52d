import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { MessageId } from '#domain/kernel/ids.ts';
import { HISTORY_PAGE_DEFAULT, HISTORY_PAGE_MAX, PAGE_CURSOR_CHARS_MAX } from '#domain/kernel/limits.ts';
import { question } from '#gateway/http/answers.ts';
import { type Endpoint, ok, signedEndpoint } from '#gateway/http/endpoint.ts';
import { queryFailures } from '#gateway/http/present/failures.ts';
import { presentMessage } from '#gateway/http/present/message.ts';
import { codesOf, refusalOf } from '#gateway/http/refusals.ts';
import { atMessage, channelOf, inChannel, messageOf } from '#gateway/http/routes/message-places.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { openPosition } from '#gateway/position-token.ts';
import { Message, MessagePage } from '#gateway/protocol/resources.ts';
import { id, integerText, text } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'message';

export const messageHistoryRoutes = (deps: {
  readonly queries: Pick<Queries, 'channelMessages' | 'message'>;
  readonly sealed: SealedTokens;
}): ReadonlyArray<Endpoint> => [
  signedEndpoint(
    {
      name: 'listMessages',
      method: 'GET',
      path: '/guilds/{guild_id}/channels/{channel_id}/messages',
      slice,
      says: 'Messages of a channel, newest first, a page at a time; until: the position of a subscription, or of an answer. Needs read_message_history.',
      params: inChannel,
      query: {
        limit: integerText({ min: 1, max: HISTORY_PAGE_MAX }),
        before: id(MessageId),
        until: text({ min: 1, max: PAGE_CURSOR_CHARS_MAX }),
      },
      answer: ok('A page of messages, and what to ask for the next one.', MessagePage),
    },
    [...codesOf(queryFailures), 'query_invalid'],
    async ({ params, query, viewer, atLeast }) => {
      const until = query.until === undefined ? undefined : openPosition(deps.sealed, viewer.userId, query.until);
      if (query.until !== undefined && until === undefined) {
        return left({ code: 'query_invalid', field: 'until', detail: 'Use a position that you were given.' });
      }
      const answer = await deps.queries.channelMessages({
        viewer,
        atLeast,
        ...channelOf(params),
        limit: query.limit ?? HISTORY_PAGE_DEFAULT,
        before: query.before,
        until,
      })();
      if (isLeft(answer)) return left(refusalOf(queryFailures, answer.left));
      const { messages, nextBefore } = answer.right.value;
      return right({
        stale: answer.right.stale,
        body: { messages: messages.map(presentMessage), next_before: nextBefore },
      });
    },
  ),
  question({
    name: 'readMessage',
    method: 'GET',
    path: '/guilds/{guild_id}/channels/{channel_id}/messages/{message_id}',
    slice,
    says: 'One message. Needs read_message_history.',
    params: atMessage,
    ask: ({ params, ...asked }) => deps.queries.message({ ...asked, ...messageOf(params) }),
    answer: ok('The message.', Message),
    present: presentMessage,
  }),
];
