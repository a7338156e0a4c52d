import { execFile, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Cluster, type ClusterDurability, clusterUrl, ROLE } from './cluster.ts';
import { BARE_ENVIRONMENT, OUTPUT_CHARS_SHOWN } from './programs.ts';
import { postmasterFlags } from './settings.ts';

/** Milliseconds for a start. Recovery after a crash replays at most `max_wal_size`, so a slower start is a fault. */
const START_WITHIN_MS = 120_000;
/**
 * Milliseconds for a fast shutdown, which writes a checkpoint. Then Postgres stops at once, which is as safe and makes
 * the next start slower.
 */
const STOP_WITHIN_MS = 30_000;
/**
 * Milliseconds that a start waits for the children of a killed postmaster, which keep its memory until they notice its
 * end. A child in the middle of a statement notices last. Then the start fails.
 */
const ORPHANS_END_WITHIN_MS = 15_000;
const AGAIN_EVERY_MS = 250;
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

/** Finds the pid of the postmaster on this data directory, whichever process started it. */
export const runningPostmaster = async (cluster: Cluster): Promise<number | undefined> => {
  const text = await readFile(join(cluster.dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  // Another program may have the pid of a dead postmaster by now.
  return (await commandOf(pid)).includes(cluster.dataDir) ? pid : undefined;
};

/**
 * Removes a stale pid file. Postgres would take any live process with that pid for its predecessor and refuse to start.
 * Tells whether there was one, because then Postgres was killed and its children may live on for a moment.
 */
const clearStalePidFile = async (cluster: Cluster): Promise<boolean> => {
  if ((await runningPostmaster(cluster)) !== undefined) return false;
  return rm(join(cluster.dataDir, 'postmaster.pid')).then(
    () => true,
    () => false,
  );
};

/** Connects to Postgres. Undefined while it does not run or is not ready; throws when it refuses for another reason. */
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

const spawnPostmaster = (cluster: Cluster, durability: ClusterDurability): (() => Exit | undefined) => {
  // A session of its own. Ctrl-C in the terminal must reach the server alone, so that it can drain before Postgres
  // stops.
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
 * Connects to the cluster's Postgres, and starts it when it does not run. Postgres' own lock lets one process start it;
 * the loser of that race connects to the winner's.
 */
export const connectOrStart = async (
  cluster: Cluster,
  durability: ClusterDurability,
  applicationName: string,
): Promise<pg.Client> => {
  const began = Date.now();
  let exitOfOurs: (() => Exit | undefined) | undefined;
  let afterKill = false;
  for (;;) {
    const client = await tryConnect(cluster, applicationName);
    if (client !== undefined) return client;
    const waited = Date.now() - began;
    if (waited > START_WITHIN_MS) throw new Error(`Postgres did not become ready within ${START_WITHIN_MS / 1000} s`);
    const exit = exitOfOurs?.();
    if ((await runningPostmaster(cluster)) === undefined) {
      const again = afterKill && waited < ORPHANS_END_WITHIN_MS;
      if (exit !== undefined && !again) throw new Error(`Postgres does not start: ${exit.reason}`);
      if (exit !== undefined || exitOfOurs === undefined) {
        if (exit !== undefined) await pause(AGAIN_EVERY_MS);
        if (await clearStalePidFile(cluster)) afterKill = true;
        exitOfOurs = spawnPostmaster(cluster, durability);
      }
    }
    await pause(PROBE_EVERY_MS);
  }
};

const gone = async (cluster: Cluster, pid: number, withinMs: number): Promise<boolean> => {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await pause(PROBE_EVERY_MS)) {
    if ((await runningPostmaster(cluster)) !== pid) return true;
  }
  return false;
};

/** Stops the postmaster of this data directory. Resolves once it is gone. */
export const stopPostmaster = async (cluster: Cluster): Promise<void> => {
  const pid = await runningPostmaster(cluster);
  if (pid === undefined) return;
  process.kill(pid, 'SIGINT');
  if (await gone(cluster, pid, STOP_WITHIN_MS)) return;
  process.kill(pid, 'SIGQUIT');
  if (!(await gone(cluster, pid, STOP_WITHIN_MS))) throw new Error(`Postgres (pid ${pid}) does not stop`);
};

/**
 * Tells whether the running postmaster has this release's program and settings. An orphan of an older release has not.
 */
export const isCurrent = async (cluster: Cluster, durability: ClusterDurability): Promise<boolean> => {
  const started = await readFile(join(cluster.dataDir, 'postmaster.opts'), 'utf8').catch(() => '');
  const asked = [cluster.binaries.postgres, ...postmasterFlags(cluster, durability).map((flag) => `"${flag}"`)];
  return started.trim() === asked.join(' ');
};
