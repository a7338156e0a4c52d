import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type * as t from 'io-ts';
import type { FragmentSqlToken } from 'slonik';
import type { QueryFailure } from '#queries/queries.ts';

/** SQL over the views of schema `read`, as a value. */
export type Sql = FragmentSqlToken;

/**
 * Statement of SQL. It reads everything at one moment, even while a read model is swapped. A query therefore selects
 * things that must agree in one statement.
 */
export type Statement<A> = {
  /** Name of the statement. One name has one text, because the database plans each name once for a connection. */
  readonly name: string;
  readonly row: t.Type<A, unknown, unknown>;
  readonly sql: Sql;
};

export type ReadModels = {
  readonly rows: <A>(statement: Statement<A>) => TaskEither<QueryFailure, ReadonlyArray<A>>;
};
