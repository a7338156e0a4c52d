/**
 * Measures `filament import` of a real conversation as an operator runs it. It runs without a server, once more (which
 * adds nothing), and through the running server. The large file stands beside the repository where it exists. Elsewhere
 * lines are made up.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claim } from '#infra/workshop/chaos/community.ts';
import { environmentOf, serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { conversationFile } from '#infra/workshop/testkit/conversation.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { report } from './report.ts';

const RATE_MIN = 10_000;
const LOOK_EVERY_MS = 200;
const CLI = join(import.meta.dirname, '..', '..', 'cli', 'filament.ts');

type Outcome = { readonly imported: number; readonly already_there: number; readonly lines: number };

const home = await mkdtemp(join(tmpdir(), 'filament-bench-import-'));
const port = await freePort();
const server = serverProcess(home, port);

const peakMb = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1_024;
};

/** Returns the peak memory of the process in MiB. */
const watchMemory = async (child: ChildProcess): Promise<number> => {
  let peak = 0;
  for (; child.exitCode === null; await pause(LOOK_EVERY_MS)) peak = Math.max(peak, await peakMb(child.pid ?? 0));
  return peak;
};

const importOnce = async (file: string, guild: string) => {
  const began = performance.now();
  const child = spawn(process.execPath, [CLI, 'import', file, '--guild', guild, '--json'], {
    env: environmentOf(home, port),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [memory] = await Promise.all([watchMemory(child), once(child, 'close')]);
  const seconds = (performance.now() - began) / 1_000;
  const summary: Outcome = JSON.parse(output);
  process.stdout.write(`${guild}: ${output.trim()}\n  ${seconds.toFixed(1)} s, peak ${memory.toFixed(0)} MiB\n`);
  return { seconds, memory, rate: summary.lines / seconds, summary };
};

try {
  const file = await conversationFile();
  await server.start();
  await claim(server);
  await server.stop();
  const alone = await importOnce(file, 'Alone');
  const again = await importOnce(file, 'Alone');
  await server.start();
  const served = await importOnce(file, 'Served');
  const bar = { at: 'least', value: RATE_MIN } as const;
  report('import', [
    { name: 'messages', value: alone.summary.imported, unit: '' },
    { name: 'rate, no server running', value: alone.rate, unit: 'messages/s', bar },
    { name: 'rate, through the running server', value: served.rate, unit: 'messages/s', bar },
    { name: 'rate of a second run, which adds nothing', value: again.rate, unit: 'messages/s' },
    { name: 'added by the second run', value: again.summary.imported, unit: 'messages', bar: { at: 'most', value: 0 } },
    { name: 'peak memory of the command alone', value: alone.memory, unit: 'MiB' },
  ]);
} finally {
  await server.stop();
  await rm(home, { recursive: true, force: true });
}
