import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { type Endpoint, ok, perUser, signedEndpoint } from '#gateway/http/endpoint.ts';
import { searchCursors } from '#gateway/http/search-cursor.ts';
import type { Limiter, RateExceeded } from '#gateway/limits/limiter.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { presentHit, searchRefusals } from '#gateway/present/search.ts';
import { presentThread } from '#gateway/present/thread-view.ts';
import { PAGE_CURSOR_CHARS_MAX, SEARCH_PAGE_DEFAULT, SEARCH_PAGE_MAX } from '#gateway/protocol/limits.ts';
import { SearchPage } from '#gateway/protocol/search.ts';
import { described, id, integerText, oneOf, text } from '#gateway/protocol/wire.ts';
import { SEARCH_QUERY_CHARS_MAX, TIME_ZONE_CHARS_MAX } from '#queries/limits.ts';
import type { Queries } from '#queries/queries.ts';
import { TimeZone, UTC } from '#queries/search/search-query/time-zone.ts';

/** Counts a search against the rate of its guild. It runs once the viewer is known to be a member. */
const countedFor =
  (limiter: Pick<Limiter, 'take'>, guildId: GuildId): TaskEither<RateExceeded, undefined> =>
  async () => {
    const over = await limiter.take('searches_per_guild', guildId);
    return over === undefined ? right(undefined) : left(over);
  };

export const searchRoutes = (deps: {
  readonly queries: Pick<Queries, 'searchMessages'>;
  readonly sealed: SealedTokens;
  readonly limiter: Pick<Limiter, 'take'>;
}): ReadonlyArray<Endpoint> => {
  const cursors = searchCursors(deps.sealed);
  return [
    signedEndpoint(
      {
        name: 'searchMessages',
        method: 'GET',
        path: '/guilds/{guild_id}/search',
        slice: 'message',
        says: 'Searches the messages of a guild that you may read: words, "phrases", prefix*, -left-out, from:, in:, mentions:, has:link|file|image, before:, after:, during:. Days begin in zone, a time zone such as Europe/Berlin or an offset such as +05:30, by default UTC. Needs read_message_history.',
        params: { guild_id: id(GuildId) },
        query: {
          q: text({ max: SEARCH_QUERY_CHARS_MAX }),
          limit: integerText({ min: 1, max: SEARCH_PAGE_MAX }),
          before: text({ min: 1, max: PAGE_CURSOR_CHARS_MAX }),
          channel_id: id(ChannelId),
          sort: oneOf('relevance', 'newest'),
          zone: described(TimeZone, {
            type: 'string',
            minLength: 1,
            maxLength: TIME_ZONE_CHARS_MAX,
            pattern: '^[A-Za-z0-9_+:/-]+$',
          }),
        },
        limits: [perUser('searches_per_user')],
        answer: ok('A page of hits, the best or the newest first, and the cursor of the next page.', SearchPage),
      },
      [...codesOf(searchRefusals), 'query_invalid'],
      async ({ params, query, viewer, atLeast }) => {
        const {
          q = '',
          limit = SEARCH_PAGE_DEFAULT,
          channel_id: channelId,
          sort: order = 'relevance',
          zone = UTC,
        } = query;
        const guildId = params.guild_id;
        const search = { viewer: viewer.userId, guildId, channelId, order, zone, text: q };
        const after = query.before === undefined ? undefined : cursors.open(search, query.before);
        if (query.before !== undefined && after === undefined) {
          const detail = 'Use the next_before of your own last page, with the same search.';
          return left({ code: 'query_invalid', field: 'before', detail });
        }
        const admit = countedFor(deps.limiter, guildId);
        const question = { viewer, atLeast, guildId, text: q, zone, channelId, order, limit, after, admit };
        const answer = await deps.queries.searchMessages(question)();
        if (isLeft(answer)) return left(refusalOf(searchRefusals, answer.left));
        const { hits, threads, next, nearly } = answer.right.value;
        const next_before = next === null ? null : cursors.seal(search, next);
        const body = { hits: hits.map(presentHit), threads: threads.map(presentThread), next_before, nearly };
        return right({ stale: answer.right.stale, body });
      },
    ),
  ];
};
