import { randomBytes } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { clusterUrl, openCluster, ROLE } from '#infra/database/embedded/cluster.ts';
import { connectOrStart } from '#infra/database/embedded/postmaster.ts';
import { testDatabaseUrl } from '#infra/workshop/testkit/test-environment.ts';
import { closedOnce } from './left-open.ts';

/** A database of one test file. `pg`, slonik and libpq can all read `url`. */
export type FreshDatabase = { readonly url: string; readonly drop: () => Promise<void> };

/**
 * Returns the Postgres for a bare `mocha file.int.test.ts`. It starts one below the temp folder, or uses the one that
 * an earlier run left. `npm test` starts its own and names it in the environment.
 */
const sharedServer = async (): Promise<string> => {
  const cluster = await openCluster(join(tmpdir(), `filament-test-${userInfo().uid}`), 'throw-away');
  await (await connectOrStart(cluster, 'throw-away', 'filament testkit')).end();
  return clusterUrl(cluster, ROLE);
};

let server: Promise<string> | undefined;

const run = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

/**
 * Error code while autovacuum is connected. It runs as another role, which this one may not disconnect, and ends soon.
 */
const NOT_ALLOWED = '42501';
const DROP_AGAIN_MS = 50;
const DROP_ATTEMPTS = 100;

const drop = async (url: string, name: string): Promise<void> => {
  for (let left = DROP_ATTEMPTS; ; left -= 1) {
    try {
      await run(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      if (left === 0 || !(error instanceof pg.DatabaseError) || error.code !== NOT_ALLOWED) throw error;
      await pause(DROP_AGAIN_MS);
    }
  }
};

const withDatabase = (url: string, name: string): string => {
  const named = new URL(url);
  named.pathname = `/${name}`;
  return named.href;
};

/** Creates an empty database. `drop` disconnects its remaining clients. */
export const freshDatabase = async (): Promise<FreshDatabase> => {
  server ??= Promise.resolve(testDatabaseUrl() ?? sharedServer());
  const url = await server;
  const name = `test_${randomBytes(8).toString('hex')}`;
  await run(url, `CREATE DATABASE ${name} TEMPLATE template0`);
  return { url: withDatabase(url, name), drop: closedOnce(() => drop(url, name)) };
};
