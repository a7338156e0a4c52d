/** What commands work on, opened for as long as one of them runs. */
import pg from 'pg';
import { notServed } from '#infra/app/roles.ts';
import type { Config } from '#infra/config/config.ts';
import { takeConfig } from '#infra/config/take-config.ts';
import { borrowEmbeddedPostgres } from '#infra/database/embedded/embedded-postgres.ts';
import { SchemaUnfit } from '#infra/database/migrations.ts';
import { openConnection } from '#infra/database/own-connection.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import { openVault, type Vault } from '#infra/keys/vault/open-vault.ts';
import { CredentialsRefused, LogUnavailable } from '#infra/log/event-log.ts';
import { openEventLog } from '#infra/log/open-event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { EXIT, Stop } from './exit-codes.ts';

export type Database = {
  readonly config: Config;
  readonly url: string;
  /** Of the event log: the same database, unless the operator keeps the log in another. */
  readonly logUrl: string;
};

let taken: Config | undefined;
/** Taken once: the secrets are wiped from the environment by that. */
export const configuration = (): Config => {
  taken ??= takeConfig((faults) => {
    throw new Stop(EXIT.config, faults);
  });
  return taken;
};

const why = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The database named by the configuration; or the embedded one, a running server's or started for the while. */
export const withDatabase = async <A>(work: (database: Database) => Promise<A>): Promise<A> => {
  const config = configuration();
  const databaseOf = (url: string): Database => ({ config, url, logUrl: config.eventStoreUrl?.reveal() ?? url });
  for (const fault of notServed(config)) throw new Stop(EXIT.config, fault);
  if (config.databaseUrl !== undefined) return work(databaseOf(config.databaseUrl.reveal()));
  const postgres = await borrowEmbeddedPostgres(config.home).catch((error: unknown) => {
    throw new Stop(EXIT.unavailable, `The embedded Postgres is not to be had: ${why(error)}`);
  });
  try {
    return await work(databaseOf(postgres.url));
  } finally {
    await postgres.stop();
  }
};

export const withLogAt = async <A>(url: string, writer: boolean, work: (log: OpenedLog) => Promise<A>): Promise<A> => {
  const log = await openEventLog({ url, writer }).catch((error: unknown) => {
    if (error instanceof SchemaUnfit || error instanceof CredentialsRefused)
      throw new Stop(EXIT.config, `No log: ${error.message}.`);
    if (error instanceof LogUnavailable) throw new Stop(EXIT.unavailable, `No log: ${error.message}.`);
    throw error;
  });
  try {
    return await work(log);
  } finally {
    await log.close();
  }
};

/** For reading: takes no lock, so a running server is not disturbed. */
export const withLog = <A>({ logUrl }: Database, work: (log: OpenedLog) => Promise<A>): Promise<A> =>
  withLogAt(logUrl, false, work);

/** On Postgres as its only writer: refused while a server runs. */
export const withWritableLog = <A>({ logUrl }: Database, work: (log: OpenedLog) => Promise<A>): Promise<A> =>
  withLogAt(logUrl, true, work);

export const withVault = async <A>({ url }: Database, work: (vault: Vault) => Promise<A>): Promise<A> => {
  const vault = await openVault({ connectionString: url }).catch((error: unknown) => {
    if (error instanceof SchemaUnfit) throw new Stop(EXIT.config, `No vault: ${error.message}.`);
    throw new Stop(EXIT.unavailable, `The vault is not to be had: ${why(error)}`);
  });
  try {
    return await work(vault);
  } finally {
    await vault.close();
  }
};

export const sealerOf = (vault: Vault) => createSealer({ content: vault.contentKeys, user: vault.userKeys });

const away = (error: unknown): Stop => new Stop(EXIT.unavailable, `The database is away: ${why(error)}`);
const saysOtherwise = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && !/^(08|57P)/.test(error.code ?? '');

/** A question may take long here; a database that is not there any more is missed all the same. */
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
    await part();
  }
};
