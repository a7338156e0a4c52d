/** What commands work on, opened for as long as one of them runs. */
import pg from 'pg';
import type { Config } from '#infra/config/config.ts';
import { takeConfig } from '#infra/config/take-config.ts';
import { createSealer } from '#infra/crypto/sealing.ts';
import { borrowEmbeddedPostgres } from '#infra/embedded-postgres/embedded-postgres.ts';
import { type EventLog, LogUnavailable } from '#infra/eventstore/event-log.ts';
import { openPostgresEventLog } from '#infra/eventstore/postgres/postgres-event-log.ts';
import { openVault, type Vault } from '#infra/vault/open-vault.ts';
import { EXIT, Stop } from './exit-codes.ts';

export type Database = { readonly config: Config; readonly url: string };

const why = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The database named by the configuration; or the embedded one, a running server's or started for the while. */
export const withDatabase = async <A>(work: (database: Database) => Promise<A>): Promise<A> => {
  const config = takeConfig();
  if (config.databaseUrl !== undefined) return work({ config, url: config.databaseUrl.reveal() });
  const postgres = await borrowEmbeddedPostgres(config.home).catch((error: unknown) => {
    throw new Stop(EXIT.unavailable, `The embedded Postgres is not to be had: ${why(error)}`);
  });
  try {
    return await work({ config, url: postgres.url });
  } finally {
    await postgres.stop();
  }
};

/** For reading: takes no lock, so a running server is not disturbed. */
export const withLog = async <A>({ url }: Database, work: (log: EventLog) => Promise<A>): Promise<A> => {
  const log = await openPostgresEventLog({ connection: { connectionString: url }, writer: false }).catch(
    (error: unknown) => {
      if (error instanceof LogUnavailable) throw new Stop(EXIT.unavailable, `No log: ${error.message}.`);
      throw error;
    },
  );
  try {
    return await work(log);
  } finally {
    await log.close();
  }
};

export const withVault = async <A>({ url }: Database, work: (vault: Vault) => Promise<A>): Promise<A> => {
  const vault = await openVault({ connectionString: url }).catch((error: unknown) => {
    throw new Stop(EXIT.unavailable, `The vault is not to be had: ${why(error)}`);
  });
  try {
    return await work(vault);
  } finally {
    await vault.close();
  }
};

export const sealerOf = (vault: Vault) => createSealer({ content: vault.contentKeys, user: vault.userKeys });

export const withClient = async <A>({ url }: Database, work: (client: pg.Client) => Promise<A>): Promise<A> => {
  const client = new pg.Client({ connectionString: url, application_name: 'filament cli' });
  // A connection that breaks is met by the statement under way.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      typeof error.code === 'string' &&
      /^(E[A-Z]+|08|57P)/.test(error.code)
    ) {
      throw new Stop(EXIT.unavailable, `The database is away: ${error.message}`);
    }
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
};
