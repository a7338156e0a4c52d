/**
 * Searches messages by their text. The index is asked only about channels that the viewer may read, so a hidden message
 * is no hit and moves no other hit. Each hit passes the gate again when its message is read.
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Position } from '#domain/kernel/event.ts';
import { SEARCH_INDEX } from '#projections/search-index/model.ts';
import { SEARCH_ROUNDS_MAX } from '#queries/limits.ts';
import type { HitCursor, IndexPage, IndexQuery, MessageSearch, SearchFailure } from '#queries/ports/message-search.ts';
import type {
  NotVisible,
  Queries,
  QueryFailure,
  SearchCursor,
  SearchQueryInvalid,
  SearchQuestion,
  SearchView,
  ViewerQuestion,
} from '#queries/queries.ts';
import { type FoundValue, makeQuery, type QueryDeps } from '#queries/query-runner.ts';
import { type FilledHit, type FilledHits, fillHits } from '#queries/search/search-fill.ts';
import { type Criteria, criteriaOf } from '#queries/search/search-query/criteria.ts';
import { parseQuery } from '#queries/search/search-query/parse.ts';
import { SEARCHED_MODELS, type SearchScope, searchScope } from '#queries/search/search-scope.ts';
import { snippetOf } from '#queries/search/snippet.ts';
import type { ThreadView } from '#queries/thread/thread-queries.ts';

export type SearchDeps = QueryDeps & { readonly search: MessageSearch };

type Trouble = NotVisible | QueryFailure | SearchFailure;

const indexQuery = (question: SearchQuestion<unknown>, criteria: Criteria, places: SearchScope): IndexQuery => ({
  channels: places.channels,
  must: criteria.must,
  mustNot: criteria.mustNot,
  authors: places.people,
  mentions: places.mentioned ?? [],
  has: criteria.has,
  sentFromMs: criteria.sentFromMs,
  sentToMs: criteria.sentToMs,
  order: question.order,
  limit: question.limit,
  after: question.after?.hit,
  fuzzy: question.after?.nearly ?? false,
});

/** The hits found so far, and the cursor to go on from. */
type Page = {
  readonly filled: ReadonlyArray<FilledHit>;
  readonly threads: ReadonlyArray<ThreadView>;
  readonly next: SearchCursor | null;
  readonly nearly: boolean;
  readonly through: Position;
};

const least = (a: Position, b: Position): Position => (a < b ? a : b);

const cursorOf = ({ score, sentPosition }: HitCursor): HitCursor => ({ score, sentPosition });

/** Adds the messages found next to the page, as far as it has room. */
const joined = (
  sofar: Page,
  found: FilledHits & { readonly index: IndexPage; readonly through: Position },
  limit: number,
): Page => {
  const { index, filled, threads, through } = found;
  const room = limit - sofar.filled.length;
  const kept = filled.slice(0, room);
  const lastKept = kept.at(-1)?.message.messageId;
  const last = filled.length > room ? index.hits.find((hit) => hit.messageId === lastKept) : undefined;
  const end = last ?? (index.more ? index.hits.at(-1) : undefined);
  return {
    filled: [...sofar.filled, ...kept],
    threads: [...sofar.threads, ...threads],
    next: end === undefined ? null : { hit: cursorOf(end), nearly: sofar.nearly },
    nearly: sofar.nearly,
    through: least(least(sofar.through, through), index.through),
  };
};

/** Asks the index again until the page is full, because the gate may drop hits. The number of rounds is bounded. */
const gather = (deps: SearchDeps, question: ViewerQuestion<SearchQuestion<unknown>>) => {
  const fill = fillHits(deps)({ userId: question.viewer.userId, guildId: question.guildId });
  const from = (query: IndexQuery, sofar: Page, rounds: number): TE.TaskEither<Trouble, Page> =>
    pipe(
      deps.search.search(query),
      TE.flatMap((index) =>
        pipe(
          index.hits.length === 0
            ? TE.right({ value: { filled: [], threads: [] }, through: sofar.through })
            : fill(index.hits),
          TE.map(({ value, through }) => joined(sofar, { ...value, index, through }, question.limit)),
        ),
      ),
      TE.flatMap((page) =>
        page.filled.length >= question.limit || page.next === null || rounds <= 1
          ? TE.right(page)
          : from({ ...query, after: page.next.hit }, page, rounds - 1),
      ),
    );
  return (query: IndexQuery, through: Position) =>
    from(query, { filled: [], threads: [], next: null, nearly: query.fuzzy, through }, SEARCH_ROUNDS_MAX);
};

