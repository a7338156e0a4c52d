import { expect } from 'chai';
import type { DatabasePool } from 'slonik';
import { openProjectionPool } from '#infra/database/pool.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { adoptCut, adoptLog, lineageOf } from './adopt-log.ts';
import { prepareRegistry } from './registry.ts';

/** Number of projectors that a supervisor starts in the same moment. */
const AT_ONCE = 4;

describe('the log that read models belong to', () => {
  let database: FreshDatabase;
  let pool: DatabasePool;
  beforeEach(async () => {
    database = await freshDatabase();
    pool = await openProjectionPool(database.url);
    await prepareRegistry(pool);
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  it('is recorded once by processes that start together on an empty database', async () => {
    const claims = Array.from({ length: AT_ONCE }, () => adoptLog(pool, 'one'));
    expect(await Promise.all(claims)).to.deep.equal(claims.map(() => ({ found: 'as before', lineage: 'one' })));
    expect(await lineageOf(pool, 'one')).to.equal('one');
    expect(await lineageOf(pool, 'another')).to.equal(undefined);
  });

  it('changes with the configuration, and one process alone learns of the change', async () => {
    await adoptLog(pool, 'one');
    const claims = await Promise.all(Array.from({ length: AT_ONCE }, () => adoptLog(pool, 'another')));
    expect(claims.filter(({ found }) => found === 'anew')).to.have.length(1);
    expect(await lineageOf(pool, 'another')).to.equal(claims[0]?.lineage);
    expect(await lineageOf(pool, 'one')).to.equal(undefined);
  });

  it('has another lineage once it was cut back, and one process alone records the cut', async () => {
    const before = { identity: 'one', ...(await adoptLog(pool, 'one')) };
    let recorded = 0;
    const record = async () => {
      recorded += 1;
    };
    const claims = await Promise.all(Array.from({ length: AT_ONCE }, () => adoptCut(pool, before, record)));
    expect(recorded).to.equal(1);
    expect(new Set(claims.map(({ lineage }) => lineage))).to.have.length(1);
    expect(claims[0]?.lineage).not.to.equal(before.lineage);
    expect(await lineageOf(pool, 'one')).to.equal(claims[0]?.lineage);
  });
});
