/** Opens the log that a URL names, with the adapter that serves that kind of URL. */
import type { Position } from '#domain/kernel/event.ts';
import type { LoggedEvent } from './event-log.ts';
import { openEventStoreDbLog } from './eventstoredb/eventstoredb-event-log.ts';
import { type RightAnswer, rightsOn } from './eventstoredb/rights.ts';
import type { OpenedLog } from './opened-log.ts';
import { openPostgresEventLog, type PostgresEventLog } from './postgres/postgres-event-log.ts';

export type OpenLog = {
  readonly url: string;
  /** False for a process that only reads. On Postgres such a process takes no lock and appends nothing. */
  readonly writer: boolean;
  /** True for a command line, which waits longer for a store than a client of the server would. */
  readonly patient?: boolean;
  /** Accepts a database that may lose acknowledged events. Only for throw-away databases of tests. */
  readonly dangerouslyAcceptVolatile?: boolean;
};

export const isPostgres = (url: string): boolean => /^postgres(ql)?:/.test(url);

/**
 * Identity of every log in Postgres. Each one numbers its events 1, 2, 3, ..., so a copy has the positions of its
 * original.
 */
const POSTGRES = 'postgres';

const inPostgres = (log: PostgresEventLog): OpenedLog => ({
  ...log,
  identity: POSTGRES,
  keepsOrder: true,
  newest: async (limit, before?: Position): Promise<ReadonlyArray<LoggedEvent>> => {
    const end = before ?? (await log.head()) + 1n;
    // Positions are dense here, so the start of the page is found by a subtraction.
    const after = end - 1n - BigInt(limit);
    const events = await log.readAll(after > 0n ? after : 0n, limit);
    return events.filter(({ position }) => position < end);
  },
});

/**
 * Opens the log. Rejects with `LogUnavailable` while the store is away, with `LogUrlUnfit` for a URL that cannot be
 * used, and on Postgres with `WriterTaken` while another process writes.
 */
export const openEventLog = async ({
  url,
  writer,
  patient = false,
  dangerouslyAcceptVolatile = false,
}: OpenLog): Promise<OpenedLog> =>
  isPostgres(url)
    ? inPostgres(
        await openPostgresEventLog({ connection: { connectionString: url }, writer, dangerouslyAcceptVolatile }),
      )
    : openEventStoreDbLog({ url, patient });

export type { RightAnswer };

/** Asks for each right of the log's user, one by one. Empty for Postgres, whose roles the migrations make. */
export const logRights = async (url: string): Promise<ReadonlyArray<RightAnswer>> =>
  isPostgres(url) ? [] : rightsOn(url);
