import type { DomainEvent, EventNamed } from '#domain/event-catalog.ts';
import { type EventName, eventNames } from '#domain/event-catalog.ts';
import type { Recorded } from '#domain/kernel/event.ts';
import type { EventPlace, ReadModel, SqlStatement, TableModel } from '#projections/ports/read-model.ts';

/** What a projector says of every event name there is: how it becomes operations, or that it does not matter here. */
export type Handlers<Op> = {
  readonly [N in EventName]: ((event: Recorded<EventNamed<N>>) => ReadonlyArray<Op>) | 'ignored';
};

/**
 * A pure map from the log to the changes of one read model. It will be replayed: the same events lead to the same
 * state however they are cut into batches, and nothing here has an effect beyond its own read model.
 */
export type Projector<Op, Change> = Pick<ReadModel<Change>, 'name' | 'version'> & {
  readonly on: Handlers<Op>;
  /** What to hide when a stream can no longer be read: a read model that does not know fails closed. */
  readonly parked: (at: EventPlace) => ReadonlyArray<Op>;
  /** Folds operations, in log order, into what the sink applies. */
  readonly changes: (ops: ReadonlyArray<Op>) => ReadonlyArray<Change>;
};

/** A projector as the engine sees it, its operations hidden. */
export const readModel = <Op, Change>(projector: Projector<Op, Change>): ReadModel<Change> => ({
  name: projector.name,
  version: projector.version,
  consumes: new Set(eventNames.filter((name) => projector.on[name] !== 'ignored')),
  begin: () => {
    const ops: Op[] = [];
    return {
      take: (event) => {
        // The handler found under an event's own name takes that event; the compiler cannot follow the pair.
        const handler = projector.on[event.event.type] as
          | ((event: Recorded<DomainEvent>) => ReadonlyArray<Op>)
          | 'ignored';
        if (handler !== 'ignored') for (const op of handler(event)) ops.push(op);
      },
      park: (at) => {
        for (const op of projector.parked(at)) ops.push(op);
      },
      changes: () => (ops.length === 0 ? [] : projector.changes(ops)),
    };
  },
});

/** The same for rows in tables: its operations become a few set-based statements. */
export type TableProjector<Op> = Pick<TableModel, 'tables' | 'indexes'> & Projector<Op, SqlStatement>;

export const tableModel = <Op>(projector: TableProjector<Op>): TableModel => ({
  ...readModel(projector),
  tables: projector.tables,
  indexes: projector.indexes,
});
