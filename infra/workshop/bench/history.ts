/**
 * Measures pages of history out of half a million messages. The product's own query (gate, page, authors, reactions,
 * decoding and shaping) stands against pgbench, which runs the same SQL at the same places. Without pgbench, prepared
 * statements of `pg` take its place, and the report says so.
 * The two take turns, so that a drift of the machine favours neither.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabasePool } from 'slonik';
import { instantOf } from '#domain/kernel/instant.ts';
import { openProjectionPool, openQueryPool } from '#infra/database/pool.ts';
import { postgresReadModels } from '#infra/read-models/read-models.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import { channel, message, session, user } from '#infra/workshop/testkit/community-events.ts';
import { durablePostgres } from '#infra/workshop/testkit/durable-postgres.ts';
import { AUTHORS, channelOf } from '#infra/workshop/testkit/talk.ts';
import { rebuild } from '#projections/engine/rebuild.ts';
import { tableModels } from '#projections/registry.ts';
import { makeQueries } from '#queries/make-queries.ts';
import type { ReadModels, Sql } from '#queries/ports/read-models.ts';
import { absentSearch } from '#queries/search/absent-search.ts';
import { longHistory } from './load/long-history.ts';
import { median, quantile } from './load/quantile.ts';
import { type Measure, report } from './report.ts';

const MESSAGES = Number(process.argv[2] ?? 500_000);
const ROUNDS = Number(process.argv[3] ?? 5);
const ROUND_SECONDS = 4;
const PAGE = 50;
const PLACES = 100;
const CLIENTS = [1, 4] as const;
const RATIO_MAX = 2;

type Sample = { readonly n: number; readonly viewer: number };
type Run = { readonly p50: number; readonly p99: number; readonly perSecond: number };
type Contender = (clients: number) => Promise<Run>;

/** Places spread over the whole history in an order that no cache can favour. */
const places: ReadonlyArray<Sample> = Array.from({ length: PLACES }, (_, at) => ({
  n: 1 + Math.floor(MESSAGES * ((at * 0.754_877) % 1)),
  viewer: 1 + (at % AUTHORS),
}));

const summary = (milliseconds: ReadonlyArray<number>, seconds: number): Run => ({
  p50: median(milliseconds),
  p99: quantile(milliseconds, 0.99),
  perSecond: milliseconds.length / seconds,
});

