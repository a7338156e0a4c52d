import { expect } from 'chai';
import type { UserId } from '#domain/kernel/ids.ts';
import { ARGON2, type Argon2, fixedCost } from '#infra/keys/hashes/argon2.ts';
import { costOf, LEAST_COST, WANTED_COST } from '#infra/keys/hashes/password-cost.ts';
import { createPasswordHasher } from '#infra/keys/hashes/password-hasher.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { openVault, type Vault } from './open-vault.ts';

const CHEAP = { memoryCost: 1_024, timeCost: 2, parallelism: 1 };
const DEARER = { memoryCost: 2_048, timeCost: 2, parallelism: 1 };

/** A double whose every hash takes so many milliseconds. */
const taking = (tookMs: number): Argon2 => {
  let now = 0;
  return {
    hash: async () => {
      now += tookMs;
      return 'a hash';
    },
    verify: async () => false,
    nowMs: () => now,
  };
};
const QUICK = taking(10);
const SLOW = taking(900);

describe('the cost of password hashes', () => {
  let database: FreshDatabase;
  let vaults: ReadonlyArray<Vault>;
  let vault: Vault;
  beforeEach(async () => {
    database = await freshDatabase();
    const connection = { connectionString: database.url };
    vault = await openVault(connection);
    vaults = [vault, await openVault(connection)];
  });
  afterEach(async () => {
    await Promise.all(vaults.map((one) => one.close()));
    await database.drop();
  });
  const setPassword = async (nth: number, cost: typeof CHEAP): Promise<void> => {
    const hash = await createPasswordHasher({ cost }).hash('correct horse battery')();
    if (hash._tag === 'Left') throw new Error('the hasher was busy');
    await vault.credentials.setPassword(`01ARZ3NDEKTSV4RRFFQ69G5F${nth}` as UserId, hash.right)();
  };

  it('is fixed at the first start, and a busy moment of a later start does not change it', async () => {
    expect(await fixedCost(vault.passwordCosts, QUICK)).to.deep.equal(WANTED_COST);
    expect(await fixedCost(vault.passwordCosts, SLOW)).to.deep.equal(WANTED_COST);
  });

  it('is one, when a quick and a busy process start at once', async () => {
    const costs = await Promise.all(
      vaults.flatMap(({ passwordCosts }) => [fixedCost(passwordCosts, SLOW), fixedCost(passwordCosts, QUICK)]),
    );
    for (const cost of costs) expect(cost).to.deep.equal(costs[0]);
    expect(await vault.passwordCosts.current()).to.deep.equal(costs[0]);
  });

  it('is never below the floor, whatever the vault says', async () => {
    await vault.passwordCosts.change(CHEAP);
    expect(await fixedCost(vault.passwordCosts, QUICK)).to.deep.equal(LEAST_COST);
  });

  it('is changed by an operator', async () => {
    await fixedCost(vault.passwordCosts, SLOW);
    await vault.passwordCosts.change(WANTED_COST);
    expect(await fixedCost(vault.passwordCosts, SLOW)).to.deep.equal(WANTED_COST);
  });

  it('is counted over all accounts, and an unknown name is checked at the cost of the most', async () => {
    for (const [nth, cost] of [DEARER, CHEAP, CHEAP].entries()) await setPassword(nth, cost);
    await vault.credentials.setPassword('01ARZ3NDEKTSV4RRFFQ69G5FAX' as UserId, 'no hash at all')();
    const counts = await vault.passwordCosts.counts();
    expect(counts).to.deep.equal([
      { cost: CHEAP, hashes: 2 },
      { cost: DEARER, hashes: 1 },
    ]);
    const checked: unknown[] = [];
    const argon2: Argon2 = {
      ...ARGON2,
      verify: async (stored) => {
        checked.push(costOf(stored));
        return false;
      },
    };
    const commonCost = async () => (await vault.passwordCosts.counts())[0]?.cost;
    await createPasswordHasher({ cost: DEARER, commonCost, argon2 }).verify(undefined, 'anything')();
    expect(checked).to.deep.equal([CHEAP]);
  });

  it('is replaced for one account only while its password is the same', async () => {
    await setPassword(0, CHEAP);
    const user = '01ARZ3NDEKTSV4RRFFQ69G5F0' as UserId;
    const stored = await vault.credentials.passwordOf(user)();
    if (stored._tag === 'Left' || stored.right === undefined) throw new Error('the password is missing');
    await vault.credentials.replacePasswordHash(user, 'another hash', 'too late')();
    expect(await vault.credentials.passwordOf(user)()).to.deep.equal(stored);
    await vault.credentials.replacePasswordHash(user, stored.right, 'in time')();
    expect(await vault.credentials.passwordOf(user)()).to.deep.include({ right: 'in time' });
  });
});
