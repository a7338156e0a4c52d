import * as t from 'io-ts';
import { type DatabasePool, sql } from 'slonik';
import { column } from '#infra/database/statement.ts';

/** Finds which of these sessions have not ended, as session-list knows them. */
export type ListedSessions = (sessions: ReadonlyArray<string>) => Promise<ReadonlySet<string>>;

export const postgresListedSessions =
  (pool: DatabasePool): ListedSessions =>
  async (sessions) =>
    new Set(
      await column(
        pool,
        t.string,
        sql.fragment`SELECT session_id AS value FROM read.session WHERE session_id = ANY (${sql.array([...sessions], 'text')})`,
      ),
    );
