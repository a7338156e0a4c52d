/**
 * Measures how soon a server is ready again after `kill -9` in the middle of writes: the server alone, whose Postgres
 * runs on, and both at once. The bar is 5 s for the slowest round. Each round prints the laps of its start.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { settle } from '#infra/workshop/chaos/community.ts';
import { postUntil } from '#infra/workshop/chaos/poster.ts';
import { postmasterOf, serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { median } from './load/quantile.ts';
import { type Measure, report } from './report.ts';

const ROUNDS = Number(process.argv[2] ?? 20);
const READY_WITHIN_MS = 5_000;
const POSTERS = 8;
/** Each kill comes at a random moment within this time, so that it meets writes in every state. */
const UNTIL_KILL_MS = 700;
const VICTIMS = ['server', 'server and Postgres'] as const;

const lastLaps = (said: string): ReadonlyMap<string, number> =>
  new Map(
    Array.from(
      (said.match(/"laps":"([^"]*)"/g)?.at(-1) ?? '').matchAll(/([A-Za-z][A-Za-z -]*) (\d+) ms/g),
      ([, name = '', ms]) => [name, Number(ms)],
    ),
  );

const home = await mkdtemp(join(tmpdir(), 'filament-restart-'));
const server = serverProcess(home, await freePort(), { FILAMENT_LOG_LEVEL: 'info' });
const stopped = new AbortController();
const took: Record<(typeof VICTIMS)[number], number[]> = { server: [], 'server and Postgres': [] };
const laps = new Map<string, number[]>();
let acknowledged = 0;
try {
  await server.start();
  const talk = await settle(server);
  const posting = Promise.all(
    Array.from({ length: POSTERS }, (_, at) =>
      postUntil(talk.session, talk.messages, `poster ${at}`, stopped.signal, () => {
        acknowledged += 1;
      }),
    ),
  );
  posting.catch(() => undefined);
  for (let round = 0; round < ROUNDS * VICTIMS.length; round += 1) {
    const victim = VICTIMS[round % VICTIMS.length] ?? 'server';
    await pause(Math.random() * UNTIL_KILL_MS);
    const postmaster = await postmasterOf(home);
    await server.kill();
    if (victim === 'server and Postgres' && postmaster !== undefined) process.kill(postmaster, 'SIGKILL');
    const began = performance.now();
    await server.start();
    took[victim].push(performance.now() - began);
    const these = lastLaps(server.said());
    for (const [name, ms] of these) laps.set(name, [...(laps.get(name) ?? []), ms]);
    const inWords = [...these].map(([name, ms]) => `${name} ${ms}`).join(', ');
    process.stdout.write(`${victim}: ${Math.round(took[victim].at(-1) ?? 0)} ms (${inWords})\n`);
  }
  stopped.abort();
  await posting;
  const load = loadavg()[0]?.toFixed(1);
  process.stdout.write(`${acknowledged} messages were acknowledged meanwhile; the load of the machine was ${load}\n`);
  const measures = VICTIMS.flatMap((victim): ReadonlyArray<Measure> => {
    const name = `ready again after kill -9 of ${victim}`;
    return [
      { name: `${name}, median`, value: median(took[victim]), unit: 'ms' },
      {
        name: `${name}, slowest of ${ROUNDS}, of its ${READY_WITHIN_MS} ms`,
        value: Math.max(...took[victim]) / READY_WITHIN_MS,
        unit: 'x',
        bar: { at: 'most', value: 1 },
      },
    ];
  });
  const parts = [...laps].map(
    ([name, values]): Measure => ({
      name: `part of it: ${name}, slowest, of the ${READY_WITHIN_MS} ms`,
      value: Math.max(...values) / READY_WITHIN_MS,
      unit: 'x',
    }),
  );
  report('restart', [...measures, ...parts]);
} finally {
  stopped.abort();
  await server.stop();
  await rm(home, { recursive: true, force: true });
}
