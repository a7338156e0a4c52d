import { availableParallelism } from 'node:os';
import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { COMMON_COST_COUNTED_EVERY_MS } from '#infra/keys/limits.ts';
import type { PasswordCost } from '#infra/keys/ports/key-vault.ts';
import { type Argon2, measuredCost } from './argon2.ts';
import { createPasswordHasher } from './password-hasher.ts';

const CHEAP = { memoryCost: 1_024, timeCost: 2, parallelism: 1 };
const DEARER = { memoryCost: 2_048, timeCost: 2, parallelism: 1 };
const hasher = createPasswordHasher({ cost: CHEAP });
const hashed = async (password: string): Promise<string> => {
  const result = await hasher.hash(password)();
  return E.isRight(result) ? result.right : expect.fail('the hasher was busy');
};

describe('the password hasher', () => {
  it('accepts the same password and no other', async () => {
    const stored = await hashed('correct horse battery');
    expect(stored).to.match(/^\$argon2id\$v=19\$m=1024,(t=2,p=1|p=1,t=2)\$/);
    expect(await hasher.verify(stored, 'correct horse battery')()).to.deep.equal(E.right('right'));
    expect(await hasher.verify(stored, 'correct horse batter')()).to.deep.equal(E.right('wrong'));
    expect(await hasher.verify(stored, 'Correct horse battery')()).to.deep.equal(E.right('wrong'));
  });

  it('salts each hash, so that the same password never hashes to the same text', async () => {
    expect(await hashed('same')).to.not.equal(await hashed('same'));
  });

  it('tells passwords apart that differ only after their 72nd byte', async () => {
    const long = 'x'.repeat(100);
    expect(await hasher.verify(await hashed(`${long}a`), `${long}b`)()).to.deep.equal(E.right('wrong'));
  });

  it('answers false for an absent user and for an unreadable hash', async () => {
    for (const stored of [undefined, '', 'x', '$argon2id$', '$argon2id$v=19$m=1,t=0,p=0$AAAA$AAAA', '$2b$10$abc'])
      expect(await hasher.verify(stored, 'anything')(), String(stored)).to.deep.equal(E.right('wrong'));
  });

  it('says that a right password was hashed at another cost, whichever is dearer', async () => {
    const dearer = createPasswordHasher({ cost: DEARER });
    const stored = await hashed('correct horse battery');
    expect(await dearer.verify(stored, 'correct horse battery')()).to.deep.equal(E.right('right at another cost'));
    expect(await dearer.verify(stored, 'wrong')()).to.deep.equal(E.right('wrong'));
    const dear = await dearer.hash('correct horse battery')();
    expect(E.isRight(dear) && (await hasher.verify(dear.right, 'correct horse battery')())).to.deep.equal(
      E.right('right at another cost'),
    );
  });

  it('lets a bounded number of callers wait and refuses the rest with a retry time', async () => {
    const small = createPasswordHasher({ cost: CHEAP, concurrency: 1, waitingMax: 2 });
    const results = await Promise.all(Array.from({ length: 10 }, () => small.hash('flood')()));
    expect(results.filter(E.isRight)).to.have.length(3);
    for (const result of results.filter(E.isLeft)) {
      expect(result.left.kind).to.equal('HasherBusy');
      expect(result.left.retryAfterSecs).to.be.at.least(1);
    }
    expect(E.isRight(await small.hash('after the flood')()), 'it accepts work again').to.equal(true);
  });

  it('lets waiting callers in, one after the other', async () => {
    const small = createPasswordHasher({ cost: CHEAP, concurrency: 1 });
    const results = await Promise.all(Array.from({ length: 5 }, (_, n) => small.hash(String(n))()));
    expect(results.every(E.isRight)).to.equal(true);
  });
});

