/** Opens the resources of a command while the command runs, and closes them afterwards. */
import pg from 'pg';
import { notServed } from '#infra/app/roles.ts';
import type { Config } from '#infra/config/config.ts';
import { HomeUnfit, makeHome } from '#infra/config/home.ts';
import { takeConfig } from '#infra/config/take-config.ts';
import { borrowEmbeddedPostgres } from '#infra/database/embedded/embedded-postgres.ts';
import { openConnection } from '#infra/database/own-connection.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import { openVault, type Vault } from '#infra/keys/vault/open-vault.ts';
import { openEventLog } from '#infra/log/open-event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { closed, overdue, unlessAborted } from './ending.ts';
import { EXIT, Stop } from './exit-codes.ts';
import { foreseen } from './foreseen.ts';

export type Database = {
  readonly config: Config;
  readonly url: string;
  /** URL of the event log. It equals `url` unless the operator keeps the log elsewhere. */
  readonly logUrl: string;
};

let taken: Config | undefined;
/** Returns the configuration. It is read once, because reading it wipes the secrets from the environment. */
export const configuration = (): Config => {
  taken ??= takeConfig((faults) => {
    throw new Stop(EXIT.config, faults);
  });
  return taken;
};

const why = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Runs `work` on the configured database. Without one it uses the embedded Postgres of the running server, or starts it
 * meanwhile. When the signal aborts, the work is left behind and that Postgres is stopped. A command that does not stop
 * by itself gives the signal of its interruption.
 */
export const withDatabase = async <A>(
  work: (database: Database) => Promise<A>,
  signal: AbortSignal = overdue,
): Promise<A> => {
  const config = configuration();
  const databaseOf = (url: string): Database => ({ config, url, logUrl: config.eventStoreUrl?.reveal() ?? url });
  for (const fault of notServed(config)) throw new Stop(EXIT.config, fault);
  await makeHome(config.home).catch((error: unknown) => {
    // Another Postgres needs no home. A command that writes the search index fails by itself without one.
    if (config.databaseUrl === undefined)
      throw error instanceof HomeUnfit ? new Stop(EXIT.config, error.message) : error;
  });
  if (config.databaseUrl !== undefined) return unlessAborted(signal, work(databaseOf(config.databaseUrl.reveal())));
  const postgres = await borrowEmbeddedPostgres(config.home).catch((error: unknown) => {
    throw new Stop(EXIT.unavailable, `The embedded Postgres is not available: ${why(error)}`);
  });
  try {
    return await unlessAborted(signal, work(databaseOf(postgres.url)));
  } finally {
    await postgres.stop();
  }
};

export const withLogAt = async <A>(url: string, writer: boolean, work: (log: OpenedLog) => Promise<A>): Promise<A> => {
  const log = await openEventLog({ url, writer, patient: true }).catch((error: unknown) => {
    throw foreseen(error) ?? error;
  });
  try {
    return await work(log);
  } finally {
    await closed(log.close());
  }
};

/** Opens the log for reading. It takes no lock, so a running server is not disturbed. */
export const withLog = <A>({ logUrl }: Database, work: (log: OpenedLog) => Promise<A>): Promise<A> =>
  withLogAt(logUrl, false, work);

/** Opens the log for writing. On Postgres this fails while a server runs, because a log there has one writer. */
export const withWritableLog = <A>({ logUrl }: Database, work: (log: OpenedLog) => Promise<A>): Promise<A> =>
  withLogAt(logUrl, true, work);

export const withVault = async <A>({ url }: Database, work: (vault: Vault) => Promise<A>): Promise<A> => {
  const vault = await openVault({ connectionString: url }).catch((error: unknown) => {
    throw foreseen(error) ?? new Stop(EXIT.unavailable, `The vault is not available: ${why(error)}`);
  });
  try {
    return await work(vault);
  } finally {
    await closed(vault.close());
  }
};

export const sealerOf = (vault: Vault) => createSealer({ content: vault.contentKeys, user: vault.userKeys });

const away = (error: unknown): Stop => new Stop(EXIT.unavailable, `The database is away: ${why(error)}`);
const saysOtherwise = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && !/^(08|57P)/.test(error.code ?? '');

/** A query may take long here. The keep-alive still finds a database that is gone. */
const PATIENT = { application_name: 'filament cli', query_timeout: 0, keepAliveInitialDelayMillis: 10_000 };

export const withClient = async <A>(url: string, work: (client: pg.Client) => Promise<A>): Promise<A> => {
  const { client, over, part } = await openConnection(
    { connectionString: url, ...PATIENT },
    new AbortController().signal,
  ).catch((error: unknown) => {
    throw saysOtherwise(error) ? error : away(error);
  });
  try {
    return await work(client);
  } catch (error) {
    if (error instanceof Stop || saysOtherwise(error)) throw error;
    throw over.aborted || error instanceof pg.DatabaseError ? away(error) : error;
  } finally {
    await closed(part());
  }
};
