import { expect } from 'chai';
import pg from 'pg';
import { freshDatabase } from './fresh-database.ts';

const ask = async (url: string, statement: string): Promise<ReadonlyArray<Record<string, unknown>>> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
};

describe('a fresh database', () => {
  it('is empty, separate from the next one, and uses UTF-8 and the C locale', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    await ask(one.url, 'CREATE TABLE here (id int)');
    expect(await ask(two.url, `SELECT to_regclass('here') AS found`)).to.deep.equal([{ found: null }]);
    const [row] = await ask(
      one.url,
      'SELECT datcollate, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = current_database()',
    );
    expect(row).to.deep.equal({ datcollate: 'C', encoding: 'UTF8' });
    await Promise.all([one.drop(), two.drop()]);
  });

  it('is dropped even while a client is connected', async () => {
    const database = await freshDatabase();
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    const thrownOut = new Promise((resolve) => client.once('end', resolve));
    await database.drop();
    await thrownOut;
    await ask(database.url, 'SELECT 1').then(
      () => expect.fail('the database is still there'),
      (error: unknown) => expect(error).to.have.property('code', '3D000'),
    );
  });
});
