/** What the engine needs to know of a read model, wherever it is kept: in tables, or in an index of its own. */
import type { FragmentSqlToken } from 'slonik';
import type { DomainEvent, EventName } from '#domain/event-catalog.ts';
import type { Position, Recorded } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** The place of an event in the log and the stream that it stands on. */
export type EventPlace = { readonly stream: StreamName; readonly position: Position };

/** One batch under way. */
export type Fold<Change> = {
  /** Throws what the projector throws; the fold is then as it was before. */
  readonly take: (event: Recorded<DomainEvent>) => void;
  /** Hides what stands on the stream of an event that cannot be taken. */
  readonly park: (at: EventPlace) => void;
  readonly changes: () => ReadonlyArray<Change>;
};

/** A `Change` is a value that the sink of this read model knows how to apply; the engine only carries it there. */
export type ReadModel<Change> = {
  /** `lower-case-words`. */
  readonly name: string;
  /** Raised when what is kept or its meaning changes: another version is another set of tables, another index. */
  readonly version: number;
  readonly consumes: ReadonlySet<EventName>;
  readonly begin: () => Fold<Change>;
};

/** SQL as a value, made by slonik's tag. Table names are unqualified: the sink chooses the schema. */
export type SqlStatement = FragmentSqlToken;

/** A read model in tables of Postgres. */
export type TableModel = ReadModel<SqlStatement> & {
  /** Empty tables, one statement each; each table has a primary key. */
  readonly tables: ReadonlyArray<SqlStatement>;
  /** Indexes beyond the primary keys, made when a rebuild has filled the tables. */
  readonly indexes: ReadonlyArray<SqlStatement>;
};
