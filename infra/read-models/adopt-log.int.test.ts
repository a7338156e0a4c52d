import { expect } from 'chai';
import type { DatabasePool } from 'slonik';
import { openProjectionPool } from '#infra/database/pool.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { adoptLog, isOfLog } from './adopt-log.ts';
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
    expect(await Promise.all(claims)).to.deep.equal(claims.map(() => 'as before'));
    expect(await isOfLog(pool, 'one')).to.equal(true);
    expect(await isOfLog(pool, 'another')).to.equal(false);
  });

  it('changes with the configuration, and one process alone learns of the change', async () => {
    await adoptLog(pool, 'one');
    const claims = await Promise.all(Array.from({ length: AT_ONCE }, () => adoptLog(pool, 'another')));
    expect(claims.filter((claim) => claim === 'anew')).to.have.length(1);
    expect(await isOfLog(pool, 'another')).to.equal(true);
  });
});
