/** A read model as the engine sees it. It is kept in tables or in an index of its own. */
import type { FragmentSqlToken } from 'slonik';
import type { DomainEvent, EventName } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** Place of an event in the log. */
export type EventPlace = { readonly stream: StreamName; readonly position: Position };

/** One batch that is being projected. */
export type Fold<Change> = {
  /** Adds an event. Throws the error of the projector, and the fold is then as before. */
  readonly take: (event: RecordedEvent<DomainEvent>) => void;
  /** Hides the content of the stream of an event that cannot be applied. */
  readonly park: (at: EventPlace) => void;
  readonly changes: () => ReadonlyArray<Change>;
};

/** A read model. The engine carries each `Change` to the sink of this read model, which can apply it. */
export type ReadModel<Change> = {
  /** `lower-case-words`. */
  readonly name: string;
  /** Raised when the stored form or its meaning changes. Another version has other tables or another index. */
  readonly version: number;
  readonly consumes: ReadonlySet<EventName>;
  readonly begin: () => Fold<Change>;
};

/** SQL as a value, made by slonik's tag. Names of tables are unqualified, because the sink chooses the schema. */
export type SqlStatement = FragmentSqlToken;

/** A read model in tables of Postgres. */
export type TableModel = ReadModel<SqlStatement> & {
  /** Statements that create the empty tables, one for each. Every table has a primary key. */
  readonly tables: ReadonlyArray<SqlStatement>;
  /** Statements that create indexes beside the primary keys, after a rebuild has filled the tables. */
  readonly indexes: ReadonlyArray<SqlStatement>;
};
