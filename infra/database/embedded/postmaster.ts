import { execFile, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Cluster, clusterUrl, type Durability, ROLE } from './cluster.ts';
import { BARE_ENVIRONMENT, OUTPUT_CHARS_SHOWN } from './programs.ts';
import { postmasterFlags } from './settings.ts';

/** Recovery after a crash replays at most `max_wal_size`; a start slower than this is a fault. */
const START_WITHIN_MS = 120_000;
/** A fast shutdown writes a checkpoint; beyond this Postgres is told to stop at once, which is as safe and slower next time. */
const STOP_WITHIN_MS = 30_000;
const PROBE_EVERY_MS = 25;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const commandOf = async (pid: number): Promise<string> => {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'command=']).catch(() => ({
    stdout: '',
  }));
  return stdout;
};

/** The pid of the postmaster that runs on this data directory, whoever started it. */
export const runningPostmaster = async (cluster: Cluster): Promise<number | undefined> => {
  const text = await readFile(join(cluster.dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  // The pid of a dead postmaster may have gone to another program since.
  return (await commandOf(pid)).includes(cluster.dataDir) ? pid : undefined;
};

/** Postgres would take any live process of that pid for its predecessor and refuse to start. */
const clearStalePidFile = async (cluster: Cluster): Promise<void> => {
  if ((await runningPostmaster(cluster)) === undefined)
    await rm(join(cluster.dataDir, 'postmaster.pid'), { force: true });
};

/** A connection, or `undefined` while Postgres is not there or not ready. Throws when it refuses us for another reason. */
export const tryConnect = async (cluster: Cluster, applicationName: string): Promise<pg.Client | undefined> => {
  const client = new pg.Client({ connectionString: clusterUrl(cluster, ROLE), application_name: applicationName });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    if (error instanceof pg.DatabaseError && error.code !== '57P03') throw error;
    return undefined;
  }
};

type Exit = { readonly reason: string };

const spawnPostmaster = async (cluster: Cluster, durability: Durability): Promise<() => Exit | undefined> => {
  await clearStalePidFile(cluster);
  // Its own session: Ctrl-C in the terminal must reach us alone, so that we can drain before Postgres goes.
  const child = spawn(cluster.binaries.postgres, postmasterFlags(cluster, durability), {
    ...cluster.account,
    cwd: '/',
    env: BARE_ENVIRONMENT,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  let exit: Exit | undefined;
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-OUTPUT_CHARS_SHOWN);
  });
  child.once('error', (error) => {
    exit = { reason: error.message };
  });
  child.once('exit', (code, signal) => {
    exit ??= { reason: `it ended with ${signal ?? code}: ${said.trim()}` };
  });
  child.unref();
  if ('unref' in child.stderr && typeof child.stderr.unref === 'function') child.stderr.unref();
  return () => exit;
};

/**
 * Connects to the cluster's Postgres, starting it when it does not run. Postgres' own lock on the data
 * directory lets only one start; who loses that race connects to the winner's.
 */
export const connectOrStart = async (
  cluster: Cluster,
  durability: Durability,
  applicationName: string,
): Promise<pg.Client> => {
  const deadline = Date.now() + START_WITHIN_MS;
  let exitOfOurs: (() => Exit | undefined) | undefined;
  for (;;) {
    const client = await tryConnect(cluster, applicationName);
    if (client !== undefined) return client;
    if (Date.now() > deadline) throw new Error(`Postgres did not become ready within ${START_WITHIN_MS / 1000} s`);
    const exit = exitOfOurs?.();
    const running = await runningPostmaster(cluster);
    if (exit !== undefined && running === undefined) throw new Error(`Postgres does not start: ${exit.reason}`);
    if (exitOfOurs === undefined && running === undefined) exitOfOurs = await spawnPostmaster(cluster, durability);
    await pause(PROBE_EVERY_MS);
  }
};

const gone = async (cluster: Cluster, pid: number, withinMs: number): Promise<boolean> => {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await pause(PROBE_EVERY_MS)) {
    if ((await runningPostmaster(cluster)) !== pid) return true;
  }
  return false;
};

/** Stops the postmaster of this data directory, and returns once it is gone. */
export const stopPostmaster = async (cluster: Cluster): Promise<void> => {
  const pid = await runningPostmaster(cluster);
  if (pid === undefined) return;
  process.kill(pid, 'SIGINT');
  if (await gone(cluster, pid, STOP_WITHIN_MS)) return;
  process.kill(pid, 'SIGQUIT');
  if (!(await gone(cluster, pid, STOP_WITHIN_MS))) throw new Error(`Postgres (pid ${pid}) does not stop`);
};

/** Whether the running postmaster was started with today's program and settings (it may be an orphan of an older release). */
export const isCurrent = async (cluster: Cluster, durability: Durability): Promise<boolean> => {
  const started = await readFile(join(cluster.dataDir, 'postmaster.opts'), 'utf8').catch(() => '');
  const asked = [cluster.binaries.postgres, ...postmasterFlags(cluster, durability).map((flag) => `"${flag}"`)];
  return started.trim() === asked.join(' ');
};
