/** What a sink needs to know of a read model, and the currency between the two: SQL as a value. */
import type { FragmentSqlToken } from 'slonik';
import type { DomainEvent, EventName } from '#domain/event-catalog.ts';
import type { Position, Recorded } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** Made by slonik's tag. Table names are unqualified: the sink chooses the schema. */
export type SqlStatement = FragmentSqlToken;

/** Where an event stands. */
export type Place = { readonly stream: StreamName; readonly position: Position };

/** One batch under way. */
export type Fold = {
  /** Throws what the projector throws; the fold is then as it was before. */
  readonly take: (event: Recorded<DomainEvent>) => void;
  /** Hides what stands on the stream of an event that cannot be taken. */
  readonly park: (at: Place) => void;
  readonly statements: () => ReadonlyArray<SqlStatement>;
};

export type ReadModel = {
  /** `lower-case-words`. */
  readonly name: string;
  /** Raised when the tables or their meaning change: another version is another set of tables. */
  readonly version: number;
  /** Empty tables, one statement each; each table has a primary key. */
  readonly tables: ReadonlyArray<SqlStatement>;
  /** Indexes beyond the primary keys, made when a rebuild has filled the tables. */
  readonly indexes: ReadonlyArray<SqlStatement>;
  readonly consumes: ReadonlySet<EventName>;
  readonly begin: () => Fold;
};
