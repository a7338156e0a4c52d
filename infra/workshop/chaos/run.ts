/**
 * `node infra/workshop/chaos/run.ts --kills 200 [--minutes 30] [--posters 8]`: runs the crash test at length, in its
 * own data folder, which is removed afterwards. With `--event-store <url> --nodes <file>` the log is on a real cluster.
 * Its nodes are killed and frozen too, and something outside starts them again. The file names them as
 * `node-processes.ts` says. With `--search` it kills the process that keeps the search index, once
 * while it indexes and once while it rebuilds. Exits with 1 when anything was lost, doubled or left unequal.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { runChaos } from './chaos.ts';
import { nodeProcesses, nodesIn } from './node-processes.ts';
import { runSearchKills } from './search-kills.ts';

const MINUTE_MS = 60_000;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '30' },
    posters: { type: 'string', default: '8' },
    search: { type: 'boolean', default: false },
    'event-store': { type: 'string' },
    nodes: { type: 'string' },
  },
});
const home = await mkdtemp(join(tmpdir(), 'filament-chaos-'));
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const clusterAsked = async () => {
  const { 'event-store': url, nodes } = values;
  if (url === undefined && nodes === undefined) return {};
  if (url === undefined || nodes === undefined) throw new Error('--event-store and --nodes belong together');
  return { cluster: await nodeProcesses(url, nodesIn(await readFile(nodes, 'utf8'))) };
};

const spread = (times: ReadonlyArray<number>) => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
};

const killServer = async (): Promise<boolean> => {
  const outcome = await runChaos({
    home,
    port: await freePort(),
    kills: Number(values.kills),
    posters: Number(values.posters),
    withinMs: Number(values.minutes) * MINUTE_MS,
    say,
    ...(await clusterAsked()),
  });
  const { recoveries, leaderChoices, wrong, ...counts } = outcome;
  for (const sentence of wrong) say(`WRONG: ${sentence}`);
  const leader = leaderChoices.length === 0 ? {} : { leader_ms: spread(leaderChoices) };
  say(JSON.stringify({ ...counts, recovery_ms: spread(recoveries), ...leader, wrong: wrong.length }));
  return wrong.length === 0;
};

const killSearch = async (): Promise<boolean> => {
  let sound = true;
  for (const rebuilding of [false, true]) {
    const folder = join(home, rebuilding ? 'rebuilding' : 'indexing');
    const plan = { folder, kills: Number(values.kills), rebuilding, say };
    const { wrong, position, messages, ...counts } = await runSearchKills(plan);
    for (const sentence of wrong) say(`WRONG: ${sentence}`);
    say(
      JSON.stringify({ ...counts, rebuilding, position: `${position}`, messages: `${messages}`, wrong: wrong.length }),
    );
    sound &&= wrong.length === 0;
  }
  return sound;
};

try {
  process.exitCode = (await (values.search ? killSearch() : killServer())) ? 0 : 1;
} finally {
  await rm(home, { recursive: true, force: true });
}