describe('the work of the password hasher', () => {
  const WANTED = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };
  const FLOOR = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };

  /** A double whose hashes take as long as the list says, one after the other, and the last for ever after. */
  const doubleTaking = (...tookMs: ReadonlyArray<number>) => {
    const hashed: PasswordCost[] = [];
    const verified: string[] = [];
    let now = 0;
    const argon2: Argon2 = {
      hash: async (password, cost) => {
        now += tookMs[hashed.length] ?? tookMs.at(-1) ?? 0;
        hashed.push(cost);
        return `hash ${hashed.length} of ${password.length} characters`;
      },
      verify: async (stored) => {
        verified.push(stored);
        return true;
      },
      nowMs: () => now,
    };
    const pass = (ms: number): void => {
      now += ms;
    };
    return { argon2, hashed, verified, pass };
  };

  const costs: ReadonlyArray<readonly [what: string, tookMs: ReadonlyArray<number>, cost: PasswordCost]> = [
    ['what is wanted, on a machine that is quick enough', [250], WANTED],
    ['what is wanted, when one of five tries is quick enough', [900, 900, 900, 251, 250], WANTED],
    ['the least that is accepted practice, on a slow machine', [251], FLOOR],
  ];
  for (const [what, tookMs, cost] of costs)
    it(`costs ${what}`, async () => {
      const { argon2, hashed } = doubleTaking(...tookMs);
      expect(await measuredCost(argon2)).to.deep.equal(cost);
      expect(new Set(hashed)).to.deep.equal(new Set([WANTED]));
    });

  it('is the same for a user that does not exist, whose password is never right', async () => {
    const { argon2, hashed, verified } = doubleTaking(10);
    const outcome = await createPasswordHasher({ argon2, cost: CHEAP }).verify(undefined, 'anything')();
    expect(outcome).to.deep.equal(E.right('wrong'));
    expect(hashed).to.deep.equal([CHEAP]);
    expect(verified).to.deep.equal(['hash 1 of 22 characters']);
  });
  it('is, for a user that does not exist, what most accounts cost, also after logins have changed that', async () => {
    const { argon2, hashed, verified, pass } = doubleTaking(10);
    let common: PasswordCost | undefined = CHEAP;
    const hasher = createPasswordHasher({ argon2, cost: DEARER, commonCost: async () => common });
    for (let nth = 0; nth < 3; nth += 1) await hasher.verify(undefined, 'anything')();
    expect(hashed).to.deep.equal([CHEAP]);
    common = DEARER;
    pass(COMMON_COST_COUNTED_EVERY_MS);
    await hasher.verify(undefined, 'anything')();
    await new Promise(setImmediate);
    await hasher.verify(undefined, 'anything')();
    expect(hashed).to.deep.equal([CHEAP, DEARER]);
    expect(verified.at(-1)).to.equal('hash 2 of 22 characters');
  });
  it('is the same at the first login and at later ones, whether the user exists or not', async () => {
    for (const stored of ['stored', undefined]) {
      const { argon2, hashed, verified } = doubleTaking(10);
      const hasher = createPasswordHasher({ argon2, cost: CHEAP });
      for (const logins of [1, 2]) {
        await hasher.verify(stored, 'anything')();
        expect([hashed.length, verified.length]).to.deep.equal([1, logins]);
      }
    }
  });
  it('goes on for users that do not exist, after the machine had no memory for a hash', async () => {
    const { argon2, pass } = doubleTaking(10);
    let failing = true;
    let common = CHEAP;
    const short: Argon2 = {
      ...argon2,
      hash: (...asked) => (failing ? Promise.reject(new Error('no memory')) : argon2.hash(...asked)),
    };
    const hasher = createPasswordHasher({ argon2: short, cost: CHEAP, commonCost: async () => common });
    const outcome = () =>
      hasher
        .verify(undefined, 'anything')()
        .catch(({ message }: Error) => message);
    expect(await outcome()).to.equal('no memory');
    failing = false;
    expect(await outcome()).to.deep.equal(E.right('wrong'));
    failing = true;
    common = DEARER;
    pass(COMMON_COST_COUNTED_EVERY_MS);
    for (let nth = 0; nth < 3; nth += 1) {
      expect(await outcome()).to.deep.equal(E.right('wrong'));
      await new Promise(setImmediate);
    }
  });
  it('tells a refused caller when the waiting callers will be done', async () => {
    const { argon2 } = doubleTaking(3_000);
    const busy = createPasswordHasher({ argon2, cost: CHEAP, concurrency: 2, waitingMax: 3 });
    const results = await Promise.all(Array.from({ length: 6 }, () => busy.hash('flood')()));
    expect(results.at(-1)).to.deep.equal(E.left({ kind: 'HasherBusy', retryAfterSecs: 6 }));
  });
  it('is done for two at a time at most, whatever the machine', async () => {
    const { argon2 } = doubleTaking(1);
    const bounded = createPasswordHasher({ argon2, cost: CHEAP, waitingMax: 0 });
    const results = await Promise.all(Array.from({ length: 4 }, () => bounded.hash('flood')()));
    expect(results.filter(E.isRight)).to.have.length(Math.min(availableParallelism(), 2));
  });
});
