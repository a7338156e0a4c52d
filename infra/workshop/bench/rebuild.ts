/**
 * Measures a rebuild of message-timeline from an empty state, with sealed texts opened. The floor is the least that a
 * rebuild can cost: copying the log out of Postgres in order, and copying the finished rows into the same tables and
 * indexes.
 */

import { PassThrough, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { openProjectionPool } from '#infra/database/pool.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import { durablePostgres } from '#infra/workshop/testkit/durable-postgres.ts';
import { rebuild } from '#projections/engine/rebuild.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import { tableModels } from '#projections/registry.ts';
import { spokenLog } from './load/spoken-log.ts';
import { report } from './report.ts';

const MESSAGES = Number(process.argv[2] ?? 100_000);
const ROUNDS = 3;
const EVENTS_PER_SECOND_MIN = 30_000;

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
};
const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Copies the projector's rows from their tables into empty ones of the same shape. Returns the seconds. */
const copyIn = async (client: pg.Client, schema: string): Promise<number> => {
  await client.query('DROP SCHEMA IF EXISTS floor CASCADE; CREATE SCHEMA floor; SET search_path TO floor');
  for (const { sql } of messageTimeline.tables) await client.query(sql);
  const rows = new Map<string, Buffer>();
  for (const table of ['message', 'reaction']) {
    const chunks: Buffer[] = [];
    const out = client.query(copyTo(`COPY ${schema}.${table} TO STDOUT`));
    for await (const chunk of out) chunks.push(chunk);
    rows.set(table, Buffer.concat(chunks));
  }
  return seconds(async () => {
    for (const [table, bytes] of rows) {
      const source = new PassThrough();
      source.end(bytes);
      await pipeline(source, client.query(copyFrom(`COPY ${table} FROM STDIN`)));
    }
    for (const { sql } of messageTimeline.indexes) await client.query(sql);
    await client.query('ANALYZE message; ANALYZE reaction');
  });
};

const copyOut = (client: pg.Client): Promise<number> =>
  seconds(() =>
    pipeline(
      client.query(copyTo('COPY (SELECT * FROM log.events ORDER BY position) TO STDOUT')),
      new Writable({ write: (_chunk, _encoding, done) => done() }),
    ),
  );

const postgres = await durablePostgres(60);
try {
  const filling = performance.now();
  const log = await spokenLog(postgres.url, MESSAGES);
  process.stdout.write(`${log.events} events written in ${((performance.now() - filling) / 1_000).toFixed(1)} s\n`);
  const pool = await openProjectionPool(postgres.url);
  await prepareRegistry(pool);
  const sink = postgresSink({ pool, url: postgres.url });
  const build = rebuild({ feed: log.feed, sink, nowMs: () => performance.now() });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    const rebuilds: number[] = [];
    const outs: number[] = [];
    const ins: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rebuilds.push(await seconds(() => build(messageTimeline)));
      outs.push(await copyOut(client));
      const active = await sink.active(messageTimeline);
      ins.push(await copyIn(client, active?.name ?? ''));
      process.stdout.write(
        `round ${round + 1}: rebuild ${rebuilds.at(-1)?.toFixed(2)} s, copy out ${outs.at(-1)?.toFixed(2)} s, copy in ${ins.at(-1)?.toFixed(2)} s\n`,
      );
    }
    const all = await seconds(async () => {
      for (const model of tableModels) await build(model);
    });
    const took = median(rebuilds);
    report('rebuild', [
      { name: 'events in the log', value: log.events, unit: '' },
      {
        name: 'rebuild of message-timeline, texts opened',
        value: log.events / took,
        unit: 'events/s',
        bar: { at: 'least', value: EVENTS_PER_SECOND_MIN },
      },
      { name: 'rebuild of all read models, one after the other', value: log.events / all, unit: 'events/s' },
      { name: 'floor: copy out and copy in', value: log.events / (median(outs) + median(ins)), unit: 'events/s' },
      { name: 'rebuild, as a share of the floor', value: (median(outs) + median(ins)) / took, unit: 'x' },
    ]);
  } finally {
    await client.end();
    await pool.end();
    await log.close();
  }
} finally {
  await postgres.stop();
}