/** Says whether to search again for similar words: nothing was found, and the query has words. */
const maySearchNearly = (query: IndexQuery, page: Page): boolean =>
  !query.fuzzy &&
  query.after === undefined &&
  page.filled.length === 0 &&
  page.next === null &&
  query.must.some((clause) => clause.kind === 'word');

/** The threads of the hits that stayed on the page, each once. */
const threadsOf = ({ filled, threads }: Page): ReadonlyArray<ThreadView> => {
  const here = new Set(filled.map(({ message }) => message.channelId));
  const known = new Map(threads.map((thread) => [thread.channelId, thread]));
  return [...known.values()].filter(({ channelId }) => here.has(channelId));
};

const withSnippets =
  ({ search }: SearchDeps) =>
  (query: IndexQuery, page: Page): TE.TaskEither<SearchFailure, FoundValue<SearchView>> => {
    const texts = page.filled.map(({ line }) => line);
    const ranges = query.must.length === 0 || texts.length === 0 ? TE.right([]) : search.highlight(query, texts);
    return pipe(
      ranges,
      TE.map((found) => ({
        through: page.through,
        value: {
          hits: page.filled.map(({ message, line }, at) => ({ message, snippet: snippetOf(line, found[at] ?? []) })),
          threads: threadsOf(page),
          next: page.next,
          nearly: page.nearly && page.filled.length > 0,
        },
      })),
    );
  };

/** Asks the index, for a viewer who passed the gate. */
const found =
  (deps: SearchDeps, criteria: Criteria) =>
  (
    question: ViewerQuestion<SearchQuestion<unknown>>,
    { value: places, through }: FoundValue<SearchScope>,
  ): TE.TaskEither<Trouble, FoundValue<SearchView>> => {
    const query = indexQuery(question, criteria, places);
    if (query.channels.length === 0 || query.authors?.length === 0 || places.mentioned === undefined) {
      return TE.right({ through, value: { hits: [], threads: [], next: null, nearly: false } });
    }
    const look = gather(deps, question);
    return pipe(
      look(query, through),
      TE.flatMap((page) =>
        maySearchNearly(query, page)
          ? pipe(
              look({ ...query, fuzzy: true }, through),
              // The exact search is answered, so a slow search for similar words is given up without an error.
              TE.orElse((no) => (no.kind === 'SearchTooSlow' ? TE.right(page) : TE.left(no))),
            )
          : TE.right(page),
      ),
      TE.flatMap((page) => withSnippets(deps)({ ...query, fuzzy: page.nearly }, page)),
    );
  };

const NO_NAMES: Pick<Criteria, 'from' | 'in' | 'mentions'> = {
  from: { names: [], me: false },
  in: [],
  mentions: { names: [], me: false },
};

/** Reads the text of a query. The left side is a fault in it, or an index that is away. */
const understood = (
  { search }: SearchDeps,
  { text, zone }: Pick<SearchQuestion<unknown>, 'text' | 'zone'>,
): Either<SearchQueryInvalid | SearchFailure, Criteria> => {
  const parsed = parseQuery(text, { lastTermOf: search.lastTermOf, zone });
  if (isLeft(parsed)) return left({ kind: 'SearchQueryInvalid', fault: parsed.left });
  const trouble = search.trouble();
  return trouble === undefined ? right(criteriaOf(parsed.right)) : left(trouble);
};

/**
 * Searches the messages of a guild. The gate comes first, so a stranger learns nothing of the query's faults or the
 * index.
 */
export const searchMessages =
  (deps: SearchDeps): Queries['searchMessages'] =>
  <R extends { readonly kind: string }>(question: ViewerQuestion<SearchQuestion<R>>) => {
    type No = R | SearchQueryInvalid | Trouble;
    const { viewer, guildId, channelId, admit } = question;
    const criteria = understood(deps, question);
    const names = isLeft(criteria) ? NO_NAMES : criteria.right;
    const models = isLeft(criteria) ? SEARCHED_MODELS : [...SEARCHED_MODELS, SEARCH_INDEX];
    const places = {
      userId: viewer.userId,
      guildId,
      channelId,
      from: names.from,
      inNames: names.in,
      mentions: names.mentions,
    };
    return makeQuery(
      deps,
      models,
      (asked: ViewerQuestion<SearchQuestion<R>>): TE.TaskEither<No, FoundValue<SearchView>> =>
        pipe(
          searchScope(deps)(places),
          TE.mapLeft((no): No => no),
          TE.flatMap((at) =>
            pipe(
              TE.fromEither(criteria),
              TE.tap(() => admit),
              TE.flatMap((asks) => found(deps, asks)(asked, at)),
            ),
          ),
        ),
    )(question);
  };
