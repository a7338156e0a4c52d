import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type * as t from 'io-ts';
import type { FragmentSqlToken } from 'slonik';
import type { QueryFailure } from '#queries/queries.ts';

/** SQL as a value, over the views of schema `read`. */
export type Sql = FragmentSqlToken;

/**
 * One statement, one snapshot: whatever it reads, it reads at one moment, also while a read model is swapped.
 * A question that needs two things that must agree asks for both at once.
 */
export type Statement<A> = {
  /** The same name always goes with the same text: the database plans it once a connection. */
  readonly name: string;
  readonly row: t.Type<A, unknown, unknown>;
  readonly sql: Sql;
};

export type ReadModels = {
  readonly rows: <A>(statement: Statement<A>) => TaskEither<QueryFailure, ReadonlyArray<A>>;
};
