/** Statements and parts of statements that follow from the description of a table. */
import { sql } from 'slonik';
import { plainArray } from '#projections/engine/plain-array.ts';
import type { Cell, Column, Row, TableShape } from '#projections/engine/table.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

export const name = (column: string) => sql.identifier([column]);
export const names = (columns: ReadonlyArray<string>) => sql.join(columns.map(name), sql.fragment`, `);

const NOTHING = sql.fragment``;

/** The statement that creates the table, empty. */
export const createTable = ({ name: table, columns, key }: TableShape): SqlStatement => {
  const inLine = key.length === 1;
  const ruleOf = ({ inKey, nullable }: Column): SqlStatement => {
    if (inKey) return inLine ? sql.fragment` PRIMARY KEY` : NOTHING;
    return nullable ? NOTHING : sql.fragment` NOT NULL`;
  };
  const lines = Object.entries(columns).map(
    ([column, shape]) => sql.fragment`${name(column)} ${shape.spelled}${ruleOf(shape)}`,
  );
  if (!inLine) lines.push(sql.fragment`PRIMARY KEY (${names(key)})`);
  return sql.fragment`CREATE TABLE ${name(table)} (${sql.join(lines, sql.fragment`, `)})`;
};

const arrayOf = ({ type, quoted }: Column, values: ReadonlyArray<Cell>) =>
  quoted || type === 'jsonb' ? sql.array([...values], type) : plainArray(values, type);

/** Rows as one array a column: `unnest(<arrays>) AS <alias> (<columns>)`. */
export const unnested = (
  table: TableShape,
  columns: ReadonlyArray<string>,
  rows: ReadonlyArray<Row>,
  alias: string,
): SqlStatement => {
  const arrays = columns.map((column) => {
    const shape = table.columns[column];
    if (shape === undefined) throw new Error(`table ${table.name} has no column ${column}`);
    return arrayOf(
      shape,
      rows.map((row) => row[column] ?? null),
    );
  });
  return sql.fragment`unnest(${sql.join(arrays, sql.fragment`, `)}) AS ${name(alias)} (${names(columns)})`;
};

/** Columns of the table, in their order. */
export const columnsOf = ({ columns }: TableShape): ReadonlyArray<string> => Object.keys(columns);
