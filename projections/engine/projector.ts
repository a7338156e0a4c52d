import type { DomainEvent, EventNamed } from '#domain/event-catalog.ts';
import { type EventName, eventNames } from '#domain/event-catalog.ts';
import type { Recorded } from '#domain/kernel/event.ts';
import type { Place, ReadModel, SqlStatement } from '#projections/ports/read-model.ts';

/** What a projector says of every event name there is: how it becomes operations, or that it does not matter here. */
export type Handlers<Op> = {
  readonly [N in EventName]: ((event: Recorded<EventNamed<N>>) => ReadonlyArray<Op>) | 'ignored';
};

/**
 * A pure map from the log to the rows of one read model. It will be replayed: the same events give the same
 * rows however they are cut into batches, and nothing here has an effect beyond its own tables.
 */
export type Projector<Op> = Pick<ReadModel, 'name' | 'version' | 'tables' | 'indexes'> & {
  readonly on: Handlers<Op>;
  /** What to hide when a stream can no longer be read: a read model that does not know fails closed. */
  readonly parked: (at: Place) => ReadonlyArray<Op>;
  /** Folds operations, in log order, into a few set-based statements. */
  readonly statements: (ops: ReadonlyArray<Op>) => ReadonlyArray<SqlStatement>;
};

/** A projector as the engine sees it, its operations hidden. */
export const readModel = <Op>(projector: Projector<Op>): ReadModel => ({
  name: projector.name,
  version: projector.version,
  tables: projector.tables,
  indexes: projector.indexes,
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
      statements: () => (ops.length === 0 ? [] : projector.statements(ops)),
    };
  },
});
