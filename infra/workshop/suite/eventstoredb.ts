/**
 * `npm run test:eventstoredb`: runs tests of the log on a real server. FILAMENT_TEST_EVENTSTOREDB_URL names the
 * EventStoreDB or KurrentDB. The tests are the contract of the log, copies of it, a whole server and many processes over
 * one log. They create logs of their own there and delete them. Everything else on the server is left alone. `npm test`
 * runs the same tests on a double of the protocol.
 */

import { logsOfOneRun } from '#infra/workshop/testkit/eventstoredb/server-for-tests.ts';
import { testEventStoreDbUrl } from '#infra/workshop/testkit/test-environment.ts';
import { endWhenToldTo } from './interruption.ts';
import { runMocha } from './mocha-run.ts';
import { lastLine, NOTHING, type Outcome, say, sum } from './report.ts';
import { webClientBuilds } from './static-checks.ts';
import { startTestServer } from './test-server.ts';

const FILES = [
  'infra/log/eventstoredb/eventstoredb-event-log.int.test.ts',
  'infra/operate/log-copy/copy-log.int.test.ts',
  'infra/log/eventstoredb/a-server-on-eventstoredb.e2e.test.ts',
  'infra/app/many-processes.e2e.test.ts',
];

const run = async (): Promise<Outcome> => {
  const url = testEventStoreDbUrl();
  if (url === undefined) {
    say(
      'FILAMENT_TEST_EVENTSTOREDB_URL is not set. Name a server, such as esdb://admin:changeit@127.0.0.1:2113?tls=false',
    );
    return { ...NOTHING, failed: 1 };
  }
  const built = await webClientBuilds();
  const logs = await logsOfOneRun(url);
  const postgres = await startTestServer();
  try {
    const env = { FILAMENT_TEST_DATABASE_URL: postgres.url, FILAMENT_TEST_EVENTSTOREDB_URL: logs.url };
    const tested = await runMocha({ stage: 'eventstoredb', files: FILES, jobs: 1, env });
    // Every test deletes its own log. A test that failed or was killed may have left its log.
    if (tested.failed > 0)
      await logs.remove().catch((error: unknown) => say(`  the logs of these tests could not be deleted: ${error}`));
    return sum([built, tested]);
  } finally {
    await postgres.stop();
  }
};

endWhenToldTo();
const outcome = await run().catch((error: unknown): Outcome => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { ...NOTHING, failed: 1 };
});
process.stdout.write(`${lastLine(outcome)}\n`, () => process.exit(outcome.failed === 0 ? 0 : 1));
