/**
 * `npm run test:eventstoredb`: the contract of the log, copies of it and a whole server, on the EventStoreDB or
 * KurrentDB that FILAMENT_TEST_EVENTSTOREDB_URL names. The tests make logs of their own there and delete them; other
 * things on the server are left alone. `npm test` runs the same on a double of the protocol.
 */

import { logsOfOneRun } from '#infra/workshop/testkit/eventstoredb/server-for-tests.ts';
import { testEventStoreDbUrl } from '#infra/workshop/testkit/test-environment.ts';
import { runMocha } from './mocha-run.ts';
import { lastLine, NOTHING, type Outcome, say, sum } from './report.ts';
import { webClientBuilds } from './static-checks.ts';
import { startTestServer } from './test-server.ts';

const FILES = [
  'infra/log/eventstoredb/eventstoredb-event-log.int.test.ts',
  'infra/operate/log-copy/copy-log.int.test.ts',
  'infra/log/eventstoredb/a-server-on-eventstoredb.e2e.test.ts',
];

const run = async (): Promise<Outcome> => {
  const url = testEventStoreDbUrl();
  if (url === undefined) {
    say('FILAMENT_TEST_EVENTSTOREDB_URL names no server, as esdb://admin:changeit@127.0.0.1:2113?tls=false does');
    return { ...NOTHING, failed: 1 };
  }
  const built = await webClientBuilds();
  const logs = await logsOfOneRun(url);
  const postgres = await startTestServer();
  try {
    const env = { FILAMENT_TEST_DATABASE_URL: postgres.url, FILAMENT_TEST_EVENTSTOREDB_URL: logs.url };
    const tested = await runMocha({ stage: 'eventstoredb', files: FILES, jobs: 1, env });
    // Every test deletes its own; one that broke, or was killed, may not have come to that.
    if (tested.failed > 0)
      await logs.remove().catch((error: unknown) => say(`  what was left in the store could not be deleted: ${error}`));
    return sum([built, tested]);
  } finally {
    await postgres.stop();
  }
};

const outcome = await run().catch((error: unknown): Outcome => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { ...NOTHING, failed: 1 };
});
process.stdout.write(`${lastLine(outcome)}\n`, () => process.exit(outcome.failed === 0 ? 0 : 1));
