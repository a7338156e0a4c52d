import { expect } from 'chai';
import type { UserId } from '#domain/kernel/ids.ts';
import { costOf } from '#infra/keys/hashes/password-cost.ts';
import { createPasswordHasher } from '#infra/keys/hashes/password-hasher.ts';
import { openVault, type Vault } from '#infra/keys/vault/open-vault.ts';
import { type Api, apiOf, newcomer, PASSWORD } from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

const OLDER = { memoryCost: 2_048, timeCost: 1, parallelism: 1 };

describe('a password whose hash has another cost than new ones', () => {
  let server: TestServer;
  let api: Api;
  let vault: Vault;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    vault = await openVault({ connectionString: server.databaseUrl });
  });
  after(async () => {
    await vault.close();
    await server.stop();
  });

  const storedOf = async (user: UserId): Promise<string> => {
    const stored = await vault.credentials.passwordOf(user)();
    return stored._tag === 'Right' ? (stored.right ?? '') : '';
  };

  it('is hashed again by a login with it, and by no other', async () => {
    const { userId } = await newcomer(api, 'ann');
    const today = costOf(await storedOf(userId));
    const older = await createPasswordHasher({ cost: OLDER }).hash(PASSWORD)();
    if (older._tag === 'Left') throw new Error('the hasher was busy');
    await vault.credentials.setPassword(userId, older.right)();
    const logIn = (password: string) => api('POST', '/auth/login', { body: { username: 'ann', password } });
    expect((await logIn('wrong but long enough')).code()).to.equal('credentials_wrong');
    expect(await storedOf(userId)).to.equal(older.right);
    expect((await logIn(PASSWORD)).status).to.equal(200);
    expect(costOf(await storedOf(userId))).to.deep.equal(today);
    const again = await storedOf(userId);
    expect((await logIn(PASSWORD)).status).to.equal(200);
    expect(await storedOf(userId)).to.equal(again);
  });
});
