/**
 * Queries made to hurt, from many clients at once, against a whole server in this process: each is answered, and how long
 * its event loop was held up meanwhile is what everybody else would have felt.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { apiOf, caughtUp, claimOwner, makeChannel, makeGuild, say } from '#infra/testkit/api-client.ts';
import { startServer } from '#infra/testkit/server.ts';
import type { Searched, SearchingOrders } from './load/searching-clients.ts';
import { report } from './report.ts';

const CLIENTS = 16;
const SECONDS = 10;
const MESSAGES = 512;
const AT_ONCE = 16;
const DELAY_P99_MAX_MS = 50;
const TIMES = 10_000_000;

/** As long as a message may be, and made of what every query below asks for. */
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

const server = await startServer({
  rates: { requests_per_user: TIMES, searches_per_user: TIMES, searches_per_guild: TIMES },
});
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
  const { statuses, tookMs } = await searched({
    url: `${server.url}/guilds/${guild.guild_id}/search`,
    token: owner.accessToken,
    queries: hostile,
    clients: CLIENTS,
    seconds: SECONDS,
  });
  delay.disable();
  process.stdout.write(`${[...statuses].map(([status, times]) => `${status}: ${times}`).join(', ')}\n`);
  const answered = [...statuses].filter(([status]) => ![200, 400, 503].includes(status));
  const took = tookMs.toSorted((a, b) => a - b);
  report('search-hostile', [
    { name: 'hostile queries answered', value: took.length, unit: '' },
    { name: 'p99 of an answer', value: took[Math.floor(took.length * 0.99)] ?? 0, unit: 'ms' },
    { name: 'kinds of answers that are none', value: answered.length, unit: '', bar: { at: 'most', value: 0 } },
    {
      name: 'loop delay p99',
      value: delay.percentile(99) / 1e6,
      unit: 'ms',
      bar: { at: 'most', value: DELAY_P99_MAX_MS },
    },
    { name: 'loop delay, greatest', value: delay.max / 1e6, unit: 'ms' },
  ]);
} finally {
  await server.stop();
}
