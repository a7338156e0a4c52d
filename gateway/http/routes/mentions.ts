import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { type Endpoint, ok, signedEndpoint } from '#gateway/http/endpoint.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { openPosition, sealPosition } from '#gateway/position-token.ts';
import { queryFailures } from '#gateway/present/failures.ts';
import { presentAuthored } from '#gateway/present/message.ts';
import type { Refusal } from '#gateway/present/problems.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { presentThread } from '#gateway/present/thread-view.ts';
import { HISTORY_PAGE_DEFAULT, HISTORY_PAGE_MAX, PAGE_CURSOR_CHARS_MAX } from '#gateway/protocol/limits.ts';
import { MentionPage } from '#gateway/protocol/message-lists.ts';
import { integerText, text } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const CURSOR_UNKNOWN: Refusal = {
  code: 'query_invalid',
  field: 'before',
  detail: 'Use the next_before of your own last page.',
};

/**
 * The page is not compressed. It holds texts of several channels, and the author of one could measure another that they
 * may not read.
 */
export const mentionRoutes = ({
  queries,
  sealed,
}: {
  readonly queries: Pick<Queries, 'mentions'>;
  readonly sealed: SealedTokens;
}): ReadonlyArray<Endpoint> => [
  signedEndpoint(
    {
      name: 'listMentions',
      method: 'GET',
      path: '/me/mentions',
      slice: 'message',
      says: 'A page of the messages by others that mention you: by your id, by a role that you have now, or all members at once. The newest come first. It holds only channels and threads whose history you may read now, and the threads in which the messages stand.',
      query: {
        limit: integerText({ min: 1, max: HISTORY_PAGE_MAX }),
        before: text({ min: 1, max: PAGE_CURSOR_CHARS_MAX }),
      },
      answer: ok('A page of messages, and the cursor of the next page.', MentionPage),
    },
    [...codesOf(queryFailures), CURSOR_UNKNOWN.code],
    async ({ query, viewer, atLeast }) => {
      const { limit = HISTORY_PAGE_DEFAULT } = query;
      const before = query.before === undefined ? undefined : openPosition(sealed, viewer.userId, query.before);
      if (query.before !== undefined && before === undefined) return left(CURSOR_UNKNOWN);
      const answer = await queries.mentions({ viewer, atLeast, limit, before })();
      if (isLeft(answer)) return left(refusalOf(queryFailures, answer.left));
      const { messages, threads, nextBefore } = answer.right.value;
      const next_before = nextBefore === null ? null : sealPosition(sealed, viewer.userId, nextBefore);
      const body = { messages: messages.map(presentAuthored), threads: threads.map(presentThread), next_before };
      return right({ stale: answer.right.stale, body });
    },
  ),
];
