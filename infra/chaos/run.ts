/**
 * `node infra/chaos/run.ts --kills 200 [--minutes 30] [--posters 8]`: the crash test at length, in a data folder of
 * its own that is removed afterwards. Exits with 1 when anything was lost, doubled or left unequal.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runChaos } from './chaos.ts';
import { freePort } from './server-process.ts';

const MINUTE_MS = 60_000;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '30' },
    posters: { type: 'string', default: '8' },
  },
});
const home = await mkdtemp(join(tmpdir(), 'filament-chaos-'));
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

try {
  const outcome = await runChaos({
    home,
    port: await freePort(),
    kills: Number(values.kills),
    posters: Number(values.posters),
    withinMs: Number(values.minutes) * MINUTE_MS,
    say,
  });
  const { recoveries, wrong, ...counts } = outcome;
  const sorted = recoveries.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  for (const sentence of wrong) say(`WRONG: ${sentence}`);
  say(JSON.stringify({ ...counts, recovery_ms: { p50: at(0.5), p95: at(0.95), max: at(1) }, wrong: wrong.length }));
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await rm(home, { recursive: true, force: true });
}
