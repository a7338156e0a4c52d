/**
 * Measures an idle server: memory, start time, and the size of the web client's first load. Memory is that of the
 * server, of Postgres and of each open connection, as PSS.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { claim } from '#infra/workshop/chaos/community.ts';
import { postmasterOf, serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { kilobytesPerConnection } from './load/connection-memory.ts';
import { pssKb } from './load/pss.ts';
import { median } from './load/quantile.ts';
import { type Measure, report } from './report.ts';

const IDLE_MS = 20_000;
const STARTS = 5;
const FIRST_PAINT_KB_MAX = 150;
const WEB = join(import.meta.dirname, '..', '..', '..', 'web', 'dist');

const pssMb = async (pids: ReadonlyArray<number>): Promise<number> => (await pssKb(pids)) / 1_024;

const childrenOf = async (parent: number): Promise<ReadonlyArray<number>> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(
    pids.map((pid) =>
      readFile(`/proc/${pid}/stat`, 'utf8').then(
        (stat) => Number(stat.split(') ')[1]?.split(' ')[1]),
        () => 0,
      ),
    ),
  );
  return pids.filter((_, at) => parents[at] === parent);
};

const compressed = async (files: ReadonlyArray<string>, compress: (bytes: Buffer) => Buffer): Promise<number> => {
  const sizes = await Promise.all(files.map(async (file) => compress(await readFile(join(WEB, file))).length));
  return sizes.reduce((sum, size) => sum + size, 0) / 1_000;
};

/** Returns the page and the files that it names, which are loaded before the first paint. */
const firstPaint = async (): Promise<ReadonlyArray<string>> => {
  const page = await readFile(join(WEB, 'index.html'), 'utf8').catch(() => undefined);
  if (page === undefined) return [];
  const named = [...page.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].flatMap((match) => match[1] ?? []);
  return ['index.html', ...new Set(named)];
};

const bundle = async (): Promise<ReadonlyArray<Measure>> => {
  const files = await firstPaint();
  if (files.length === 0) {
    process.stdout.write('The web client is not built (npm start builds it), so its size is not measured.\n');
    return [];
  }
  const bar = { at: 'most', value: FIRST_PAINT_KB_MAX } as const;
  return [
    {
      name: 'first paint, gzip',
      value: await compressed(files, (bytes) => gzipSync(bytes, { level: 9 })),
      unit: 'kB',
      bar,
    },
    { name: 'first paint, brotli', value: await compressed(files, (bytes) => brotliCompressSync(bytes)), unit: 'kB' },
  ];
};

/**
 * Measures the gateway and the bare server in turns, so that a drift of the machine affects both. Each run has a
 * process of its own.
 */
const connections = async (): Promise<ReadonlyArray<Measure>> => {
  const told: Record<'gateway' | 'bare', number[]> = { gateway: [], bare: [] };
  for (const kind of ['gateway', 'bare', 'bare', 'gateway', 'gateway', 'bare'] as const) {
    told[kind].push(await kilobytesPerConnection(kind));
  }
  const inWords = (values: ReadonlyArray<number>): string => values.map((value) => value.toFixed(1)).join(', ');
  process.stdout.write(`kB a connection: gateway ${inWords(told.gateway)}, bare ws ${inWords(told.bare)}\n`);
  const [gateway, bare] = [median(told.gateway), median(told.bare)];
  return [
    { name: 'a connection, authenticated and subscribed, PSS', value: gateway, unit: 'kB' },
    { name: 'a connection of a bare ws server, PSS', value: bare, unit: 'kB' },
    { name: 'a connection, ours against bare', value: gateway / bare, unit: 'x' },
  ];
};

const home = await mkdtemp(join(tmpdir(), 'filament-footprint-'));
const server = serverProcess(home, await freePort());
const timedStart = async (): Promise<number> => {
  const began = performance.now();
  await server.start();
  return performance.now() - began;
};
try {
  const first = await timedStart();
  await claim(server);
  const later: number[] = [];
  for (let n = 0; n < STARTS; n += 1) {
    await server.stop();
    later.push(await timedStart());
  }
  process.stdout.write(`first start ${Math.round(first)} ms, later ${later.map(Math.round).join(', ')} ms\n`);
  await pause(IDLE_MS);
  const postmaster = (await postmasterOf(home)) ?? 0;
  const measures: ReadonlyArray<Measure> = [
    { name: 'server, idle, PSS', value: await pssMb([server.pid() ?? 0]), unit: 'MiB' },
    { name: 'Postgres, idle, PSS', value: await pssMb([postmaster, ...(await childrenOf(postmaster))]), unit: 'MiB' },
    { name: 'first start to ready', value: first, unit: 'ms' },
    { name: 'second start to ready, median', value: median(later), unit: 'ms' },
    ...(await connections()),
    ...(await bundle()),
  ];
  report('footprint', measures);
} finally {
  await server.stop();
  await rm(home, { recursive: true, force: true });
}
