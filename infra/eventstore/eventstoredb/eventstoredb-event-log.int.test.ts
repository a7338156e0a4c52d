import { eventStoreDbForTests } from '#infra/testkit/eventstoredb/server-for-tests.ts';
import { eventLogContract } from '../contract/event-log-contract.ts';
import { openEventStoreDbLog } from './eventstoredb-event-log.ts';

const server = eventStoreDbForTests();

eventLogContract(`eventstoredb (${server.name})`, async () => {
  const place = await server.freshLog();
  const log = await openEventStoreDbLog({ url: place.url });
  const close = async (): Promise<void> => {
    await log.close();
    await place.remove();
  };
  return { log, close };
});
