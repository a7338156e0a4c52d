/** The log that a URL names, whichever adapter serves it. */
import type { Position } from '#domain/kernel/event.ts';
import type { LoggedEvent } from './event-log.ts';
import { openEventStoreDbLog } from './eventstoredb/eventstoredb-event-log.ts';
import type { OpenedLog } from './opened-log.ts';
import { openPostgresEventLog, type PostgresEventLog } from './postgres/postgres-event-log.ts';

export type OpenLog = {
  readonly url: string;
  /** False for processes that only look: on Postgres they take no lock and append nothing. */
  readonly writer: boolean;
  /** For throw-away databases of tests. */
  readonly dangerouslyAcceptVolatile?: boolean;
};

export const isPostgres = (url: string): boolean => /^postgres(ql)?:/.test(url);

/** Every log in Postgres counts 1, 2, 3, ... from its first event, so a copy numbers its events as the original. */
const POSTGRES = 'postgres';

const inPostgres = (log: PostgresEventLog): OpenedLog => ({
  ...log,
  identity: POSTGRES,
  keepsOrder: true,
  newest: async (limit, before?: Position): Promise<ReadonlyArray<LoggedEvent>> => {
    const end = before ?? (await log.head()) + 1n;
    // Dense positions: a page back is a subtraction.
    const after = end - 1n - BigInt(limit);
    const events = await log.readAll(after > 0n ? after : 0n, limit);
    return events.filter(({ position }) => position < end);
  },
});

/**
 * Rejects with `LogUnavailable` while the store is away; on Postgres also with `WriterTaken`, when another process
 * writes.
 */
export const openEventLog = async ({ url, writer, dangerouslyAcceptVolatile = false }: OpenLog): Promise<OpenedLog> =>
  isPostgres(url)
    ? inPostgres(
        await openPostgresEventLog({ connection: { connectionString: url }, writer, dangerouslyAcceptVolatile }),
      )
    : openEventStoreDbLog({ url });
