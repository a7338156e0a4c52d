import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { Client } from 'pg';
import { NO_REVISION } from '#domain/kernel/event.ts';
import { storedEvent, streamNamed } from '#infra/workshop/contract/log/sample-events.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { LogUnavailable } from '../event-log.ts';
import { openPostgresEventLog, type PostgresEventLog } from './postgres-event-log.ts';

const codeOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'allowed',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
const REFUSED_BY_TRIGGER = '23000';
const REFUSED_BY_ROLE = '42501';

describe('the log in Postgres', () => {
  let database: FreshDatabase;
  let log: PostgresEventLog;
  let client: Client;
  before(async () => {
    database = await freshDatabase();
    log = await openPostgresEventLog({
      connection: { connectionString: database.url },
      writer: true,
      partitionEvents: 2,
      dangerouslyAcceptVolatile: true,
    });
    for (let n = 0; n < 5; n++) await log.append(streamNamed(`s-${n}`), NO_REVISION, [storedEvent()]);
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  after(async () => {
    await client.end();
    await log.close();
    await database.drop();
  });

  const tables = async (): Promise<ReadonlyArray<string>> => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT oid::regclass::text AS name FROM pg_class
       WHERE relnamespace = 'log'::regnamespace AND relkind IN ('r', 'p') AND relname LIKE 'events%' ORDER BY oid`,
    );
    return rows.map(({ name }) => name);
  };
  const changes = (table: string): ReadonlyArray<string> => [
    `UPDATE ${table} SET data = '{}'`,
    `UPDATE ${table} SET data = '{}' WHERE false`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
  ];

  it('keeps a partition ahead of the one being written', async () => {
    expect(await tables()).to.deep.equal([
      'log.events',
      'log.events_0',
      'log.events_1',
      'log.events_2',
      'log.events_3',
    ]);
  });

  it('refuses changes by its own owner, in the table and in every partition', async () => {
    for (const table of await tables())
      for (const change of changes(table))
        expect(await codeOf(client.query(change)), change).to.equal(REFUSED_BY_TRIGGER);
  });

  it('appends in a role that may only insert and select', async () => {
    const { rows } = await client.query<{ role: string; privileges: string }>(
      `SELECT string_agg(DISTINCT privilege_type, ',' ORDER BY privilege_type) AS privileges
       FROM information_schema.role_table_grants
       WHERE grantee = 'filament_log_writer' AND table_schema = 'log' AND table_name LIKE 'events%'`,
    );
    expect(rows[0]?.privileges).to.equal('INSERT,SELECT');
    await client.query('SET ROLE filament_log_writer');
    for (const change of [
      ...changes('log.events'),
      'DROP TABLE log.events',
      'ALTER TABLE log.events DISABLE TRIGGER ALL',
    ])
      expect(await codeOf(client.query(change)), change).to.equal(REFUSED_BY_ROLE);
    expect(await codeOf(client.query('UPDATE log.writer SET epoch = 0'))).to.equal(REFUSED_BY_ROLE);
    await client.query('RESET ROLE');
  });

  it('works with its triggers alone where its user may not create roles', async () => {
    const plain = `plain_${randomBytes(6).toString('hex')}`;
    const small = await freshDatabase();
    const admin = new Client({ connectionString: small.url });
    await admin.connect();
    await admin.query(`CREATE ROLE ${plain} LOGIN PASSWORD 'plain'`);
    await admin.query(
      `DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO ${plain}', current_database()); END $$`,
    );
    const url = new URL(small.url);
    url.username = plain;
    url.password = 'plain';
    const connection = { connectionString: url.href };
    const guarded = await openPostgresEventLog({ connection, writer: true, dangerouslyAcceptVolatile: true });
    expect(await guarded.append(streamNamed('s'), NO_REVISION, [storedEvent()])).to.include({ kind: 'Appended' });
    await guarded.close();
    const owner = new Client(connection);
    await owner.connect();
    for (const change of changes('log.events'))
      expect(await codeOf(owner.query(change)), change).to.equal(REFUSED_BY_TRIGGER);
    await owner.end();
    await admin.end();
    await small.drop();
    await client.query(`DROP ROLE ${plain}`);
  });

  it('is not opened for writing where acknowledged events could be lost', async () => {
    const fast = await freshDatabase();
    const admin = new Client({ connectionString: fast.url });
    await admin.connect();
    await admin.query(
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$",
    );
    await admin.end();
    const refusal = await openPostgresEventLog({ connection: { connectionString: fast.url }, writer: true }).catch(
      (error: unknown) => error,
    );
    expect(refusal).to.be.instanceOf(LogUnavailable);
    expect(String(refusal)).to.contain('synchronous_commit');
    await fast.drop();
  });

  it('can be created in many databases of one cluster at once', async () => {
    const databases = await Promise.all(Array.from({ length: 6 }, () => freshDatabase()));
    const logs = await Promise.all(
      databases.map(({ url }) =>
        openPostgresEventLog({ connection: { connectionString: url }, writer: true, dangerouslyAcceptVolatile: true }),
      ),
    );
    for (const other of logs)
      expect(await other.append(streamNamed('s'), NO_REVISION, [storedEvent()])).to.include({ kind: 'Appended' });
    await Promise.all(logs.map((other) => other.close()));
    await Promise.all(databases.map((other) => other.drop()));
  });
});
