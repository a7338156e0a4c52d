import { expect } from 'chai';
import { inMemoryLimiter } from '#gateway/limits/buckets.ts';
import { RATES } from '#gateway/limits/rates.ts';

describe('a bucket', () => {
  it('lets as many requests through as its rate allows, then says how long to wait', async () => {
    const limiter = inMemoryLimiter(RATES);
    for (let i = 0; i < 5; i += 1) expect(await limiter.take('messages_per_user_and_channel', 'a')).to.equal(undefined);
    const refused = await limiter.take('messages_per_user_and_channel', 'a');
    expect(refused?.rate).to.equal('messages_per_user_and_channel');
    expect(refused?.retryAfterSecs).to.be.within(1, 5);
  });
  it('counts each key and each rate apart', async () => {
    const limiter = inMemoryLimiter({ ...RATES, registrations_per_address: { times: 1, withinMs: 60_000 } });
    expect(await limiter.take('registrations_per_address', 'a')).to.equal(undefined);
    expect(await limiter.take('registrations_per_address', 'b')).to.equal(undefined);
    expect(await limiter.take('logins_per_address', 'a')).to.equal(undefined);
    expect(await limiter.take('registrations_per_address', 'a')).not.to.equal(undefined);
  });
  it('takes a count back', async () => {
    const limiter = inMemoryLimiter({ ...RATES, logins_per_account: { times: 1, withinMs: 60_000 } });
    await limiter.take('logins_per_account', 'a');
    await limiter.giveBack('logins_per_account', 'a');
    expect(await limiter.take('logins_per_account', 'a')).to.equal(undefined);
  });
  it('counts no refused request, and gives back no more than it took', async () => {
    const limiter = inMemoryLimiter({ ...RATES, logins_per_account: { times: 2, withinMs: 60_000 } });
    const refused: boolean[] = [];
    for (let nth = 0; nth < 6; nth += 1) refused.push((await limiter.take('logins_per_account', 'a')) !== undefined);
    for (let nth = 0; nth < 4; nth += 1) await limiter.giveBack('logins_per_account', 'a');
    for (let nth = 0; nth < 3; nth += 1) refused.push((await limiter.take('logins_per_account', 'a')) !== undefined);
    expect(refused).to.deep.equal([false, false, true, true, true, true, false, false, true]);
  });
  it('says whether it is full, and counts nothing by that', async () => {
    const limiter = inMemoryLimiter({ ...RATES, logins_per_account: { times: 1, withinMs: 900 } });
    for (let nth = 0; nth < 3; nth += 1) expect(await limiter.full('logins_per_account', 'a')).to.equal(undefined);
    await limiter.take('logins_per_account', 'a');
    const excess = { kind: 'RateExceeded', rate: 'logins_per_account', retryAfterSecs: 1 };
    expect(await limiter.full('logins_per_account', 'a')).to.deep.equal(excess);
  });
  it('is not forgotten for keys whose counts were all given back', async () => {
    const limiter = inMemoryLimiter({ ...RATES, logins_per_account: { times: 2, withinMs: 60_000 } }, 2);
    for (let nth = 0; nth < 3; nth += 1) await limiter.take('logins_per_account', 'guessed');
    for (let nth = 0; nth < 10; nth += 1) {
      await limiter.take('logins_per_account', `other ${nth}`);
      await limiter.giveBack('logins_per_account', `other ${nth}`);
    }
    expect(await limiter.take('logins_per_account', 'guessed')).not.to.equal(undefined);
  });
  it('asks for a wait of at least one second, rounded up', async () => {
    const rates = {
      ...RATES,
      logins_per_account: { times: 1, withinMs: 900 },
      logins_per_address: { times: 1, withinMs: 2_900 },
    };
    const limiter = inMemoryLimiter(rates);
    for (const [rate, retryAfterSecs] of [
      ['logins_per_account', 1],
      ['logins_per_address', 3],
    ] as const) {
      await limiter.take(rate, 'a');
      expect(await limiter.take(rate, 'a')).to.deep.equal({ kind: 'RateExceeded', rate, retryAfterSecs });
    }
  });
  it('forgets the key that was not asked about longest when there are too many keys', async () => {
    const limiter = inMemoryLimiter({ ...RATES, logins_per_account: { times: 1, withinMs: 60_000 } }, 2);
    for (const key of ['first', 'second', 'first', 'third']) await limiter.take('logins_per_account', key);
    const isRefused = async (key: string) => (await limiter.take('logins_per_account', key)) !== undefined;
    expect([await isRefused('first'), await isRefused('third'), await isRefused('second')]).to.deep.equal([
      true,
      true,
      false,
    ]);
  });
});
