import { expect } from 'chai';
import pg from 'pg';
import { RATES } from '#gateway/limits/rates.ts';
import { openCuttingProxy } from '#infra/workshop/testkit/cutting-proxy.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { type SharedLimiter, sharedLimiter } from './shared-limiter.ts';

/** Milliseconds to wait for a silent database. A working database answers sooner, even on a busy machine. */
const SOON_MS = 1_000;
const RATE = 'logins_per_account';
const FEW = { ...RATES, [RATE]: { times: 3, withinMs: 60_000 } };

describe('the shared rates', () => {
  let database: FreshDatabase;
  let processes: ReadonlyArray<SharedLimiter>;
  before(async () => {
    database = await freshDatabase();
    processes = await Promise.all([1, 2, 3].map(() => sharedLimiter(database.url, FEW)));
  });
  after(async () => {
    await Promise.all(processes.map((one) => one.close()));
    await database.drop();
  });
  const takeInTurn = async (key: string, times: number) => {
    const refused: boolean[] = [];
    for (let nth = 0; nth < times; nth += 1)
      refused.push((await processes[nth % processes.length]?.take(RATE, key)) !== undefined);
    return refused;
  };

  it('are counted together by all processes', async () => {
    expect(await takeInTurn('olga', 5)).to.deep.equal([false, false, false, true, true]);
    const refusal = await processes[1]?.take(RATE, 'olga');
    expect(refusal).to.include({ kind: 'RateExceeded', rate: RATE });
    expect(refusal?.retryAfterSecs).to.be.within(1, 60);
    expect(await takeInTurn('max', 1)).to.deep.equal([false]);
  });

  it('count concurrent requests once each', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, nth) => processes[nth % processes.length]?.take(RATE, 'raced')),
    );
    expect(outcomes.filter((refused) => refused === undefined)).to.have.length(3);
  });

  it('give a count back at any process', async () => {
    await takeInTurn('ada', 3);
    await processes[2]?.giveBack(RATE, 'ada');
    expect(await takeInTurn('ada', 2)).to.deep.equal([false, true]);
  });

  it('say whether they are full, and count nothing by that', async () => {
    await takeInTurn('may', 2);
    expect(await processes[0]?.full(RATE, 'may')).to.equal(undefined);
    await takeInTurn('may', 1);
    expect(await processes[1]?.full(RATE, 'may')).to.include({ kind: 'RateExceeded', rate: RATE });
    expect(await processes[1]?.full(RATE, 'unknown')).to.equal(undefined);
  });

  it('count no refused request, and give back no more than they took', async () => {
    const refused = await takeInTurn('eve', 9);
    for (let nth = 0; nth < 5; nth += 1) await processes[nth % processes.length]?.giveBack(RATE, 'eve');
    expect([...refused, ...(await takeInTurn('eve', 4))]).to.deep.equal([
      ...[false, false, false, true, true, true, true, true, true],
      ...[false, false, false, true],
    ]);
  });

  it('refuse every request in time while the database is silent', async () => {
    const proxy = await openCuttingProxy(database.url);
    const cutOff = await sharedLimiter(proxy.url, FEW, SOON_MS);
    expect(await cutOff.take(RATE, 'before')).to.equal(undefined);
    proxy.muffle();
    const outcome = await cutOff.take(RATE, 'silent').then(
      () => 'counted',
      (error: unknown) => error,
    );
    expect(outcome).to.be.instanceOf(Error);
    await cutOff.close();
    await proxy.close();
  });

  it('store no name and no address', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ key: string }>('SELECT key FROM edge.rate');
    await client.end();
    expect(rows.length).to.be.above(2);
    expect(rows.map(({ key }) => key).join()).not.to.match(/olga|max|ada|raced/);
  });
});
