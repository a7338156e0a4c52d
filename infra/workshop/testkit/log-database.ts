/** Postgres' log on a database of its own, and an operator's hands in that database. */
import { Client } from 'pg';
import {
  openPostgresEventLog,
  type PostgresEventLog,
  type PostgresEventLogOptions,
} from '#infra/log/postgres/postgres-event-log.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';

export type LogDatabase = {
  readonly url: string;
  readonly admin: Client;
  /** As a writer, unless told otherwise. */
  readonly open: (more?: Partial<PostgresEventLogOptions>) => Promise<PostgresEventLog>;
  /** As when the connection breaks, or the database restarts. */
  readonly endWriterSessions: () => Promise<unknown>;
  readonly drop: () => Promise<void>;
};

export const logDatabase = async (usually: Partial<PostgresEventLogOptions> = {}): Promise<LogDatabase> => {
  const database = await freshDatabase();
  const admin = new Client({ connectionString: database.url });
  await admin.connect();
  return {
    url: database.url,
    admin,
    open: (more = {}) =>
      openPostgresEventLog({
        connection: { connectionString: database.url },
        writer: true,
        dangerouslyAcceptVolatile: true,
        ...usually,
        ...more,
      }),
    endWriterSessions: () =>
      admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'filament log writer'`,
      ),
    drop: async () => {
      await admin.end();
      await database.drop();
    },
  };
};
