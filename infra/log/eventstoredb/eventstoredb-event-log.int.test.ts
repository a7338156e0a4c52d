import { eventLogContract } from '#infra/workshop/contract/log/event-log-contract.ts';
import { eventStoreDbForTests } from '#infra/workshop/testkit/eventstoredb/server-for-tests.ts';
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
