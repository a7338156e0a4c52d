/**
 * Measures what an honest client feels while others send bodies that are dear to parse, as fast as they can: one
 * account over six connections, and four addresses without an account. Server, attack and client are separate
 * processes. The quiet and the attacked turns alternate, so that both meet the same machine.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { settle } from '#infra/workshop/chaos/community.ts';
import { serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { apiOf, newcomer } from '#infra/workshop/testkit/api-client.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { familyCpuMs } from './load/cpu-time.ts';
import type { HostileOrders, HostileOutcome } from './load/hostile-clients.ts';
import { quantile } from './load/quantile.ts';
import { report } from './report.ts';

const WINDOW_MS = 15_000;
const WARM_UP_MS = 3_000;
const TURNS = ['quiet', 'attacked', 'attacked', 'quiet'] as const;
const OF_ACCOUNT = 6;
const ADDRESSES = ['198.51.100.1', '198.51.100.2', '198.51.100.3', '198.51.100.4'];
const P99_MAX_MS = 50;
/** Rates that `serverProcess` raises. Here they stand at their defaults, because they are what is attacked. */
const DEFAULT_RATES = {
  FILAMENT_LIMIT_REQUESTS_PER_USER: '',
  FILAMENT_LIMIT_MESSAGES_PER_USER: '',
  FILAMENT_LIMIT_MESSAGES_PER_USER_AND_CHANNEL: '',
};

type Asked = 'live' | 'history' | 'post';
/** Milliseconds between two requests of an honest client. Posts keep the rate of messages. */
const PAUSES: Readonly<Record<Asked, number>> = { live: 20, history: 50, post: 1_100 };
const ASKED = ['live', 'history', 'post'] as const;

const home = await mkdtemp(join(tmpdir(), 'filament-bench-hostile-'));
const server = serverProcess(home, await freePort(), {
  ...DEFAULT_RATES,
  FILAMENT_REGISTRATION: 'open',
  FILAMENT_TRUSTED_PROXY_CIDRS: '127.0.0.0/8',
});

const attack = async (token: string, windowMs: number): Promise<HostileOutcome> => {
  const port = Number(new URL(server.url).port);
  const orders: HostileOrders = { port, token, ofAccount: OF_ACCOUNT, addresses: ADDRESSES, windowMs };
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'load', 'hostile-clients.ts'), JSON.stringify(orders)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error('the attack broke');
  return JSON.parse(output);
};

try {
  await server.start();
  const talk = await settle(server);
  const mallory = await newcomer(await apiOf(server.url), 'mallory');
  const signed = (): HeadersInit => ({ Authorization: `Bearer ${talk.session.token()}` });
  const asks: Readonly<Record<Asked, () => Promise<Response>>> = {
    live: () => fetch(`${server.url}/health/live`),
    history: () => fetch(`${talk.messages}?limit=50`, { headers: signed() }),
    post: () =>
      fetch(talk.messages, {
        method: 'POST',
        headers: { ...signed(), 'Content-Type': 'application/json' },
        body: JSON.stringify({ content: 'as on any other day' }),
      }),
  };
  /** Asks one thing again and again, and notes how long each answer took. */
  const honest = async (what: Asked, windowMs: number, took: number[]): Promise<void> => {
    for (const until = performance.now() + windowMs; performance.now() < until; await pause(PAUSES[what])) {
      const since = performance.now();
      const answer = await asks[what]();
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`an honest ${what} was answered ${answer.status}`);
      took.push(performance.now() - since);
    }
  };
  const felt = { quiet: { live: [], history: [], post: [] }, attacked: { live: [], history: [], post: [] } } as Record<
    (typeof TURNS)[number],
    Record<Asked, number[]>
  >;
  await Promise.all([attack(mallory.accessToken, WARM_UP_MS), ...ASKED.map((what) => honest(what, WARM_UP_MS, []))]);
  /** CPU of the server and its Postgres, in milliseconds. It says the same on a busy machine. `NaN` without `/proc`. */
  const cpuMs = async (): Promise<number> => (await familyCpuMs(server.pid() ?? 0)) ?? Number.NaN;
  const cpu = { quiet: 0, attacked: 0 };
  let requests = 0;
  for (const turn of TURNS) {
    const cpuBefore = await cpuMs();
    const attacking = turn === 'attacked' ? attack(mallory.accessToken, WINDOW_MS) : undefined;
    await Promise.all(ASKED.map((what) => honest(what, WINDOW_MS, felt[turn][what])));
    const outcome = (await attacking) ?? {};
    cpu[turn] += (await cpuMs()) - cpuBefore;
    requests += Object.values(outcome).reduce((sum, times) => sum + times, 0);
    const load = loadavg()[0]?.toFixed(1);
    process.stdout.write(`${turn.padEnd(9)} load ${load}, attack answered ${JSON.stringify(outcome)}\n`);
  }
  for (const turn of ['quiet', 'attacked'] as const) {
    for (const what of ASKED) {
      const took = felt[turn][what];
      const [p50, p99, max] = [quantile(took, 0.5), quantile(took, 0.99), Math.max(...took)];
      process.stdout.write(
        `${turn.padEnd(9)} ${what.padEnd(8)} p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  max ${max.toFixed(1)} ms  (${took.length})\n`,
      );
    }
  }
  const all = (turn: 'quiet' | 'attacked') => quantile(Object.values(felt[turn]).flat(), 0.99);
  const bar = { at: 'most', value: P99_MAX_MS } as const;
  report('hostile-bodies', [
    { name: 'hostile requests a second', value: requests / ((2 * WINDOW_MS) / 1_000), unit: 'requests/s' },
    { name: 'server CPU a hostile request', value: (cpu.attacked - cpu.quiet) / requests, unit: 'ms' },
    { name: 'p99 of an honest request, quiet', value: all('quiet'), unit: 'ms' },
    { name: 'p99 of an honest request, attacked', value: all('attacked'), unit: 'ms', bar },
    { name: 'p99 of /health/live, attacked', value: quantile(felt.attacked.live, 0.99), unit: 'ms', bar },
    { name: 'p99 of a page of history, attacked', value: quantile(felt.attacked.history, 0.99), unit: 'ms', bar },
    { name: 'p99 of a post, attacked', value: quantile(felt.attacked.post, 0.99), unit: 'ms', bar },
    { name: 'p99 attacked over p99 quiet', value: all('attacked') / all('quiet'), unit: 'x' },
  ]);
  await server.stop();
} finally {
  await server.kill();
  await rm(home, { recursive: true, force: true });
}
