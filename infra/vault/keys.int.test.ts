import { expect } from 'chai';
import { Client } from 'pg';
import { type FreshDatabase, freshDatabase } from '#infra/testkit/fresh-database.ts';
import { keysContract } from './contract/keys-contract.ts';
import { openVault, type Vault } from './open-vault.ts';

keysContract('postgres', async () => {
  const database = await freshDatabase();
  const opened: Array<Vault> = [];
  const open = async () => {
    const vault = await openVault({ connectionString: database.url });
    opened.push(vault);
    return { content: vault.contentKeys, user: vault.userKeys };
  };
  const close = async (): Promise<void> => {
    for (const vault of opened) await vault.close();
    await database.drop();
  };
  return { keys: await open(), later: open, close };
});

describe("the vault's keys in Postgres", () => {
  let database: FreshDatabase;
  let client: Client;
  before(async () => {
    database = await freshDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  after(async () => {
    await client.end();
    await database.drop();
  });
  const open = () => openVault({ connectionString: database.url });

  it('are stored before anybody can seal with them', async () => {
    const vault = await open();
    const given = await vault.contentKeys.fresh(3);
    const { rows } = await client.query<{ id: string; secret: Buffer }>(
      'SELECT id, secret FROM vault.content_key WHERE id = ANY ($1)',
      [given.map(({ id }) => id)],
    );
    expect(rows.map(({ id, secret }) => [Number(id), secret.toString('hex')])).to.have.deep.members(
      given.map(({ id, secret }) => [id, Buffer.from(secret).toString('hex')]),
    );
    await vault.close();
  });

  it('are gone from the database once destroyed', async () => {
    const vault = await open();
    const [key] = await vault.contentKeys.fresh(1);
    const secret = (await vault.userKeys.forSealing(new Set(['somebody']))).get('somebody');
    const held = async (): Promise<number> => {
      const { rows } = await client.query(
        'SELECT secret FROM vault.content_key WHERE secret = $1 UNION ALL SELECT secret FROM vault.user_key WHERE secret = $2',
        [key?.secret, secret],
      );
      return rows.length;
    };
    expect(await held()).to.equal(2);
    await vault.contentKeys.destroy(new Set([key?.id ?? 0]));
    await vault.userKeys.destroy('somebody');
    expect(await held()).to.equal(0);
    await vault.close();
  });

  it('of the server are made once, by whoever asks first, and differ by purpose', async () => {
    const vaults = await Promise.all([open(), open(), open()]);
    const purposes = ['access-token', 'sealed-token', 'keyed-hash', 'id-derivation', 'refresh-successor'] as const;
    const [first, ...others] = await Promise.all(
      vaults.map(({ serverKeys }) =>
        Promise.all(purposes.map(async (purpose) => Buffer.from(await serverKeys.of(purpose)).toString('hex'))),
      ),
    );
    expect(new Set(first).size).to.equal(purposes.length);
    for (const other of others) expect(other).to.deep.equal(first);
    await Promise.all(vaults.map((vault) => vault.close()));
  });

  it('cannot be taken while the vault is away, and can again afterwards', async () => {
    const vault = await open();
    await vault.contentKeys.fresh(1);
    await client.query('ALTER TABLE vault.content_key RENAME TO away');
    const tooMany = await vault.contentKeys.fresh(5_000).catch((error: unknown) => error);
    expect(tooMany).to.be.instanceOf(Error);
    await client.query('ALTER TABLE vault.away RENAME TO content_key');
    expect(await vault.contentKeys.fresh(5_000)).to.have.length(5_000);
    await vault.close();
  });
});
