/** A Postgres log in a database of its own, with an operator's connection to that database. */
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
  /** Opens the log as a writer unless `more` says otherwise. */
  readonly open: (more?: Partial<PostgresEventLogOptions>) => Promise<PostgresEventLog>;
  /** Ends the writer's sessions, as a broken connection or a restart of the database does. */
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
