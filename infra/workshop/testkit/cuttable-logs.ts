/** Logs whose end a test can cut off, as the restore of an older backup does: one of each adapter. */
import pg from 'pg';
import { BEGINNING } from '#domain/kernel/event.ts';
import { openEventLog } from '#infra/log/open-event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { openDouble } from './eventstoredb/double.ts';
import { freshDatabase } from './fresh-database.ts';
import { createMemoryEventLog } from './memory-event-log.ts';

export type CuttableLog = {
  readonly open: () => Promise<OpenedLog>;
  /** Keeps the first events of the log and removes all others. The log must be closed meanwhile. */
  readonly keepFirst: (events: number) => Promise<void>;
  readonly remove: () => Promise<void>;
};

const inMemory = async (): Promise<CuttableLog> => {
  const log = createMemoryEventLog();
  const newest: OpenedLog['newest'] = async (limit, before) => {
    const all = await log.readAll(BEGINNING, Number(await log.head()));
    return all.filter(({ position }) => before === undefined || position < before).slice(-limit);
  };
  return {
    open: async () => ({ ...log, identity: 'memory', keepsOrder: true, writable: () => true, newest }),
    keepFirst: async (events) => log.cutBack(BigInt(events)),
    remove: async () => undefined,
  };
};

const inPostgres = async (): Promise<CuttableLog> => {
  const database = await freshDatabase();
  return {
    open: () => openEventLog({ url: database.url, writer: true, dangerouslyAcceptVolatile: true }),
    keepFirst: async (events) => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query('ALTER TABLE log.events DISABLE TRIGGER append_only');
      await client.query('DELETE FROM log.events WHERE position > $1', [events]);
      await client.query('ALTER TABLE log.events ENABLE ALWAYS TRIGGER append_only');
      await client.end();
    },
    remove: database.drop,
  };
};

const inTheDouble = async (): Promise<CuttableLog> => {
  const double = await openDouble();
  return {
    open: () => openEventLog({ url: double.url(), writer: true }),
    keepFirst: async (events) => {
      const { all } = double.records;
      const own = [...all.entries()].filter(([, { type }]) => !type.startsWith('$') && type !== 'log.began');
      const [from] = own[events] ?? [all.length];
      double.records.cutBack(from);
    },
    remove: double.close,
  };
};

export const cuttableLogs: Readonly<Record<string, () => Promise<CuttableLog>>> = {
  'a log in memory': inMemory,
  'a log in Postgres': inPostgres,
  'a log on the double of EventStoreDB': inTheDouble,
};
