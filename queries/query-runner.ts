import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { sql } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { CAUGHT_UP_WAIT_MS } from '#queries/limits.ts';
import type { CaughtUp } from '#queries/ports/caught-up.ts';
import type { ReadModels, Sql, Statement } from '#queries/ports/read-models.ts';
import type { Answer, Asked, NotVisible, QueryFailure } from '#queries/queries.ts';

export type QueryDeps = {
  readonly models: ReadModels;
  readonly caughtUp: CaughtUp;
  readonly now: () => Instant;
};

/** What a statement found, and the position its rows were at. */
export type Found<A> = { readonly value: A; readonly through: Position };

/**
 * The position of the slowest read model named, as a scalar to select beside their rows. It stands first in
 * every statement: `read.progress` is the door at which a statement waits while a read model is swapped, and
 * one that held other views by then would keep the swap waiting for it.
 */
export const throughOf = (models: ReadonlyArray<string>): Sql =>
  sql.fragment`(SELECT min(position) FROM read.progress WHERE model = ANY(${sql.array([...models], 'text')}))`;

/**
 * Waits for the position asked for, asks, and marks the answer stale when it is older than that. A stale "not
 * visible" cannot be told from "not there yet", so it is said to be unavailable instead.
 */
export const asking =
  <Q, A, No extends { readonly kind: string }>(
    deps: Pick<QueryDeps, 'caughtUp'>,
    models: ReadonlyArray<string>,
    find: (question: Asked<Q>) => TE.TaskEither<No, Found<A>>,
  ): ((question: Asked<Q>) => TE.TaskEither<No | QueryFailure, Answer<A>>) =>
  (question) => {
    const { atLeast } = question;
    const reached = async () =>
      atLeast === undefined || (await deps.caughtUp.waitFor(models, atLeast, CAUGHT_UP_WAIT_MS));
    return pipe(
      TE.fromTask(reached),
      TE.flatMap((inTime) => {
        // Known before the rows are read, so they are at least as new, also where the checkpoint is written later.
        const known = deps.caughtUp.position(models);
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
  why: 'the read models have not reached the position asked for',
};

export const NOT_VISIBLE: NotVisible = { kind: 'NotVisible' };

/** For statements that give exactly one row whatever is there. */
export const oneRow = <A>(models: ReadModels, statement: Statement<A>): TE.TaskEither<QueryFailure, A> =>
  pipe(
    models.rows(statement),
    TE.flatMap(([row]) =>
      row === undefined
        ? TE.left<QueryFailure, A>({ kind: 'ReadModelsUnavailable', why: `${statement.name} gave no row` })
        : TE.right(row),
    ),
  );
