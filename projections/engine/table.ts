/**
 * One value describes a table of a read model. From it come the type of a row, the statement that creates the table,
 * and the operations that a projector may ask for.
 */
import { sql } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';

export type Cell = string | number | bigint | boolean | null;
export type Row = { readonly [column: string]: Cell };

declare const known: unique symbol;

/** A column: how Postgres keeps it, and the type of its values. */
export type Column<Value extends Cell = Cell> = {
  /** Name of the type, as an array of it is called. */
  readonly type: 'text' | 'int4' | 'int8' | 'bool' | 'jsonb';
  readonly spelled: SqlStatement;
  /** True when values need quotes inside the text of an array. */
  readonly quoted: boolean;
  readonly inKey: boolean;
  readonly nullable: boolean;
  /** Exists for the compiler alone. */
  readonly [known]?: Value;
};
export type KeyColumn<Value extends Cell = Cell> = Column<Value> & { readonly inKey: true };

const PLAIN = { quoted: false, inKey: false, nullable: false };
const QUOTED = { ...PLAIN, quoted: true };
const BY_BYTES = sql.fragment`text COLLATE "C"`;

/** An id, a time or a name that the program makes. It is ordered by its bytes, and needs no quotes in an array. */
export const text = <Value extends string>(): Column<Value> => ({ ...PLAIN, type: 'text', spelled: BY_BYTES });
/** Text from outside, ordered by the collation of the database. */
export const written = (): Column<string> => ({ ...QUOTED, type: 'text', spelled: sql.fragment`text` });
/** Text from outside, ordered by its bytes: its order is the same on every system. */
export const writtenByBytes = <Value extends string = string>(): Column<Value> => ({
  ...QUOTED,
  type: 'text',
  spelled: BY_BYTES,
});
/** JSON, as its text. */
export const json = (): Column<string> => ({ ...QUOTED, type: 'jsonb', spelled: sql.fragment`jsonb` });
export const integer = (): Column<number> => ({ ...PLAIN, type: 'int4', spelled: sql.fragment`integer` });
export const logPosition = (): Column<Position> => ({ ...PLAIN, type: 'int8', spelled: sql.fragment`bigint` });
export const truth = (): Column<boolean> => ({ ...PLAIN, type: 'bool', spelled: sql.fragment`boolean` });

/** Makes a column a part of the primary key. */
export const key = <Value extends Cell>(column: Column<Value>): KeyColumn<Value> => ({ ...column, inKey: true });
/** Lets a column hold null. */
export const nullable = <Value extends Cell>(column: Column<Value>): Column<Value | null> => ({
  ...column,
  nullable: true,
});

type Columns = { readonly [column: string]: Column };
type ValueOf<C> = C extends Column<infer Value> ? Value : never;
type RowIn<C extends Columns> = { readonly [Name in keyof C & string]: ValueOf<C[Name]> };
type KeyIn<C extends Columns> = {
  readonly [Name in keyof C & string as C[Name] extends KeyColumn ? Name : never]: ValueOf<C[Name]>;
};

/** A table as statements need it, without the types of its values. */
export type TableShape<Name extends string = string> = {
  readonly name: Name;
  readonly columns: Columns;
  /** Columns of the primary key, in their order. */
  readonly key: ReadonlyArray<string>;
};

export type Table<Name extends string, R extends Row, Key extends Row> = TableShape<Name> & {
  /** Exists for the compiler alone. */
  readonly [known]?: { readonly row: R; readonly key: Key };
};
/** The row of a table. */
export type RowOf<T> = T extends Table<string, infer R, Row> ? R : never;

export const table = <const Name extends string, const C extends Columns>(
  name: Name,
  columns: C,
): Table<Name, RowIn<C>, KeyIn<C>> => ({
  name,
  columns,
  key: Object.keys(columns).filter((column) => columns[column]?.inKey === true),
});

/** One operation on one table. Doing it twice has the same effect as doing it once. */
export type TableOp<Name extends string = string> = { readonly table: Name } & (
  | { readonly op: 'put'; readonly row: Row }
  | { readonly op: 'amend'; readonly key: Row; readonly change: Row }
  | { readonly op: 'remove'; readonly key: Row }
  | { readonly op: 'remove-all'; readonly where: Row; readonly before: Position }
);

/** Writes a row whole, in the place of the row with the same key if there is one. */
export const put = <Name extends string, R extends Row>(
  { name }: Table<Name, R, Row>,
  row: NoInfer<R>,
): TableOp<Name> => ({ table: name, op: 'put', row });

/** Changes columns of the row with this key. Does nothing when there is no such row. */
export const amend = <Name extends string, R extends Row, Key extends Row>(
  { name }: Table<Name, R, Key>,
  rowKey: NoInfer<Key>,
  change: NoInfer<Partial<Omit<R, keyof Key>>>,
): TableOp<Name> => ({ table: name, op: 'amend', key: rowKey, change: cells(change) });

/** Removes the row with this key, if there is one. */
export const remove = <Name extends string, Key extends Row>(
  { name }: Table<Name, Row, Key>,
  rowKey: NoInfer<Key>,
): TableOp<Name> => ({ table: name, op: 'remove', key: rowKey });

/** Removes the rows with these values whose `position` lies before the given one. Rows that were put later stay. */
export const removeAll = <Name extends string, R extends Row & { readonly position: Position }>(
  { name }: Table<Name, R, Row>,
  where: NoInfer<Partial<R>>,
  before: Position,
): TableOp<Name> => ({ table: name, op: 'remove-all', where: cells(where), before });

/** With exact optional properties, a part of a row has a value for each column that it names. */
const cells = (part: { readonly [column: string]: Cell | undefined }): Row => part as Row;
