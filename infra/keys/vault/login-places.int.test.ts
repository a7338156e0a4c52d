import { expect } from 'chai';
import { isRight } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import pg from 'pg';
import { LOGIN_PLACE_KEPT_MS, LOGIN_PLACES_PER_USER_MAX } from '#commands/limits.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { instantOf, plusMillis } from '#domain/kernel/instant.ts';
import type { LoginPlace, LoginPlaces } from '#gateway/ports/login-places.ts';
import { createKeyedHasher } from '#infra/keys/hashes/keyed-hasher.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { openVault, type Vault } from './open-vault.ts';

const ANN = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as UserId;
const BOB = '01ARZ3NDEKTSV4RRFFQ69G5FAW' as UserId;
const NOW = instantOf(Date.UTC(2026, 10, 23, 3));
const HOME: LoginPlace = { kind: 'network', name: '203.0.113.0/24' };
const PHONE: LoginPlace = { kind: 'device', name: 'a secret name' };

const sure = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const result = await task();
  return isRight(result) ? result.right : expect.fail(JSON.stringify(result.left));
};

describe('the places of logins', () => {
  let database: FreshDatabase;
  let vault: Vault;
  let places: LoginPlaces;
  beforeEach(async () => {
    database = await freshDatabase();
    vault = await openVault({ connectionString: database.url });
    places = vault.loginPlaces(createKeyedHasher(new Uint8Array(32).fill(7)));
  });
  afterEach(async () => {
    await vault.close();
    await database.drop();
  });
  const known = (account: string, ...asked: ReadonlyArray<LoginPlace>) => sure(places.known(account, asked, NOW));
  const rows = async (): Promise<ReadonlyArray<Record<string, unknown>>> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows: all } = await client.query('SELECT * FROM vault.login_place');
    await client.end();
    return all;
  };

  it('are known for the account that logged in from them, and for no other', async () => {
    await sure(places.remember(ANN, 'ann', [HOME, PHONE], NOW));
    expect(await known('ann', HOME, PHONE)).to.have.deep.members([HOME, PHONE]);
    expect(await known('bob', HOME, PHONE)).to.deep.equal([]);
    expect(await known('ann', { kind: 'device', name: HOME.name })).to.deep.equal([]);
  });

  it('are kept as hashes, which tell neither the network nor the account', async () => {
    await sure(places.remember(ANN, 'ann', [HOME, PHONE], NOW));
    const stored = JSON.stringify(await rows());
    for (const told of ['203.0.113', PHONE.name, '"ann"']) expect(stored).not.to.include(told);
  });

  it('are bounded for each user and kind, and the one not used longest is forgotten', async () => {
    await sure(places.remember(ANN, 'ann', [PHONE], NOW));
    const networkOf = (nth: number): LoginPlace => ({ kind: 'network', name: `198.51.${nth}.0/24` });
    for (let nth = 0; nth <= LOGIN_PLACES_PER_USER_MAX; nth += 1)
      await sure(places.remember(ANN, 'ann', [networkOf(nth)], plusMillis(NOW, nth)));
    await sure(places.remember(BOB, 'bob', [HOME], NOW));
    expect(await known('ann', networkOf(0))).to.deep.equal([]);
    expect(await known('ann', networkOf(1), PHONE)).to.have.deep.members([networkOf(1), PHONE]);
    expect(await known('bob', HOME)).to.deep.equal([HOME]);
    expect(await rows()).to.have.length(LOGIN_PLACES_PER_USER_MAX + 2);
  });

  it('are strangers again after a long time without a login', async () => {
    await sure(places.remember(ANN, 'ann', [HOME], plusMillis(NOW, -LOGIN_PLACE_KEPT_MS)));
    expect(await known('ann', HOME)).to.deep.equal([]);
    await sure(places.remember(ANN, 'ann', [PHONE], NOW));
    expect(await rows()).to.have.length(1);
  });

  it('outlive the process, and two processes share them', async () => {
    await sure(places.remember(ANN, 'ann', [HOME], NOW));
    const other = await openVault({ connectionString: database.url });
    const elsewhere = other.loginPlaces(createKeyedHasher(new Uint8Array(32).fill(7)));
    expect(await sure(elsewhere.known('ann', [HOME], NOW))).to.deep.equal([HOME]);
    await other.close();
  });

  it('have devices that no caller can guess', () => {
    const names = new Set(Array.from({ length: 100 }, places.freshDevice));
    expect(names.size).to.equal(100);
    for (const name of names) expect(name).to.match(/^[\w-]{43}$/);
  });
});
