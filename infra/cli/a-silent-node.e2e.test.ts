import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCli } from '#infra/workshop/chaos/cli-process.ts';
import { type ServerProcess, serverProcess } from '#infra/workshop/chaos/server-process.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { selfSigned } from '#infra/workshop/testkit/eventstoredb/certificate.ts';
import { type Cluster, openCluster, SILENCES } from '#infra/workshop/testkit/eventstoredb/cluster.ts';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';

/** Commands that ask the log, with the exit code of each beside a healthy cluster. */
const COMMANDS: ReadonlyArray<ReadonlyArray<string>> = [
  ['log', 'stats', '--json'],
  ['log', 'tail', '-n', '3'],
  ['log', 'export'],
  ['projections', 'list', '--json'],
  ['projections', 'verify', 'session-list'],
  ['owner', 'create'],
];
const DONE = 0;

describe('a silent node of a cluster', function () {
  this.timeout(240_000);
  let home: string;
  let database: FreshDatabase;
  let cluster: Cluster;
  let server: ServerProcess;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-silent-cli-'));
    database = await freshDatabase();
    const keys = selfSigned();
    const certificateFile = join(home, 'ca.crt');
    await writeFile(certificateFile, keys.certificate);
    cluster = await openCluster(3, { ...keys, certificateFile, username: 'filament', password: 'secret' });
    server = serverProcess(home, await freePort(), {
      FILAMENT_DATABASE_URL: database.url,
      FILAMENT_EVENT_STORE_URL: cluster.url(),
    });
    await server.start();
    await server.stop();
  });
  after(async () => {
    await server.kill();
    await cluster.close();
    await database.drop();
    await rm(home, { recursive: true, force: true });
  });

  let next = 0;
  for (const way of SILENCES)
    for (const who of ['leader', 'follower'] as const)
      it(`stops neither a start nor a command when it is the ${who} and ${way}`, async () => {
        const [follower, other] = cluster.followers();
        if (follower === undefined || other === undefined) throw new Error('a cluster has two followers');
        const silent = who === 'leader' ? cluster.leader() : follower;
        const command = COMMANDS[next % COMMANDS.length] ?? [];
        next += 1;
        await silent.fallSilent(way);
        const before = other.gossips();
        const starting = server.start();
        const running = runCli(server.environment, command);
        if (who === 'leader') {
          // The election comes after both have asked in vain.
          await until(() => other.gossips() > before + 1);
          cluster.elect(other);
        }
        const { exitCode, stderr } = await running;
        expect(exitCode, `${command.join(' ')}: ${stderr}`).to.equal(DONE);
        await starting;
        await silent.wake();
        cluster.elect(cluster.leader());
        await server.stop();
      });
});
