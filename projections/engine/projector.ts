import { type DomainEvent, type EventName, eventNames, type NamedEvent } from '#domain/event-catalog.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import { keyedStatements } from '#projections/engine/keyed-rows.ts';
import type { TableOp, TableShape } from '#projections/engine/table.ts';
import { createTable } from '#projections/engine/table-sql.ts';
import type { EventPlace, ReadModel, SqlStatement, TableModel } from '#projections/ports/read-model.ts';

/**
 * One line for each event name in the catalog: how the event becomes operations, or that the read model ignores it.
 * `ignoring` in `domain/event-catalog.ts` writes the lines of one slice at once.
 */
export type Handlers<Op> = {
  readonly [N in EventName]: ((event: RecordedEvent<NamedEvent<N>>) => ReadonlyArray<Op>) | 'ignored';
};

/**
 * A pure map from the log to the changes of one read model. The log is replayed: the same events lead to the same
 * state in batches of any size. A projector has no effect outside its own read model.
 */
export type Projector<Op, Change> = Pick<ReadModel<Change>, 'name' | 'version'> & {
  readonly on: Handlers<Op>;
  /** Hides the content of a stream that can no longer be read, so that the read model never shows too much. */
  readonly parked: (at: EventPlace) => ReadonlyArray<Op>;
  /** Folds operations, in the order of the log, into changes for the sink. */
  readonly changes: (ops: ReadonlyArray<Op>) => ReadonlyArray<Change>;
};

/** Makes a read model of a projector. The engine no longer sees its operations. */
export const readModel = <Op, Change>(projector: Projector<Op, Change>): ReadModel<Change> => ({
  name: projector.name,
  version: projector.version,
  consumes: new Set(eventNames.filter((name) => projector.on[name] !== 'ignored')),
  begin: () => {
    const ops: Op[] = [];
    return {
      take: (event) => {
        // The handler found under an event's own name takes that event. The compiler cannot follow the pair.
        const handler = projector.on[event.event.type] as
          | ((event: RecordedEvent<DomainEvent>) => ReadonlyArray<Op>)
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

/** Tables that a read model consists of, in the order in which a batch writes them. */
type InTables = { readonly tables: ReadonlyArray<TableShape>; readonly indexes: ReadonlyArray<SqlStatement> };

/** Makes a read model in tables whose projector folds its operations into statements of its own. */
export const tableModel = <Op>(projector: InTables & Projector<Op, SqlStatement>): TableModel => ({
  ...readModel(projector),
  tables: projector.tables.map(createTable),
  indexes: projector.indexes,
});

/** Makes a read model whose projector writes, amends and removes whole rows by their keys. */
export const keyedModel = <const Tables extends ReadonlyArray<TableShape>>(
  projector: Omit<InTables, 'tables'> & { readonly tables: Tables } & Omit<
      Projector<TableOp<Tables[number]['name']>, SqlStatement>,
      'changes'
    >,
): TableModel =>
  tableModel({
    ...projector,
    changes: (ops) => {
      const byTable = Map.groupBy(ops, (op) => op.table);
      return projector.tables.flatMap((table) => keyedStatements(table, byTable.get(table.name) ?? []));
    },
  });
