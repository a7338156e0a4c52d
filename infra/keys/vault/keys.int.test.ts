import { expect } from 'chai';
import { Client } from 'pg';
import { SERVER_KEY_PURPOSES } from '#infra/keys/ports/key-vault.ts';
import { keysContract } from '#infra/workshop/contract/keys/keys-contract.ts';
import { openCuttingProxy } from '#infra/workshop/testkit/cutting-proxy.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
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

  it('are stored before they can be used', async () => {
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

  it('are gone from the database once they are destroyed', async () => {
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

  describe('that one process destroys', () => {
    type Held = { readonly id: number; readonly user: string };
    const LASTING = 60_000;

    const holds = async (vault: Vault, { id, user }: Held): Promise<boolean> => {
      const content = await vault.contentKeys.load(new Set([id]));
      const users = await vault.userKeys.load(new Set([user]));
      return content.size + users.size > 0;
    };
    const destroyIn = async (vault: Vault, { id, user }: Held): Promise<void> => {
      await vault.contentKeys.destroy(new Set([id]));
      await vault.userKeys.destroy(user);
    };
    const make = async (vault: Vault, user: string): Promise<Held> => {
      const [key] = await vault.contentKeys.fresh(1);
      await vault.userKeys.forSealing(new Set([user]));
      return { id: key?.id ?? 0, user };
    };
    const forgotten = async (vault: Vault, held: Held): Promise<void> => {
      while (await holds(vault, held)) await new Promise((resolve) => setImmediate(resolve));
    };

    it('are forgotten at once by another process that remembers them', async () => {
      const [one, other] = await Promise.all([open(), open()]);
      const held = await make(one, 'ada');
      const kept = await make(one, 'brian');
      for (const each of [held, kept]) expect(await holds(other, each)).to.equal(true);
      await destroyIn(one, held);
      await forgotten(other, held);
      expect(await holds(other, kept)).to.equal(true);
      await Promise.all([one.close(), other.close()]);
    });

    it('are forgotten in any number, even when a plain SQL statement deletes them', async () => {
      const vault = await open();
      const keys = await vault.contentKeys.fresh(700);
      const held = await make(vault, 'chloe');
      await vault.contentKeys.load(new Set(keys.map(({ id }) => id)));
      await client.query('DELETE FROM vault.content_key');
      await client.query("DELETE FROM vault.user_key WHERE user_id = 'chloe'");
      await forgotten(vault, held);
      for (const { id } of [keys[0], keys[350], keys[699]].flatMap((key) => key ?? [])) {
        await forgotten(vault, { id, user: 'chloe' });
      }
      await vault.close();
    });

    it('are not remembered while the process does not listen, and are remembered once it does again', async () => {
      const [one, other] = await Promise.all([open(), open()]);
      const held = await make(one, 'dora');
      expect(await holds(other, held)).to.equal(true);
      // Both vaults lose their listening connection and stop trusting remembered keys once they notice.
      await client.query(
        'ALTER TABLE vault.content_key RENAME TO elsewhere; ALTER TABLE vault.user_key RENAME TO there',
      );
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'filament vault listener'`,
      );
      const asks = () => holds(other, held).then(String, () => 'asks the vault');
      while ((await asks()) !== 'asks the vault') await new Promise((resolve) => setImmediate(resolve));
      await client.query(
        'ALTER TABLE vault.elsewhere RENAME TO content_key; ALTER TABLE vault.there RENAME TO user_key',
      );
      await destroyIn(one, held);
      expect(await holds(other, held)).to.equal(false);
      await Promise.all([one.close(), other.close()]);
    });

    it('do not keep a vault from closing while it reconnects its listener', async () => {
      for (let n = 0; n < 20; n += 1) {
        const vault = await open();
        await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name = 'filament vault listener'`,
        );
        for (let turn = 0; turn < n * n; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        await vault.close();
      }
    });

    it('are forgotten within a bounded time by a process whose connection is silent', async () => {
      const proxy = await openCuttingProxy(database.url);
      const [one, other] = await Promise.all([
        open(),
        openVault({ connectionString: database.url }, { aliveEveryMs: LASTING }),
      ]);
      const deaf = await openVault(proxy.connection, { aliveEveryMs: 100, aliveWithinMs: 2_000 });
      const held = await make(one, 'emil');
      expect(await holds(deaf, held)).to.equal(true);
      proxy.muffle();
      await destroyIn(one, held);
      await forgotten(other, held);
      const found = () =>
        holds(deaf, held).then(
          (has) => (has ? 'remembers' : 'forgot'),
          () => 'asks the vault',
        );
      while ((await found()) === 'remembers') await new Promise((resolve) => setImmediate(resolve));
      proxy.cut();
      await forgotten(deaf, held);
      await Promise.all([one.close(), other.close(), deaf.close()]);
      await proxy.close();
    });
  });

  it('of the server are created once among several processes, and differ by purpose', async () => {
    const vaults = await Promise.all([open(), open(), open()]);
    const purposes = SERVER_KEY_PURPOSES;
    const [first, ...others] = await Promise.all(
      vaults.map(({ serverKeys }) =>
        Promise.all(purposes.map(async (purpose) => Buffer.from(await serverKeys.of(purpose)).toString('hex'))),
      ),
    );
    expect(new Set(first).size).to.equal(purposes.length);
    for (const other of others) expect(other).to.deep.equal(first);
    await Promise.all(vaults.map((vault) => vault.close()));
  });

  it('cannot be taken while the vault is away, and can be taken again afterwards', async () => {
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
