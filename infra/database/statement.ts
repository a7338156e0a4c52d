import * as t from 'io-ts';
import { type CommonQueryMethods, sql } from 'slonik';
import { rowSchema } from '#infra/database/row-schema.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

/** Runs a statement whose rows are not needed. */
export const execute = async (on: CommonQueryMethods, statement: SqlStatement): Promise<void> => {
  await on.query(sql.unsafe`${statement}`);
};

/** Reads rows of one column, decoded. */
export const column = async <A>(
  on: CommonQueryMethods,
  codec: t.Type<A, unknown, unknown>,
  statement: SqlStatement,
): Promise<ReadonlyArray<A>> => {
  const rows = await on.any(sql.type(rowSchema(t.strict({ value: codec })))`${statement}`);
  return rows.map((row) => row.value);
};
