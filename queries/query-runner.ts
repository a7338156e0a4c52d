import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { sql } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { CAUGHT_UP_WAIT_MS } from '#queries/limits.ts';
import type { ReadModelProgress } from '#queries/ports/read-model-progress.ts';
import type { ReadModels, Sql, Statement } from '#queries/ports/read-models.ts';
import type { NotVisible, QueryAnswer, QueryFailure, ViewerQuestion } from '#queries/queries.ts';
import type { GuildMemory } from '#queries/snapshot/guild-memory.ts';

export type QueryDeps = {
  readonly models: ReadModels;
  readonly guilds: GuildMemory;
  readonly progress: ReadModelProgress;
  readonly now: () => Instant;
};

/** Value that a statement found, and the position of its rows. */
export type FoundValue<A> = { readonly value: A; readonly through: Position };

/**
 * Selects the position of the slowest of these read models, as a scalar. It stands first in every statement, because a
 * statement waits at `read.progress` while a read model is swapped. A statement that held another view by then would
 * block the swap.
 */
export const throughOf = (models: ReadonlyArray<string>): Sql =>
  sql.fragment`(SELECT min(position) FROM read.progress WHERE model = ANY(${sql.array([...models], 'text')}))`;

/**
 * Makes a query: it waits for the position in the question, runs `find`, and marks an older answer as stale. A stale
 * "not visible" may mean "not projected yet", so the query answers "unavailable" instead.
 */
export const makeQuery =
  <Q, A, No extends { readonly kind: string }>(
    deps: Pick<QueryDeps, 'progress'>,
    models: ReadonlyArray<string>,
    find: (question: ViewerQuestion<Q>) => TE.TaskEither<No, FoundValue<A>>,
  ): ((question: ViewerQuestion<Q>) => TE.TaskEither<No | QueryFailure, QueryAnswer<A>>) =>
  (question) => {
    const { atLeast } = question;
    const reached = async () =>
      atLeast === undefined || (await deps.progress.waitFor(models, atLeast, CAUGHT_UP_WAIT_MS));
    return pipe(
      TE.fromTask(reached),
      TE.flatMap((inTime) => {
        // This position is known before the rows are read, so the rows are at least as new. A checkpoint may lag
        // behind.
        const known = deps.progress.position(models);
        return pipe(
          find(question),
          TE.map(({ value, through }) => ({ value, through: through < known ? known : through })),
          TE.mapLeft((no) => (no.kind === 'NotVisible' && !inTime ? BEHIND : no)),
        );
      }),
      TE.map((found) => ({ ...found, stale: atLeast !== undefined && found.through < atLeast })),
    );
  };

const BEHIND: QueryFailure = {
  kind: 'ReadModelsUnavailable',
  why: 'the read models have not reached the position in the question',
};

export const NOT_VISIBLE: NotVisible = { kind: 'NotVisible' };

/** Runs a statement that always gives exactly one row. */
export const oneRow = <A>(models: ReadModels, statement: Statement<A>): TE.TaskEither<QueryFailure, A> =>
  pipe(
    models.rows(statement),
    TE.flatMap(([row]) =>
      row === undefined
        ? TE.left<QueryFailure, A>({ kind: 'ReadModelsUnavailable', why: `${statement.name} gave no row` })
        : TE.right(row),
    ),
  );
