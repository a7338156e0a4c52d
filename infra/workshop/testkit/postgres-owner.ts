/**
 * A process that owns an embedded Postgres and does nothing else, for tests that kill it. It prints a line of JSON for
 * each event, and stops on SIGINT after one last statement.
 */
import pg from 'pg';
import { startEmbeddedPostgres } from '#infra/database/embedded/embedded-postgres.ts';

const say = (line: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const home = process.argv[2] ?? '';

const lastStatement = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('SELECT 1');
  await client.end();
};

try {
  const postgres = await startEmbeddedPostgres(home, {
    away: (why) => say({ away: why }),
    back: () => say({ back: true }),
    lost: (why) => say({ lost: why }),
  });
  process.once('SIGINT', async () => {
    await lastStatement(postgres.url);
    await postgres.stop();
    say({ stopped: true });
    process.exit(0);
  });
  say({ url: postgres.url });
} catch (error) {
  say({
    refused: error instanceof Error ? error.name : String(error),
    why: error instanceof Error ? error.message : '',
  });
  process.exit(1);
}
