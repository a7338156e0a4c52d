import * as t from 'io-ts';
import { type DatabasePool, type DatabasePoolConnection, sql } from 'slonik';
import { column, execute } from '#infra/database/statement.ts';
import { makeBeside } from '#infra/read-models/beside.ts';
import { refusedOr } from '#infra/read-models/failure.ts';
import {
  activeGeneration,
  applyStatements,
  dropGeneration,
  everyGeneration,
  isOfLineage,
  moveCheckpoint,
  parkedIn,
} from '#infra/read-models/generation.ts';
import type { SqlStatement, TableModel } from '#projections/ports/read-model.ts';
import { AlreadyBuilding, type Beside, type Sink } from '#projections/ports/sink.ts';

/** Sink of every read model in tables. */
export type TableSink = Sink<SqlStatement, TableModel>;

/** Rolls a transaction back when another generation is active. It never leaves this file. */
class Moved extends Error {}

/** First key of the advisory locks that keep builders of one read model apart; the second is its name's hash. */
const BUILDING_LOCK = 486_107;

type Deps = {
  readonly pool: DatabasePool;
  readonly url: string;
  /**
   * Lineage of the log that this process follows. Generations of another lineage are not active here, so that a process
   * that still remembers events of before a cut touches no read model of after it.
   */
  readonly lineage?: string;
};

export const postgresSink = (deps: Deps): TableSink => ({
  generations: () => everyGeneration(deps.pool),

  active: async (model) => {
    const generation = await activeGeneration(deps.pool, model.name);
    if (generation?.version !== model.version) return undefined;
    return isOfLineage(generation, deps.lineage) ? generation : undefined;
  },

  parked: (generation) => parkedIn(deps.pool, generation.name),

  apply: async (generation, step) => {
    // A crash may lose a commit that changes no row, because the same events then change no row again.
    const commit = step.changes.length === 0 && step.parked.length === 0 ? 'soon' : 'durable';
    try {
      await deps.pool.transaction(async (transaction) => {
        if (!(await moveCheckpoint(transaction, { ...generation, status: 'active' }, step, commit))) throw new Moved();
        await applyStatements(transaction, generation, step);
      });
      return 'applied';
    } catch (error) {
      if (error instanceof Moved) return 'moved';
      throw refusedOr(error);
    }
  },

  beside: (model, use) =>
    deps.pool.connect(async (connection) => {
      const lock = sql.fragment`${BUILDING_LOCK}, hashtext(${model.name})`;
      const [locked] = await column(connection, t.boolean, sql.fragment`SELECT pg_try_advisory_lock(${lock}) AS value`);
      if (locked !== true)
        throw new AlreadyBuilding(`${model.name} is being built by another process: wait until it is done`);
      try {
        await removeLeftovers(connection, model.name);
        return await buildBeside(connection, deps, model, use);
      } finally {
        // The unlock fails on a broken connection, whose lock is gone anyway.
        await execute(connection, sql.fragment`SELECT pg_advisory_unlock(${lock})`).catch(() => undefined);
      }
    }),
});

const buildBeside = async <A>(
  connection: DatabasePoolConnection,
  { url, lineage }: Deps,
  model: TableModel,
  use: (beside: Beside<SqlStatement>) => Promise<A>,
): Promise<A> => {
  try {
    return await use(await makeBeside(connection, url, model, lineage));
  } finally {
    // When this fails, the next builder removes the leftovers.
    await removeLeftovers(connection, model.name).catch(() => undefined);
  }
};

/** Drops every generation that is not active, under the building lock. Waits for readers of a retired one. */
const removeLeftovers = async (connection: DatabasePoolConnection, model: string): Promise<void> => {
  for (const generation of await everyGeneration(connection)) {
    if (generation.model === model && generation.status !== 'active') await dropGeneration(connection, generation);
  }
};
