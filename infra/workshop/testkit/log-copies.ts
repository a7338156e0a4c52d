/** Logs for tests of copies: in Postgres, on an EventStoreDB and back, with the read models that each one gives. */
import { setTimeout as pause } from 'node:timers/promises';
import * as E from 'fp-ts/lib/Either.js';
import pg from 'pg';
import { NO_STREAM } from '#commands/ports/event-store.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { BEGINNING } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { openProjectionPool } from '#infra/database/pool.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import type { LoggedEvent } from '#infra/log/event-log.ts';
import { openEventLog } from '#infra/log/open-event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import type { Sealer } from '#infra/log/ports/sealer.ts';
import { createSealedEventStore } from '#infra/log/sealing/sealed-event-store.ts';
import { type CopyReport, copyLog } from '#infra/operate/log-copy/copy-log.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import { stateHashes } from '#infra/read-models/state-hash.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { createMemoryKeys } from '#infra/workshop/testkit/memory-keys.ts';
import { talk } from '#infra/workshop/testkit/talk.ts';
import { ensureBuilt } from '#projections/engine/start.ts';
import { tableModels } from '#projections/registry.ts';
import { eventStoreDbForTests } from './eventstoredb/server-for-tests.ts';

const PAGE = 5_000;

export type Kept = { readonly log: OpenedLog; readonly close: () => Promise<void> };

export const logInPostgres = async (): Promise<Kept> => {
  const database = await freshDatabase();
  const log = await openEventLog({ url: database.url, writer: true, dangerouslyAcceptVolatile: true });
  const close = async (): Promise<void> => {
    await log.close();
    await database.drop();
  };
  return { log, close };
};

export const logInEventStoreDb = async (): Promise<Kept> => {
  const place = await eventStoreDbForTests().freshLog();
  const log = await openEventLog({ url: place.url, writer: true });
  const close = async (): Promise<void> => {
    await log.close();
    await place.remove();
  };
  return { log, close };
};

export const keysOfTheHouse = (): Sealer => createSealer(createMemoryKeys());

/** Fills a log with sealed messages, at least as many as given. Returns the number of events. */
export const fill = async (log: OpenedLog, sealer: Sealer, messages: number): Promise<number> => {
  const { store } = createSealedEventStore({ log, sealer });
  let events = 0;
  const recorded = (event: DomainEvent) => {
    events += 1;
    return {
      eventId: `00000000-0000-7000-8000-${events.toString(16).padStart(12, '0')}` as EventId,
      event,
      metadata: {
        actor: 'operator:test',
        correlation: `request-${events}`,
        causation: `command-${events}`,
        time: instantOf(Date.UTC(2026, 0, 1) + events),
      },
    };
  };
  const source = talk(messages);
  const write = async (): Promise<void> => {
    for (const {
      stream,
      events: [first, ...rest],
    } of source) {
      const outcome = await store.append(stream, NO_STREAM, [recorded(first), ...rest.map(recorded)])();
      if (E.isLeft(outcome)) throw new Error(`an append was refused: ${outcome.left.kind}`);
    }
  };
  await Promise.all(Array.from({ length: 64 }, write));
  return events;
};

export const copy = (from: OpenedLog, to: OpenedLog, signal = new AbortController().signal): Promise<CopyReport> =>
  copyLog({ from, to, signal, onProgress: () => undefined });

export async function* everyEvent(log: OpenedLog): AsyncGenerator<LoggedEvent> {
  for (let at = BEGINNING; ; ) {
    const page = await log.readAll(at, PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    yield* page;
    at = last.position;
  }
}

export type State = Readonly<Record<string, string>>;

const POSITIONS = `
  SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
  WHERE table_schema = $1 AND column_name LIKE '%position' AND table_name IN (
    SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'r')`;

/**
 * Returns hashes of every table of every read model, built from an empty state. Positions belong to one log alone, so
 * each is replaced by the ordinal number of its event. Logs with equal events therefore give equal hashes.
 */
export const stateBuiltFrom = async (log: OpenedLog, sealer: Sealer): Promise<State> => {
  const database = await freshDatabase();
  const pool = await openProjectionPool(database.url);
  const client = new pg.Client({ connectionString: database.url });
  try {
    await prepareRegistry(pool);
    const { feed } = createSealedEventStore({ log, sealer });
    const sink = postgresSink({ pool, url: database.url });
    const build = ensureBuilt({ feed, sink, nowMs: () => performance.now(), pause });
    for (const model of tableModels) await build(model);
    await client.connect();
    await client.query('CREATE TEMPORARY TABLE place (position bigint PRIMARY KEY, nth bigint)');
    let nth = 0;
    for (let at = BEGINNING; ; ) {
      const page = await log.readAll(at, PAGE);
      const last = page.at(-1);
      if (last === undefined) break;
      const places = page.map(({ position }) => position);
      await client.query(
        'INSERT INTO place SELECT position, nth + $2 FROM unnest($1::bigint[]) WITH ORDINALITY AS given (position, nth)',
        [places, nth],
      );
      nth += page.length;
      at = last.position;
    }
    const state: Record<string, string> = {};
    for (const { model, name: schema } of await sink.generations()) {
      const { rows } = await client.query<{ table: string; column: string }>(POSITIONS, [schema]);
      for (const { table, column } of rows)
        await client.query(
          `UPDATE ${schema}.${table} AS told SET ${column} = place.nth FROM place WHERE place.position = told.${column}`,
        );
      await client.query('BEGIN');
      for (const { table, rows: count, sha256 } of await stateHashes(client, schema))
        state[`${model}.${table} (${count} rows)`] = sha256;
      await client.query('ROLLBACK');
    }
    return state;
  } finally {
    await client.end();
    await pool.end();
    await database.drop();
  }
};
