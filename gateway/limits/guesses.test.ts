import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { inMemoryLimiter } from '#gateway/limits/buckets.ts';
import { type GuessBudget, guessCounter } from '#gateway/limits/guesses.ts';
import { RATES } from '#gateway/limits/rates.ts';

const ACCOUNT: GuessBudget = ['logins_per_account', 'ann'];
const ADDRESS: GuessBudget = ['logins_per_address', '203.0.113.9'];

const counting = (times: number, waitingMax = 32) => {
  const rate = { times, withinMs: 60_000 };
  const limiter = inMemoryLimiter({ ...RATES, logins_per_account: rate, logins_per_address: rate });
  const guesses = guessCounter(limiter, waitingMax);
  const tried = async (wrong: boolean, ...budgets: ReadonlyArray<GuessBudget>): Promise<string> => {
    const outcome = await guesses.counted(
      budgets,
      async () => wrong,
      (was) => was,
    );
    return isLeft(outcome) ? outcome.left.rate : 'tried';
  };
  return { guesses, tried };
};

describe('a counted guess', () => {
  it('stays counted, and an attempt that was no guess does not', async () => {
    const { tried } = counting(2);
    for (let nth = 0; nth < 5; nth += 1) expect(await tried(false, ACCOUNT)).to.equal('tried');
    expect([await tried(true, ACCOUNT), await tried(true, ACCOUNT)]).to.deep.equal(['tried', 'tried']);
    expect(await tried(false, ACCOUNT)).to.equal('logins_per_account');
  });

  it('uses up no budget when another budget of the same attempt is full', async () => {
    const { tried } = counting(1);
    await tried(true, ACCOUNT);
    for (let nth = 0; nth < 3; nth += 1) expect(await tried(true, ADDRESS, ACCOUNT)).to.equal('logins_per_account');
    expect(await tried(true, ADDRESS)).to.equal('tried');
  });

  it('is not counted when the attempt throws', async () => {
    const { guesses, tried } = counting(1);
    const broken = guesses.counted(
      [ACCOUNT],
      () => Promise.reject(new Error('the vault is away')),
      () => true,
    );
    expect(await broken.catch(({ message }: Error) => message)).to.equal('the vault is away');
    expect(await tried(false, ACCOUNT)).to.equal('tried');
  });

  it('lets attempts at once guess no more often than attempts in turn', async () => {
    const { tried } = counting(3);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => tried(true, ADDRESS, ACCOUNT)));
    expect(outcomes.filter((outcome) => outcome === 'tried')).to.have.length(3);
  });

  it('refuses no attempt at once that turns out to be no guess', async () => {
    const { tried } = counting(2);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => tried(false, ADDRESS, ACCOUNT)));
    expect(new Set(outcomes)).to.deep.equal(new Set(['tried']));
  });

  it('is waited for by a bounded number of attempts', async () => {
    const { guesses, tried } = counting(1, 2);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const first = guesses.counted(
      [ACCOUNT],
      () => promise,
      (was) => was,
    );
    const others = Array.from({ length: 5 }, () => tried(false, ACCOUNT));
    expect(await Promise.race(others)).to.equal('logins_per_account');
    resolve(false);
    await first;
    const outcomes = await Promise.all(others);
    expect(outcomes.filter((outcome) => outcome === 'tried')).to.have.length(2);
  });
});