/** Runs clients that ask the next question as soon as they have an answer. */
const closedLoop = async (clients: number, ask: (place: Sample, client: number) => Promise<unknown>): Promise<Run> => {
  const took: number[] = [];
  const began = performance.now();
  const until = began + ROUND_SECONDS * 1_000;
  const client = async (number: number) => {
    for (let turn = number; performance.now() < until; turn += 1) {
      const place = places[turn % PLACES];
      if (place === undefined) return;
      const asked = performance.now();
      await ask(place, number);
      took.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return summary(took, (performance.now() - began) / 1_000);
};

const question = ({ n, viewer }: Sample) => ({
  viewer: { userId: user(viewer), sessionId: session(1) },
  atLeast: undefined,
  channelId: channel(channelOf(n)),
  limit: PAGE,
  before: message(n),
});
const queriesOver = (models: ReadModels) =>
  makeQueries({
    models,
    search: absentSearch({ kind: 'SearchUnavailable', why: 'this bench does not search' }),
    progress: { position: () => 0n, waitFor: async () => true },
    now: () => instantOf(0),
    undoMs: 0,
  });

const ours =
  (pool: DatabasePool): Contender =>
  (clients) => {
    const queries = queriesOver(postgresReadModels(pool));
    return closedLoop(clients, async (place) => {
      const answer = await queries.channelMessages(question(place))();
      if (answer._tag === 'Left') throw new Error(answer.left.kind);
    });
  };

/** Returns the SQL statement of the query at one place, with its values. */
const statementAt = async (place: Sample): Promise<Sql> => {
  const asked: Sql[] = [];
  const queries = queriesOver({
    rows:
      ({ sql }) =>
      async () => {
        asked.push(sql);
        return { _tag: 'Right', right: [] };
      },
  });
  await queries.channelMessages(question(place))();
  const [statement] = asked;
  if (statement === undefined) throw new Error('the query sent no statement');
  return statement;
};

const GENERIC = '-c plan_cache_mode=force_generic_plan';

const barePg =
  (url: string): Contender =>
  async (clients) => {
    const connections = await Promise.all(
      Array.from({ length: clients }, async () => {
        const client = new pg.Client({ connectionString: url, options: GENERIC });
        await client.connect();
        return client;
      }),
    );
    const statements = new Map(
      await Promise.all(places.map(async (place) => [place, await statementAt(place)] as const)),
    );
    try {
      return await closedLoop(clients, async (place, number) => {
        const statement = statements.get(place);
        if (statement === undefined) return;
        const text = statement.sql.replaceAll('$slonik_', '$');
        await connections[number]?.query({ name: 'page', text, values: [...statement.values] });
      });
    } finally {
      await Promise.all(connections.map((client) => client.end()));
    }
  };

const literal = (value: unknown): string => (Array.isArray(value) ? `{${value.join()}}` : String(value));

/**
 * Writes one script for each place. The values of each place have their own names, because pgbench takes strings from
 * its command line only.
 */
const writeScripts = async (folder: string): Promise<ReadonlyArray<string>> => {
  const flags: string[] = [];
  for (const [at, place] of places.entries()) {
    const { sql, values } = await statementAt(place);
    const named = sql.replaceAll(/\$slonik_(\d+)/g, (_, number) => `:v${at}x${number}`);
    const file = join(folder, `place-${at}.sql`);
    // pgbench ends a statement at a semicolon, so a statement may span many lines.
    await writeFile(file, `${named};\n`);
    flags.push('-f', file, ...values.flatMap((value, n) => ['-D', `v${at}x${n + 1}=${literal(value)}`]));
  }
  return flags;
};

const pgbench =
  (url: string, folder: string, scripts: ReadonlyArray<string>): Contender =>
  async (clients) => {
    const log = join(folder, 'log');
    const child = spawn(
      'pgbench',
      ['-n', '-M', 'prepared', '-c', `${clients}`, '-j', '1', '-T', `${ROUND_SECONDS}`]
        .concat(['-l', '--log-prefix', log])
        .concat(scripts)
        .concat([url]),
      { env: { ...process.env, PGOPTIONS: GENERIC }, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`pgbench ended with ${code}`);
    const took: number[] = [];
    for (const file of await readdir(folder)) {
      if (!file.startsWith('log.')) continue;
      for (const line of (await readFile(join(folder, file), 'utf8')).trim().split('\n')) {
        took.push(Number(line.split(' ')[2]) / 1_000);
      }
      await rm(join(folder, file));
    }
    return summary(took, ROUND_SECONDS);
  };

const hasPgbench = async (): Promise<boolean> => {
  const child = spawn('pgbench', ['--version'], { stdio: 'ignore' });
  const ended = await Promise.race([once(child, 'exit'), once(child, 'error')]);
  return ended[0] === 0;
};

const compare = async (name: string, mine: Contender, peer: Contender): Promise<ReadonlyArray<Measure>> => {
  const measures: Measure[] = [];
  for (const clients of CLIENTS) {
    await mine(clients);
    await peer(clients);
    const runs: Array<readonly [Run, Run]> = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const [a, b] =
        round % 2 === 0
          ? [await mine(clients), await peer(clients)]
          : [await peer(clients), await mine(clients)].reverse();
      if (a === undefined || b === undefined) continue;
      runs.push([a, b]);
      const show = ({ p50, p99, perSecond }: Run) =>
        `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, ${perSecond.toFixed(0)}/s`;
      process.stdout.write(`${clients} at a time: ours ${show(a)}; ${name} ${show(b)}\n`);
    }
    const of = (which: 0 | 1, what: keyof Run) => median(runs.map((run) => run[which][what]));
    const at = `${clients} at a time`;
    measures.push(
      { name: `p99, ours, ${at}`, value: of(0, 'p99'), unit: 'ms' },
      { name: `p99, ${name}, ${at}`, value: of(1, 'p99'), unit: 'ms' },
      {
        name: `p99, ours to ${name}, ${at}`,
        value: median(runs.map(([a, b]) => a.p99 / b.p99)),
        unit: 'x',
        bar: { at: 'most', value: RATIO_MAX },
      },
      { name: `p50, ours to ${name}, ${at}`, value: median(runs.map(([a, b]) => a.p50 / b.p50)), unit: 'x' },
      { name: `pages a second, ours, ${at}`, value: of(0, 'perSecond'), unit: '/s' },
    );
  }
  return measures;
};

const postgres = await durablePostgres(60);
const folder = await mkdtemp(join(tmpdir(), 'filament-history-'));
try {
  const filling = await openProjectionPool(postgres.url);
  await prepareRegistry(filling);
  const sink = postgresSink({ pool: filling, url: postgres.url });
  for (const model of tableModels) {
    await rebuild({ feed: longHistory(MESSAGES), sink, nowMs: () => performance.now() })(model);
  }
  await filling.end();
  const pool = await openQueryPool(postgres.url);
  try {
    const there = await hasPgbench();
    const peer = there ? pgbench(postgres.url, folder, await writeScripts(folder)) : barePg(postgres.url);
    const name = there ? 'pgbench' : 'bare pg';
    report('history', [{ name: 'messages', value: MESSAGES, unit: '' }, ...(await compare(name, ours(pool), peer))]);
  } finally {
    await pool.end();
  }
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
