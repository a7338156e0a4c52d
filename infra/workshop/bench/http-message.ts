/**
 * Measures messages over HTTP with everything on: token, rate limits, permission, decision, sealing, durable append,
 * idempotency key, projections.
 * One peer is bare single-row inserts of the same rows over as many connections. The other, the floor, is Node's bare
 * server in front of the same log. Server, load and database are separate processes. The contenders run in the order A
 * B C C B A.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { RATES } from '#gateway/limits/rates.ts';
import {
  type Api,
  apiOf,
  claimOwner,
  join as joinGuild,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
} from '#infra/workshop/testkit/api-client.ts';
import { durablePostgres } from '#infra/workshop/testkit/durable-postgres.ts';
import type { BareDoorOrders } from './load/bare-door.ts';
import type { Measured } from './load/closed-loop.ts';
import { familyCpuMs } from './load/cpu-time.ts';
import type { InsertOrders } from './load/inserts.ts';
import type { MessageOrders } from './load/messages.ts';
import { report } from './report.ts';

const IN_FLIGHT = 64;
const PEOPLE = 16;
const CHANNELS = 4;
/** Milliseconds before the measurement, because a server is compiled in its first seconds and then runs for weeks. */
const WARM_UP_MS = 4_000;
const WINDOW_MS = 5_000;
const ROUNDS = ['inserts', 'floor', 'messages', 'messages', 'floor', 'inserts'] as const;
const CONTENT = 'about as long as what people say to each other in a channel on an ordinary day, and then a bit';
const TIMES = 1_000_000;
const HERE = import.meta.dirname;

type Load = Measured & { readonly cpuSecs?: number };
/** CPU that one message costs the server, the database and the load, in microseconds. */
type Round = Load & { readonly serverUs: number; readonly databaseUs: number; readonly loadUs: number };

