/**
 * Sends hostile searches from many clients to a whole server in this process. Each search must be answered. The delay
 * of the event loop shows what all other users would have felt.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { RATES } from '#gateway/limits/rates.ts';
import { apiOf, caughtUp, claimOwner, makeChannel, makeGuild, say } from '#infra/workshop/testkit/api-client.ts';
import { type ServerOptions, startServer } from '#infra/workshop/testkit/server.ts';
import type { Searched, SearchingOrders } from './load/searching-clients.ts';
import { report } from './report.ts';

const CLIENTS = 16;
const SECONDS = 10;
const IDLE_SECONDS = 3;
const NS_PER_MS = 1e6;
const MESSAGES = 512;
const AT_ONCE = 16;
const DELAY_P99_MAX_MS = 50;
const TIMES = 10_000_000;

/** A text of the greatest length that contains everything the queries below ask for. */
const text = (n: number): string => `${n} ${'aa ab abc (a+)+$ a_b_c_d_e_f '.repeat(65)}`.slice(0, 1_990);

const hostile: ReadonlyArray<string> = [
  '('.repeat(256),
  '*'.repeat(10_000),
  'ab* '.repeat(64),
  '"'.repeat(255),
  `"${'a '.repeat(120)}"`,
  `${'aa '.repeat(19)}ab*`,
  'aa* ab* abc* a_b*',
  `-${'a'.repeat(250)}`,
  `before:${'9'.repeat(240)}`,
  '\u202E\u0001'.repeat(100),
  '\u0300'.repeat(255),
  '\u{1F468}\u200D'.repeat(60),
  '(a+)+$'.repeat(40),
  'abcdefghij'.repeat(25),
  'zzzzzzzzzz abbbbbc aaaaaaac',
  'from:nobody in:nowhere mentions:none has:link aa',
  '-aa -ab -abc',
];

const searched = (orders: SearchingOrders): Promise<Searched> =>
  new Promise((resolve, reject) => {
    const clients = new Worker(new URL('./load/searching-clients.ts', import.meta.url), { workerData: orders });
    clients.once('message', resolve);
    clients.once('error', reject);
  });

type Felt = Searched & { readonly idleP99Ms: number; readonly p99Ms: number; readonly maxMs: number };

const felt = async (rates: ServerOptions['rates']): Promise<Felt> => {
  const server = await startServer({ rates: rates ?? {} });
  try {
    const api = await apiOf(server.url);
    const owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'bench');
    const channel = await makeChannel(owner, guild, 'talk');
    for (let n = 0; n < MESSAGES; n += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => say(owner, channel, text(n + at))));
    }
    await caughtUp(api);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await pause(IDLE_SECONDS * 1_000);
    const idleP99Ms = delay.percentile(99) / NS_PER_MS;
    delay.reset();
    const answers = await searched({
      url: `${server.url}/guilds/${guild.guild_id}/search`,
      token: owner.accessToken,
      queries: hostile,
      clients: CLIENTS,
      seconds: SECONDS,
    });
    delay.disable();
    return { ...answers, idleP99Ms, p99Ms: delay.percentile(99) / NS_PER_MS, maxMs: delay.max / NS_PER_MS };
  } finally {
    await server.stop();
  }
};

const told = (what: string, { statuses, tookMs, idleP99Ms, p99Ms, maxMs }: Felt): void => {
  const kinds = [...statuses].map(([status, times]) => `${status}: ${times}`).join(', ');
  const sorted = tookMs.toSorted((a, b) => a - b);
  const answer = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  process.stdout.write(
    `${what}: ${kinds}; an answer p99 ${answer.toFixed(0)} ms; loop delay p99 ${p99Ms.toFixed(1)} ms (${idleP99Ms.toFixed(1)} ms idle), greatest ${maxMs.toFixed(0)} ms\n`,
  );
};

const strange = ({ statuses }: Felt): number =>
  [...statuses.keys()].filter((status) => ![200, 400, 429, 503].includes(status)).length;

const { searches_per_user, searches_per_guild } = RATES;
const kept = await felt({
  searches_per_user: searches_per_user.times,
  searches_per_guild: searches_per_guild.times,
  requests_per_user: TIMES,
});
told('with the rate limits of searches', kept);
const unbounded = await felt({ requests_per_user: TIMES, searches_per_user: TIMES, searches_per_guild: TIMES });
told('without rate limits', unbounded);
const bar = { at: 'most', value: DELAY_P99_MAX_MS } as const;
report('search-hostile', [
  { name: 'hostile queries answered', value: kept.tookMs.length + unbounded.tookMs.length, unit: '' },
  {
    name: 'answers with an unexpected status',
    value: strange(kept) + strange(unbounded),
    unit: '',
    bar: { at: 'most', value: 0 },
  },
  { name: 'loop delay p99, idle', value: kept.idleP99Ms, unit: 'ms' },
  { name: 'loop delay p99, at the rates of searches', value: kept.p99Ms, unit: 'ms', bar },
  { name: 'loop delay p99, with no rate', value: unbounded.p99Ms, unit: 'ms' },
]);
