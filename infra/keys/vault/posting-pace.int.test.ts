import { expect } from 'chai';
import { isRight } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import pg from 'pg';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { SLOW_MODE_SECS_MAX } from '#domain/kernel/limits.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { openVault, type Vault } from './open-vault.ts';

const id = (n: number) => n.toString().padStart(26, '0');
const NOW = instantOf(Date.UTC(2026, 10, 23, 3));
const EVERY_MS = 10_000;

const sure = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const result = await task();
  return isRight(result) ? result.right : expect.fail(JSON.stringify(result.left));
};

describe('the posting pace', () => {
  let database: FreshDatabase;
  let vault: Vault;
  let other: Vault;
  beforeEach(async () => {
    database = await freshDatabase();
    vault = await openVault({ connectionString: database.url });
    other = await openVault({ connectionString: database.url });
  });
  afterEach(async () => {
    await Promise.all([vault.close(), other.close()]);
    await database.drop();
  });
  const take = (message: number, afterMs: number, { by = 1, channel = 1, everyMs = EVERY_MS, of = vault } = {}) =>
    sure(
      of.pace.take({
        channelId: id(channel) as ChannelId,
        userId: id(by) as UserId,
        messageId: id(message) as MessageId,
        at: plusMillis(NOW, afterMs),
        everyMs,
      }),
    );

  it('gives a turn, and the time to the next one', async () => {
    expect(await take(1, 0)).to.equal(0);
    expect(await take(2, 2_500)).to.equal(7_500);
    expect(await take(2, 2_500, { everyMs: 60_000 })).to.equal(57_500);
    expect(await take(2, EVERY_MS)).to.equal(0);
    expect(await take(3, EVERY_MS)).to.equal(EVERY_MS);
  });

  it('gives each user a turn in each channel', async () => {
    expect(await take(1, 0)).to.equal(0);
    expect(await take(2, 0, { by: 2 })).to.equal(0);
    expect(await take(3, 0, { channel: 2 })).to.equal(0);
  });

  it('lets a message that has the turn keep it, from its first time', async () => {
    expect(await take(1, 0)).to.equal(0);
    expect(await take(1, 5_000, { of: other })).to.equal(0);
    expect(await take(2, 5_000, { of: other })).to.equal(5_000);
  });

  it('gives one turn to messages that come at once in two processes', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => take(n, 0, { of: n % 2 === 0 ? vault : other })));
    expect(answers.filter((wait) => wait === 0)).to.have.length(1);
    expect(Math.max(...answers)).to.equal(EVERY_MS);
  });

  it('never lets a user wait longer than the slow mode, whatever the clock of another process says', async () => {
    expect(await take(1, 3_600_000)).to.equal(0);
    expect(await take(2, 0)).to.equal(EVERY_MS);
  });

  it('forgets turns for which no slow mode is long enough', async () => {
    for (let by = 1; by <= 20; by += 1) await take(by, 0, { by });
    const later = 2 * SLOW_MODE_SECS_MAX * 1_000 + 1;
    await Promise.all([take(30, later, { by: 30 }), take(31, later, { by: 31, of: other })]);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query('SELECT user_id FROM vault.posting_turn ORDER BY 1');
    await client.end();
    expect(rows).to.deep.equal([{ user_id: id(30) }, { user_id: id(31) }]);
  });
});
