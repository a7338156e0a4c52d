import { sql } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

type Cell = string | number | bigint | boolean | null;
type Row = { readonly [column: string]: Cell };
type ColumnType = 'text' | 'int4' | 'int8' | 'bool' | 'jsonb';

/** A table whose rows are written whole, amended by key, and removed by key or with the place they belong to. */
export type KeyedTable<R extends Row> = {
  readonly table: string;
  readonly key: ReadonlyArray<keyof R & string>;
  readonly columns: { readonly [C in keyof R]: ColumnType };
};

export type RowOp<R extends Row> =
  | { readonly op: 'put'; readonly row: R }
  /** Nothing happens when there is no such row. */
  | { readonly op: 'amend'; readonly key: Partial<R>; readonly change: Partial<R> }
  | { readonly op: 'remove'; readonly key: Partial<R> }
  /** Removes the rows with this value whose `position` lies before: those put later have nothing to do with it. */
  | {
      readonly op: 'remove-all';
      readonly where: keyof R & string;
      readonly is: string;
      readonly before: Position;
    };

type Pending =
  | { readonly kind: 'put'; readonly row: Row }
  | { readonly kind: 'amend'; readonly change: Row }
  | 'removed';

/** The last state of each row within the batch, in at most one statement a kind of change. */
export const keyedStatements = <R extends Row>(
  table: KeyedTable<R>,
  ops: ReadonlyArray<RowOp<R>>,
): ReadonlyArray<SqlStatement> => {
  const pending = new Map<string, { readonly key: Row; readonly state: Pending }>();
  const removedAll: Array<Extract<RowOp<R>, { op: 'remove-all' }>> = [];
  const keyOf = (row: Partial<R>): Row => Object.fromEntries(table.key.map((column) => [column, row[column] ?? null]));

  for (const op of ops) {
    if (op.op === 'remove-all') {
      removedAll.push(op);
      continue;
    }
    const key = keyOf(op.op === 'put' ? op.row : op.key);
    const id = JSON.stringify(Object.values(key));
    const before = pending.get(id)?.state;
    pending.set(id, { key, state: next(before, op) });
  }

  const states = [...pending.values()];
  const gone = states.filter(({ state }) => state === 'removed').map(({ key }) => key);
  const put = states.flatMap(({ state }) => (state !== 'removed' && state.kind === 'put' ? [state.row] : []));
  const amended = Map.groupBy(
    states.flatMap(({ key, state }) =>
      state !== 'removed' && state.kind === 'amend' ? [{ key, change: state.change }] : [],
    ),
    ({ change }) => Object.keys(change).sort().join(),
  );
  return [
    ...(gone.length === 0 ? [] : [remove(table, gone)]),
    ...(put.length === 0 ? [] : [upsert(table, put)]),
    ...[...amended.values()].map((group) => amend(table, group)),
    ...removedAll.map((op) => removeAll(table.table, op)),
  ];
};

const next = <R extends Row>(
  before: Pending | undefined,
  op: Exclude<RowOp<R>, { readonly op: 'remove-all' }>,
): Pending => {
  if (op.op === 'put') return { kind: 'put', row: op.row };
  if (op.op === 'remove') return 'removed';
  // Exact optional properties: what a partial row has, it has with a value.
  const change = op.change as Row;
  if (before === 'removed') return before;
  if (before?.kind === 'put') return { kind: 'put', row: { ...before.row, ...change } };
  return { kind: 'amend', change: { ...before?.change, ...change } };
};

const name = (column: string) => sql.identifier([column]);
const names = (columns: ReadonlyArray<string>) => sql.join(columns.map(name), sql.fragment`, `);

const unnested = <R extends Row>(table: KeyedTable<R>, columns: ReadonlyArray<string>, rows: ReadonlyArray<Row>) =>
  sql.fragment`unnest(${sql.join(
    columns.map((column) =>
      sql.array(
        rows.map((row) => row[column] ?? null),
        table.columns[column] ?? 'text',
      ),
    ),
    sql.fragment`, `,
  )}) AS given (${names(columns)})`;

const sameKey = <R extends Row>(table: KeyedTable<R>): SqlStatement =>
  sql.fragment`${sql.join(
    table.key.map((column) => sql.fragment`target.${name(column)} = given.${name(column)}`),
    sql.fragment` AND `,
  )}`;

const upsert = <R extends Row>(table: KeyedTable<R>, rows: ReadonlyArray<Row>): SqlStatement => {
  const columns = Object.keys(table.columns);
  const rest = columns.filter((column) => !table.key.includes(column));
  const otherwise =
    rest.length === 0
      ? sql.fragment`NOTHING`
      : sql.fragment`UPDATE SET ${sql.join(
          rest.map((column) => sql.fragment`${name(column)} = excluded.${name(column)}`),
          sql.fragment`, `,
        )}`;
  return sql.fragment`
    INSERT INTO ${name(table.table)} (${names(columns)})
    SELECT * FROM ${unnested(table, columns, rows)}
    ON CONFLICT (${names(table.key)}) DO ${otherwise}`;
};

const amend = <R extends Row>(
  table: KeyedTable<R>,
  group: ReadonlyArray<{ readonly key: Row; readonly change: Row }>,
): SqlStatement => {
  const changed = Object.keys(group[0]?.change ?? {});
  return sql.fragment`
    UPDATE ${name(table.table)} AS target
    SET ${sql.join(
      changed.map((column) => sql.fragment`${name(column)} = given.${name(column)}`),
      sql.fragment`, `,
    )}
    FROM ${unnested(
      table,
      [...table.key, ...changed],
      group.map(({ key, change }) => ({ ...key, ...change })),
    )}
    WHERE ${sameKey(table)}`;
};

const remove = <R extends Row>(table: KeyedTable<R>, keys: ReadonlyArray<Row>): SqlStatement =>
  sql.fragment`
    DELETE FROM ${name(table.table)} AS target USING ${unnested(table, table.key, keys)} WHERE ${sameKey(table)}`;

const removeAll = (
  table: string,
  op: { readonly where: string; readonly is: string; readonly before: Position },
): SqlStatement =>
  sql.fragment`DELETE FROM ${name(table)} WHERE ${name(op.where)} = ${op.is} AND position < ${op.before}`;
