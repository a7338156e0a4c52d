import { left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { MessageSearch, SearchFailure } from '#queries/ports/message-search.ts';
import { type GenerationIndex, SearchTooLong, SearchTooSlow } from './generation-index.ts';
import type { SearchKeeper } from './search-keeper.ts';
import type { BuildState } from './search-sink.ts';

/** The operator learns the cause of an error. The user only learns that the search failed. */
const failureOf = (error: unknown): SearchFailure => {
  if (error instanceof SearchTooSlow) return { kind: 'SearchTooSlow' };
  if (error instanceof SearchTooLong) return { kind: 'SearchTooLong' };
  return { kind: 'SearchUnavailable', why: 'the index could not answer' };
};

const OPENING: SearchFailure = { kind: 'SearchUnavailable', why: 'the index is being opened' };

/**
 * Answers searches from the generation that is serving. A search that has begun ends in that generation, even when
 * another one replaces it meanwhile.
 */
export const messageSearch = (
  keeper: SearchKeeper,
  building: BuildState,
  { lastTermOf, broke }: Pick<MessageSearch, 'lastTermOf'> & { readonly broke: (error: unknown) => void },
): MessageSearch => {
  const trouble = (): SearchFailure | undefined => {
    if (keeper.state() === 'serving') return undefined;
    const done = building.done();
    if (done !== undefined) return { kind: 'SearchRebuilding', done };
    const why = keeper.trouble() ?? (building.failed() ? 'the index could not be built' : undefined);
    if (why !== undefined) return { kind: 'SearchUnavailable', why };
    // No usable index was found, and the projector is about to build one.
    if (keeper.state() === 'nothing') return { kind: 'SearchRebuilding', done: 0 };
    return OPENING;
  };
  const ask =
    <A>(question: (index: GenerationIndex) => Promise<A>): TaskEither<SearchFailure, A> =>
    async () => {
      const answer = keeper.using(question);
      if (answer === undefined) return left(trouble() ?? OPENING);
      return answer.then(right, (error: unknown) => {
        const failure = failureOf(error);
        if (failure.kind === 'SearchUnavailable') broke(error);
        return left(failure);
      });
    };
  return {
    lastTermOf,
    trouble,
    search: (query) => ask((index) => index.search(query)),
    highlight: (query, texts) => ask((index) => index.highlight(query, texts)),
  };
};