const runLoad = async (program: string, orders: InsertOrders | MessageOrders): Promise<Load> => {
  const child = spawn(process.execPath, [join(HERE, 'load', program), JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} broke`);
  return JSON.parse(output);
};

const raised = Object.fromEntries(
  Object.keys(RATES).map((name) => [`FILAMENT_LIMIT_${name.toUpperCase()}`, `${TIMES}`]),
);

/**
 * Starts the server with its limits on, at values that are not reached. `node --cpu-prof` of this bench profiles the
 * server too.
 */
const startProcess = async (home: string, databaseUrl: string) => {
  const child: ChildProcess = spawn(process.execPath, [...process.execArgv, join(HERE, '..', '..', 'app', 'main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...raised,
      FILAMENT_HOME: home,
      FILAMENT_PORT: '0',
      FILAMENT_METRICS_PORT: '0',
      FILAMENT_REGISTRATION: 'open',
      FILAMENT_DATABASE_URL: databaseUrl,
    },
  });
  let url = '';
  if (child.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    url = /ready at (http:\S+)/.exec(line)?.[1] ?? url;
    const ownerSecret = /claim#(\S+)/.exec(line)?.[1];
    if (ownerSecret !== undefined) return { url, ownerSecret, child };
  }
  throw new Error('the server did not start');
};

const settle = async (api: Api) => {
  const owner: Person = await claimOwner(server, api);
  const guild = await makeGuild(owner, 'bench');
  const channels = await Promise.all(
    Array.from({ length: CHANNELS }, (_, i) => makeChannel(owner, guild, `bench ${i}`)),
  );
  const people: Person[] = [];
  for (let i = 1; i < PEOPLE; i += 1) people.push(await newcomer(api, `person${i}`));
  await joinGuild(owner, guild, ...people);
  return {
    tokens: [owner, ...people].map(({ accessToken }) => accessToken),
    paths: channels.map((channel) => `${pathOf(channel)}/messages`),
  };
};

const storedMessages = async (url: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: string }>(
      "SELECT count(*) AS n FROM log.events WHERE type = 'message.sent'",
    );
    return Number(rows[0]?.n);
  } finally {
    await client.end();
  }
};

/** CPU that a process and its children have used so far, in microseconds. `NaN` where there is no `/proc`. */
const cpuUsOf = async (pid: number | undefined): Promise<number> =>
  ((await familyCpuMs(pid ?? 0)) ?? Number.NaN) * 1_000;

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Starts the floor in front of a log of its own, in a Postgres of its own. */
const startFloor = async (url: string): Promise<{ readonly child: ChildProcess; readonly port: number }> => {
  const orders: BareDoorOrders = { url };
  const child = spawn(process.execPath, [join(HERE, 'load', 'bare-door.ts'), JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  return { child, port: Number(port) };
};

const home = await mkdtemp(join(tmpdir(), 'filament-bench-home-'));
const postgres = await durablePostgres(IN_FLIGHT + 60);
const server = await startProcess(home, postgres.url);
const beneath = await durablePostgres(IN_FLIGHT);
const floor = await startFloor(beneath.url);
try {
  const world = await settle(await apiOf(server.url));
  const common = { inFlight: IN_FLIGHT, windowMs: WINDOW_MS, warmUpMs: WARM_UP_MS, content: CONTENT };
  const load = {
    inserts: () => runLoad('inserts.ts', { ...common, url: postgres.url }),
    floor: () => runLoad('messages.ts', { ...common, ...world, port: floor.port }),
    messages: () => runLoad('messages.ts', { ...common, ...world, port: Number(new URL(server.url).port) }),
  };
  const rounds = { inserts: [] as Round[], floor: [] as Round[], messages: [] as Round[] };
  for (const name of ROUNDS) {
    const { pid } = name === 'floor' ? floor.child : server.child;
    const database = name === 'floor' ? beneath.pid : postgres.pid;
    const before = [await cpuUsOf(pid), await cpuUsOf(database)] as const;
    const measured = await load[name]();
    const serverUs = ((await cpuUsOf(pid)) - before[0]) / measured.done;
    const databaseUs = ((await cpuUsOf(database)) - before[1]) / measured.done;
    const loadUs = ((measured.cpuSecs ?? Number.NaN) * 1_000_000) / measured.done;
    rounds[name].push({ ...measured, serverUs, databaseUs, loadUs });
    const cpu = `, us of CPU each: database ${databaseUs.toFixed(0)}, server ${serverUs.toFixed(0)}, load ${loadUs.toFixed(0)}`;
    process.stdout.write(
      `${name.padEnd(9)} ${measured.perSecond.toFixed(0).padStart(6)}/s  p50 ${measured.p50Ms.toFixed(1)} ms  p99 ${measured.p99Ms.toFixed(1)} ms${cpu}\n`,
    );
  }
  const acknowledged = rounds.messages.reduce((sum, { done }) => sum + done, 0);
  const stored = await storedMessages(postgres.url);
  if (stored !== acknowledged) throw new Error(`${acknowledged} messages were acknowledged and ${stored} are stored`);
  process.stdout.write(`every one of ${acknowledged} acknowledged messages is stored once\n`);
  const messages = mean(rounds.messages.map(({ perSecond }) => perSecond));
  report('http-message', [
    { name: `messages over HTTP, ${IN_FLIGHT} in flight`, value: messages, unit: 'messages/s' },
    { name: 'p99 of a message', value: mean(rounds.messages.map(({ p99Ms }) => p99Ms)), unit: 'ms' },
    { name: 'server CPU a message', value: mean(rounds.messages.map(({ serverUs }) => serverUs)), unit: 'us' },
    { name: 'database CPU a message', value: mean(rounds.messages.map(({ databaseUs }) => databaseUs)), unit: 'us' },
    { name: 'CPU of the load a message', value: mean(rounds.messages.map(({ loadUs }) => loadUs)), unit: 'us' },
    {
      name: 'CPU of a single-row insert',
      value: mean(rounds.inserts.map(({ databaseUs, loadUs }) => databaseUs + loadUs)),
      unit: 'us',
    },
    { name: 'the floor', value: mean(rounds.floor.map(({ perSecond }) => perSecond)), unit: 'messages/s' },
    { name: 'CPU of the floor a message', value: mean(rounds.floor.map(({ serverUs }) => serverUs)), unit: 'us' },
    {
      name: 'messages over HTTP over the floor',
      value: messages / mean(rounds.floor.map(({ perSecond }) => perSecond)),
      unit: 'x',
    },
    {
      name: 'messages over HTTP over single-row inserts',
      value: messages / mean(rounds.inserts.map(({ perSecond }) => perSecond)),
      unit: 'x',
      bar: { at: 'least', value: 1 },
    },
  ]);
} finally {
  for (const { child } of [server, floor]) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await Promise.all([postgres.stop(), beneath.stop()]);
  await rm(home, { recursive: true, force: true });
}
