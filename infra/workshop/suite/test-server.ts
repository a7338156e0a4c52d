import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterUrl, openCluster, ROLE } from '#infra/database/embedded/cluster.ts';
import { connectOrStart, runningPostmaster, stopPostmaster } from '#infra/database/embedded/postmaster.ts';
import { endsWithUs } from '#infra/setup/guard.js';
import { testDatabaseUrl } from '#infra/workshop/testkit/test-environment.ts';

/** The Postgres of one `npm test`: the one that the environment names, or its own, which is deleted afterwards. */
export type TestServer = { readonly url: string; readonly stop: () => Promise<void> };

export const startTestServer = async (): Promise<TestServer> => {
  const given = testDatabaseUrl();
  if (given !== undefined) return { url: given, stop: async () => undefined };
  const home = await mkdtemp(join(tmpdir(), 'filament-tests-'));
  await chmod(home, 0o711);
  const cluster = await openCluster(home, 'throw-away');
  await (await connectOrStart(cluster, 'throw-away', 'filament tests')).end();
  const pid = await runningPostmaster(cluster);
  const unguard = pid === undefined ? () => undefined : endsWithUs(pid, 'INT', home);
  return {
    url: clusterUrl(cluster, ROLE),
    stop: async () => {
      await stopPostmaster(cluster);
      unguard();
      await rm(home, { recursive: true, force: true });
    },
  };
};
