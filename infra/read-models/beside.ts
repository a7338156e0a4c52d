/** A generation that is being built, on one connection that holds the building lock of its read model all the time. */
import { setTimeout as pause } from 'node:timers/promises';
import { type CommonQueryMethods, type DatabasePoolConnection, sql } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import { execute } from '#infra/database/statement.ts';
import { assertLineage } from '#infra/read-models/adopt-log.ts';
import { compareAtOnePosition } from '#infra/read-models/compare.ts';
import { isLockTimeout, refusedOr } from '#infra/read-models/failure.ts';
import {
  addGeneration,
  applyStatements,
  countRows,
  lockActiveGeneration,
  moveCheckpoint,
  tablesOf,
} from '#infra/read-models/generation.ts';
import { repointReaders } from '#infra/read-models/readers.ts';
import type { SqlStatement, TableModel } from '#projections/ports/read-model.ts';
import type { Beside, Generation, LastSteps, Step, SwapReport } from '#projections/ports/sink.ts';

/** Readers that overlap without a gap hold a swap back. Each try pauses longer than the last one, up to ten pauses. */
const SWAP_TRIES_MAX = 200;
const SWAP_PAUSE_MS = 25;

const inSchema = (on: CommonQueryMethods, schema: string): Promise<void> =>
  execute(on, sql.fragment`SELECT set_config('search_path', ${schema}, true)`);

export const makeBeside = async (
  connection: DatabasePoolConnection,
  url: string,
  model: TableModel,
  lineage: string | undefined,
): Promise<Beside<SqlStatement>> => {
  const generation = await connection.transaction(async (transaction) => {
    const added = await addGeneration(transaction, model, lineage);
    await execute(transaction, sql.fragment`CREATE SCHEMA ${sql.identifier([added.name])}`);
    await inSchema(transaction, added.name);
    for (const table of model.tables) await execute(transaction, table);
    return added;
  });
  let at: Position = generation.position;

  const apply = async (step: Step<SqlStatement>): Promise<void> => {
    try {
      await connection.transaction(async (transaction) => {
        // A generation lost in a crash is built again, so its commits need not wait for the disk.
        if (!(await moveCheckpoint(transaction, generation, step, 'soon'))) {
          throw new Error(`${generation.name} was removed while it was being built: start the rebuild again`);
        }
        await applyStatements(transaction, generation, step);
      });
    } catch (error) {
      throw refusedOr(error);
    }
    at = step.to;
  };

  const finish = async (): Promise<void> => {
    await connection.transaction(async (transaction) => {
      await inSchema(transaction, generation.name);
      for (const index of model.indexes) await execute(transaction, index);
    });
    // With the statistics of empty tables, Postgres would plan the first queries after a swap badly.
    for (const table of await tablesOf(connection, generation.name)) {
      await execute(connection, sql.fragment`ANALYZE ${sql.identifier([generation.name, table])}`);
    }
  };

  const trySwap = (lastSteps: LastSteps<SqlStatement>): Promise<SwapReport> =>
    connection.transaction(async (transaction) => {
      if (lineage !== undefined) await assertLineage(transaction, lineage);
      const active = await lockActiveGeneration(transaction, model.name);
      let position = at;
      for await (const step of lastSteps(at, active?.position ?? at)) {
        await moveCheckpoint(transaction, generation, step, 'durable');
        await applyStatements(transaction, generation, step);
        position = step.to;
      }
      const before = active?.version === model.version ? await countOf(transaction, active) : [];
      const after = await countOf(transaction, generation);
      if (active !== undefined) {
        await execute(
          transaction,
          sql.fragment`
            UPDATE projections.generation SET status = 'retired', retired_at = now() WHERE schema = ${active.name}`,
        );
      }
      await execute(
        transaction,
        sql.fragment`
          UPDATE projections.generation SET status = 'active', activated_at = now()
          WHERE schema = ${generation.name}`,
      );
      await repointReaders(transaction, generation.name, active?.name);
      return { position, before, after };
    });

  return {
    generation,
    apply,
    finish,
    swap: async (lastSteps) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await trySwap(lastSteps);
        } catch (error) {
          if (!isLockTimeout(error) || tries === SWAP_TRIES_MAX) throw refusedOr(error);
          await pause(SWAP_PAUSE_MS * Math.random() * Math.min(tries, 10));
        }
      }
    },
    compare: (lastSteps) =>
      compareAtOnePosition(url, model.name, generation.name, async (live) => {
        for await (const step of lastSteps(at, live)) await apply(step);
      }),
  };
};

const countOf = async (on: CommonQueryMethods, generation: Pick<Generation, 'name'>) =>
  countRows(on, generation.name, await tablesOf(on, generation.name));
