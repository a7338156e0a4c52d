/**
 * Stores the schemas `log` and `vault` of a database as one compressed file, and restores them. The file holds the rows
 * as Postgres copies them out. Restoring makes the tables with the migrations that the stored database had.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type MigrationPlan, migrate } from '#infra/database/migrations.ts';
import { VAULT } from '#infra/keys/vault/open-vault.ts';
import { LOG } from '#infra/log/postgres/migrate.ts';

type Had = { readonly version: number; readonly name: string; readonly sha256: string };
type Table = { readonly table: string; readonly columns: string; readonly lines: number };
type Head = {
  readonly migrations: { readonly log: ReadonlyArray<Had>; readonly vault: ReadonlyArray<Had> };
  readonly writer: { readonly epoch: string; readonly partition_events: string; readonly partitions: number };
  readonly tables: ReadonlyArray<Table>;
};

/** Selects every table except the records of migrations and the row of the writer, which restoring makes anew. */
const TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS table,
    (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('log', 'vault') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND c.relname NOT IN ('migration', 'writer')
  -- A table stands after the ones that it refers to.
  ORDER BY (SELECT count(*) FROM pg_constraint WHERE conrelid = c.oid AND contype = 'f'), 1`;

const hadBy = async (client: pg.Client, schema: string): Promise<ReadonlyArray<Had>> =>
  (await client.query<Had>(`SELECT version, name, sha256 FROM ${schema}.migration ORDER BY version`)).rows;

const withClient = async <A>(url: string, use: (client: pg.Client) => Promise<A>): Promise<A> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

const copiedOut = async (client: pg.Client, table: string, columns: string): Promise<string> => {
  const order = table === 'log.events' ? 'position' : '1';
  const rows = client.query(copyTo(`COPY (SELECT ${columns} FROM ${table} ORDER BY ${order}) TO STDOUT`));
  let text = '';
  rows.setEncoding('utf8');
  for await (const chunk of rows) text += chunk;
  return text;
};

/** Writes the rows that a backup of the log and the vault would hold. Nothing else may write to the database meanwhile. */
export const storeTables = (url: string, path: string): Promise<void> =>
  withClient(url, async (client) => {
    await client.query(`SET timezone = 'UTC'; SET bytea_output = 'hex'`);
    const { rows } = await client.query<{ table: string; columns: string }>(TABLES);
    const { rows: writers } = await client.query<Head['writer']>(
      'SELECT epoch, partition_events, partitions FROM log.writer',
    );
    const [writer] = writers;
    if (writer === undefined) throw new Error('this database holds no log');
    const texts: string[] = [];
    const tables: Table[] = [];
    for (const { table, columns } of rows) {
      const text = await copiedOut(client, table, columns);
      texts.push(text);
      tables.push({ table, columns, lines: text.split('\n').length - 1 });
    }
    const migrations = { log: await hadBy(client, 'log'), vault: await hadBy(client, 'vault') };
    const head: Head = { migrations, writer, tables };
    const file = `${JSON.stringify(head)}\n${texts.join('')}`;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
    await writeFile(path, brotliCompressSync(file, { params }), { flag: 'wx' });
  });

/** Applies as many migrations as the stored database had, and records them under their old names and hashes. */
const migratedAsThen = async (
  client: pg.Client,
  migrated: MigrationPlan,
  had: ReadonlyArray<Had>,
  made?: () => Promise<void>,
): Promise<void> => {
  await migrate(client, { ...migrated, migrations: migrated.migrations.slice(0, had.length) }, made);
  for (const { version, name, sha256 } of had)
    await client.query(`UPDATE ${migrated.schema}.migration SET name = $2, sha256 = $3 WHERE version = $1`, [
      version,
      name,
      sha256,
    ]);
};

/** Fills an empty database with a stored log and its vault, as restoring a backup of that version would do. */
export const restoreTables = (path: string, url: string): Promise<void> =>
  withClient(url, async (client) => {
    const file = brotliDecompressSync(await readFile(path)).toString('utf8');
    const end = file.indexOf('\n');
    const { migrations, writer, tables }: Head = JSON.parse(file.slice(0, end));
    await migratedAsThen(client, VAULT, migrations.vault);
    await migratedAsThen(client, LOG, migrations.log, async () => {
      const { epoch, partition_events, partitions } = writer;
      await client.query('INSERT INTO log.writer (epoch, partition_events) VALUES ($1, $2)', [epoch, partition_events]);
      for (let made = 0; made < partitions; made += 1) await client.query('SELECT log.add_partition()');
    });
    const lines = file.slice(end + 1).split('\n');
    let at = 0;
    for (const { table, columns, lines: count } of tables) {
      const text = lines.slice(at, at + count).map((line) => `${line}\n`);
      at += count;
      const into = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`));
      await pipeline(Readable.from([text.join('')]), into);
    }
    await client.query(
      `SELECT setval(pg_get_serial_sequence('vault.content_key', 'id'), (SELECT max(id) FROM vault.content_key))`,
    );
  });
