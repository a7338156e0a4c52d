import { eventLogContract } from '#infra/workshop/contract/log/event-log-contract.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { openPostgresEventLog } from './postgres-event-log.ts';

/** Partitions hold seven events, so that every test crosses from one to the next. */
eventLogContract('postgres', async () => {
  const database = await freshDatabase();
  const log = await openPostgresEventLog({
    connection: { connectionString: database.url },
    writer: true,
    partitionEvents: 7,
    dangerouslyAcceptVolatile: true,
  });
  const close = async (): Promise<void> => {
    await log.close();
    await database.drop();
  };
  return { log, close };
});
