/** Many operations on one table become a few statements: the last state of each row within the batch, written once. */
import { sql } from 'slonik';
import type { Row, TableOp, TableShape } from '#projections/engine/table.ts';
import { columnsOf, name, names, unnested } from '#projections/engine/table-sql.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

type RemoveAll = Extract<TableOp, { readonly op: 'remove-all' }>;
type RowOp = Exclude<TableOp, RemoveAll>;

type Pending =
  | { readonly kind: 'put'; readonly row: Row }
  | { readonly kind: 'amend'; readonly change: Row }
  | 'removed';

/**
 * Makes at most one statement for each kind of change. Amendments and removals have one for each set of columns by
 * which they find rows.
 */
export const keyedStatements = (table: TableShape, ops: ReadonlyArray<TableOp>): ReadonlyArray<SqlStatement> => {
  const pending = new Map<string, { readonly key: Row; readonly state: Pending }>();
  const removedAll: RemoveAll[] = [];

  for (const op of ops) {
    if (op.op === 'remove-all') {
      removedAll.push(op);
      continue;
    }
    const key = keyIn(table, op.op === 'put' ? op.row : op.key);
    const id = JSON.stringify(Object.values(key));
    pending.set(id, { key, state: next(pending.get(id)?.state, op) });
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
    ...(gone.length === 0 ? [] : [removeRows(table, gone)]),
    ...(put.length === 0 ? [] : [upsertRows(table, put)]),
    ...[...amended.values()].map((group) => amendRows(table, group)),
    ...[...Map.groupBy(removedAll, ({ where }) => Object.keys(where).sort().join()).values()].map((group) =>
      removeAllRows(table, group),
    ),
  ];
};

const keyIn = (table: TableShape, row: Row): Row =>
  Object.fromEntries(table.key.map((column) => [column, row[column] ?? null]));

const next = (before: Pending | undefined, op: RowOp): Pending => {
  if (op.op === 'put') return { kind: 'put', row: op.row };
  if (op.op === 'remove') return 'removed';
  if (before === 'removed') return before;
  if (before?.kind === 'put') return { kind: 'put', row: { ...before.row, ...op.change } };
  return { kind: 'amend', change: { ...before?.change, ...op.change } };
};

const sameKey = (table: TableShape): SqlStatement =>
  sql.fragment`${sql.join(
    table.key.map((column) => sql.fragment`target.${name(column)} = given.${name(column)}`),
    sql.fragment` AND `,
  )}`;

const upsertRows = (table: TableShape, rows: ReadonlyArray<Row>): SqlStatement => {
  const columns = columnsOf(table);
  const rest = columns.filter((column) => !table.key.includes(column));
  const otherwise =
    rest.length === 0
      ? sql.fragment`NOTHING`
      : sql.fragment`UPDATE SET ${sql.join(
          rest.map((column) => sql.fragment`${name(column)} = excluded.${name(column)}`),
          sql.fragment`, `,
        )}`;
  return sql.fragment`
    INSERT INTO ${name(table.name)} (${names(columns)})
    SELECT * FROM ${unnested(table, columns, rows, 'given')}
    ON CONFLICT (${names(table.key)}) DO ${otherwise}`;
};

const amendRows = (
  table: TableShape,
  group: ReadonlyArray<{ readonly key: Row; readonly change: Row }>,
): SqlStatement => {
  const changed = Object.keys(group[0]?.change ?? {});
  const rows = group.map(({ key, change }) => ({ ...key, ...change }));
  return sql.fragment`
    UPDATE ${name(table.name)} AS target
    SET ${sql.join(
      changed.map((column) => sql.fragment`${name(column)} = given.${name(column)}`),
      sql.fragment`, `,
    )}
    FROM ${unnested(table, [...table.key, ...changed], rows, 'given')}
    WHERE ${sameKey(table)}`;
};

const removeRows = (table: TableShape, keys: ReadonlyArray<Row>): SqlStatement =>
  sql.fragment`
    DELETE FROM ${name(table.name)} AS target USING ${unnested(table, table.key, keys, 'given')} WHERE ${sameKey(table)}`;

/** `position` of a given row is the border: rows before it are removed. */
const removeAllRows = (table: TableShape, group: ReadonlyArray<RemoveAll>): SqlStatement => {
  const columns = Object.keys(group[0]?.where ?? {});
  const given = group.map(({ where, before }) => ({ ...where, position: before }));
  return sql.fragment`
    DELETE FROM ${name(table.name)} AS target USING ${unnested(table, [...columns, 'position'], given, 'given')}
    WHERE ${sql.join(
      columns.map((column) => sql.fragment`target.${name(column)} = given.${name(column)}`),
      sql.fragment` AND `,
    )} AND target.position < given.position`;
};
