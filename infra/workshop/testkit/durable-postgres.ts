import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clusterUrl, openCluster, ROLE } from '#infra/database/embedded/cluster.ts';
import { tryConnect } from '#infra/database/embedded/postmaster.ts';
import { BARE_ENVIRONMENT } from '#infra/database/embedded/programs.ts';
import { postmasterFlags } from '#infra/database/embedded/settings.ts';
import { endsWithUs } from '#infra/setup/guard.js';

const LOOK_EVERY_MS = 25;

/**
 * Starts the product's own Postgres in a fresh folder, with as many connections as a contender needs. Every commit is
 * on disk before its answer.
 */
export const durablePostgres = async (
  connections: number,
): Promise<{ readonly url: string; readonly pid: number; readonly stop: () => Promise<void> }> => {
  const home = await mkdtemp(join(tmpdir(), 'filament-durable-'));
  const cluster = await openCluster(home, 'durable');
  const flags = [...postmasterFlags(cluster, 'durable'), '-c', `max_connections=${connections}`];
  const child = spawn(cluster.binaries.postgres, flags, {
    ...cluster.account,
    cwd: '/',
    env: BARE_ENVIRONMENT,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const unguard = endsWithUs(child.pid ?? 0, 'INT', home);
  let probe = await tryConnect(cluster, 'filament bench');
  while (probe === undefined) {
    if (child.exitCode !== null) throw new Error('Postgres does not start');
    await pause(LOOK_EVERY_MS);
    probe = await tryConnect(cluster, 'filament bench');
  }
  await probe.end();
  return {
    url: clusterUrl(cluster, ROLE),
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGINT');
      await ended;
      unguard();
      await rm(home, { recursive: true, force: true });
    },
  };
};
