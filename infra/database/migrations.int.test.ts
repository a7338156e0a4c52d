import { expect } from 'chai';
import { Client } from 'pg';
import { openVault, openVaultAsItIs, VAULT } from '#infra/keys/vault/open-vault.ts';
import { openPostgresEventLog } from '#infra/log/postgres/postgres-event-log.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import {
  type Migration,
  type MigrationPlan,
  migrate,
  migrationsAt,
  NotMadeYet,
  SchemaUnfit,
  schemaFits,
} from './migrations.ts';

const one: Migration = { version: 1, name: 'first', sql: 'CREATE TABLE vault.thing (n integer PRIMARY KEY)' };
const two: Migration = { version: 2, name: 'second', sql: 'ALTER TABLE vault.thing ADD COLUMN word text; SELECT 1' };
const broken: Migration = { version: 2, name: 'second', sql: 'CREATE TABLE vault.other (); SELECT 1/0' };
const of = (...migrations: ReadonlyArray<Migration>): MigrationPlan => ({
  schema: 'vault',
  migrations,
  lock: [1_179_208_001, 9],
  firstTable: 'vault.thing',
});

describe('migrating a schema', () => {
  let database: FreshDatabase;
  let client: Client;
  const opened: Client[] = [];
  const connect = async (): Promise<Client> => {
    const fresh = new Client(database.url);
    await fresh.connect();
    opened.push(fresh);
    return fresh;
  };
  beforeEach(async () => {
    database = await freshDatabase();
    client = await connect();
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.end();
    await database.drop();
  });

  const applied = async (): Promise<ReadonlyArray<string>> =>
    (await client.query<{ name: string }>('SELECT name FROM vault.migration ORDER BY version')).rows.map((r) => r.name);
  const unfit = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(SchemaUnfit);
    return (error as Error).message;
  };

  it('makes a missing schema once, and records its migrations', async () => {
    let made = 0;
    const counted = async () => {
      made += 1;
    };
    expect(await schemaFits(client, of(one, two))).to.equal(false);
    for (let turn = 0; turn < 3; turn += 1) await migrate(client, of(one, two), counted);
    expect(await applied()).to.deep.equal(['first', 'second']);
    expect(made).to.equal(1);
    expect(await schemaFits(client, of(one, two))).to.equal(true);
  });

  it('applies the missing migrations alone, and keeps the rows', async () => {
    await migrate(client, of(one));
    await client.query('INSERT INTO vault.thing VALUES (7)');
    await migrate(client, of(one, two));
    expect((await client.query('SELECT * FROM vault.thing')).rows).to.deep.equal([{ n: 7, word: null }]);
    expect(await applied()).to.deep.equal(['first', 'second']);
  });

  it('goes on from a schema that was made before migrations were recorded', async () => {
    await client.query(`CREATE SCHEMA vault; ${one.sql}; INSERT INTO vault.thing VALUES (7)`);
    expect(await schemaFits(client, of(one, two))).to.equal(true);
    await migrate(client, of(one, two));
    expect(await applied()).to.deep.equal(['first', 'second']);
    expect((await client.query('SELECT n FROM vault.thing')).rows).to.deep.equal([{ n: 7 }]);
  });

  it('happens once when several processes start together', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, connect));
    await Promise.all(all.map((each) => migrate(each, of(one, two))));
    expect(await applied()).to.deep.equal(['first', 'second']);
  });

  it('changes nothing when a migration fails', async () => {
    await migrate(client, of(one));
    const error = await migrate(client, of(one, broken)).catch((thrown: unknown) => thrown);
    expect(error).to.be.an('error').with.property('message').that.includes('division by zero');
    expect(await applied()).to.deep.equal(['first']);
    await migrate(client, of(one, two));
    expect(await applied()).to.deep.equal(['first', 'second']);
  });

  it('refuses a database that a newer program has migrated, and changes nothing', async () => {
    await migrate(client, of(one, two));
    for (const refused of [() => migrate(client, of(one)), () => schemaFits(client, of(one))]) {
      expect(await unfit(refused())).to.include('it has migration 2 (second), and this program knows 1');
    }
    expect(await applied()).to.deep.equal(['first', 'second']);
  });

  it('refuses a migration that was altered after a database had it', async () => {
    await migrate(client, of(one));
    const altered = { ...one, sql: `${one.sql} -- better` };
    expect(await unfit(migrate(client, of(altered)))).to.include('migration 1 (first)');
  });

  describe('of this program', () => {
    const [log] = migrationsAt(new URL('../log/postgres/migrations/', import.meta.url), 'log');
    const [vault] = VAULT.migrations;

    it('takes over a log and a vault that were made before migrations were recorded', async () => {
      await client.query(log?.sql ?? '');
      await client.query('INSERT INTO log.writer (partition_events) VALUES (1000)');
      await client.query('SELECT log.add_partition()');
      await client.query(vault?.sql ?? '');
      await client.query("INSERT INTO vault.password VALUES ('someone', 'a hash')");
      const connection = { connectionString: database.url };
      for (let turn = 0; turn < 2; turn += 1) {
        const opening = { connection, writer: true, dangerouslyAcceptVolatile: true };
        const events = await openPostgresEventLog(opening);
        expect([events.writable(), await events.head()]).to.deep.equal([true, 0n]);
        await events.close();
        await (await openVault(connection)).close();
      }
      const { rows } = await client.query(
        `SELECT 'log' AS schema, version FROM log.migration UNION ALL SELECT 'vault', version FROM vault.migration
         UNION ALL SELECT hash, 0 FROM vault.password`,
      );
      expect(rows).to.deep.equal([
        { schema: 'log', version: 1 },
        ...VAULT.migrations.map(({ version }) => ({ schema: 'vault', version })),
        { schema: 'a hash', version: 0 },
      ]);
    });

    it('makes nothing for a process that only reads, and tells it that the schema is missing', async () => {
      const connection = { connectionString: database.url };
      const hears = (): Promise<unknown> =>
        openVaultAsItIs(connection).then(
          () => expect.fail('it was opened'),
          (error: unknown) => error,
        );
      expect(await hears()).to.be.instanceOf(NotMadeYet);
      await client.query(vault?.sql ?? '');
      expect(await hears(), 'the vault of an older program').to.be.instanceOf(NotMadeYet);
      const { rows } = await client.query("SELECT to_regclass('vault.migration') AS record");
      expect(rows).to.deep.equal([{ record: null }]);

      const made = await openVault(connection);
      const looking = await openVaultAsItIs(connection);
      const early = await looking.serverKeys.of('access-token').catch((error: unknown) => error);
      expect(early, 'a key that nobody made').to.be.instanceOf(NotMadeYet);
      const key = await made.serverKeys.of('access-token');
      expect(await looking.serverKeys.of('access-token')).to.deep.equal(key);
      await looking.close();
      await made.close();
    });

    it('opens no log and no vault of a newer program, for writing or for reading', async () => {
      const connection = { connectionString: database.url };
      const writing = { connection, writer: true, dangerouslyAcceptVolatile: true };
      await (await openPostgresEventLog(writing)).close();
      await (await openVault(connection)).close();
      for (const schema of ['log', 'vault']) {
        await client.query(`INSERT INTO ${schema}.migration (version, name, sha256) VALUES (99, 'later', 'x')`);
      }
      for (const opening of [
        () => openPostgresEventLog(writing),
        () => openPostgresEventLog({ connection, writer: false }),
        () => openVault(connection),
        () => openVaultAsItIs(connection),
      ]) {
        expect(await unfit(opening())).to.include('a newer Filament has migrated');
      }
    });
  });
});
