/** The store of followed threads, over a real Postgres. */
import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import pg from 'pg';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import type { ThreadPart } from '#infra/personal/followed-threads.ts';
import { openPersonal, type PersonalStore } from '#infra/personal/open-personal.ts';
import { channel, user } from '#infra/workshop/testkit/community-events.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';

const KEPT = 200;
const [ANN, BEN] = [user(1), user(2)];
const at = (n: number): Instant => instantOf(Date.UTC(2026, 1, 1) + n);

describe('a followed thread in the store', () => {
  let side: ReadSide;
  let personal: PersonalStore;
  let client: pg.Client;

  before(async () => {
    side = await readSide();
    personal = await openPersonal({ connectionString: side.url }, true);
    client = new pg.Client({ connectionString: side.url });
    await client.connect();
  });
  beforeEach(() => client.query('TRUNCATE personal.followed_thread'));
  after(async () => {
    await client.end();
    await personal.close();
    await side.close();
  });

  const choose = async (follows: boolean, n: number, thread = channel(1)): Promise<void> => {
    const outcome = await personal.threads.choose(ANN, { channelId: thread, follows, at: at(n) })();
    if (isLeft(outcome)) throw new Error(outcome.left.why);
  };
  const takePart = (part: ThreadPart['part'], n: number, thread = channel(1)): Promise<void> =>
    personal.threads.tookPart([{ userId: ANN, channelId: thread, part, at: at(n) }]);
  const followed = async (who: UserId = ANN): Promise<ReadonlyArray<ChannelId>> => {
    const { rows } = await client.query<{ channel_id: ChannelId }>(
      'SELECT channel_id FROM personal.followed_thread WHERE user_id = $1 AND follows ORDER BY channel_id',
      [who],
    );
    return rows.map(({ channel_id }) => channel_id);
  };

  it('is followed by its author, by a named user, and by choice', async () => {
    await takePart('wrote', 1, channel(1));
    await takePart('named', 1, channel(2));
    await choose(true, 1, channel(3));
    expect(await followed()).to.deep.equal([channel(1), channel(2), channel(3)]);
  });

  it('stays unfollowed when the user is named, until the user writes again', async () => {
    await choose(false, 10);
    await takePart('named', 20);
    expect(await followed()).to.deep.equal([]);
    // A message from before the choice comes late.
    await takePart('wrote', 5);
    expect(await followed()).to.deep.equal([]);
    await takePart('wrote', 30);
    expect(await followed()).to.deep.equal([channel(1)]);
  });

  it('gives way to newer ones beyond the limit', async () => {
    for (let n = 1; n <= KEPT; n += 1) await takePart('wrote', n, channel(n));
    await takePart('wrote', KEPT + 1, channel(1));
    await choose(true, KEPT + 2, channel(KEPT + 1));
    const now = await followed();
    expect(now).to.have.lengthOf(KEPT);
    expect(now).to.include.members([channel(1), channel(KEPT + 1)]);
    expect(now).not.to.include(channel(2));
  });

  it('goes with its thread and with its user', async () => {
    await personal.threads.tookPart(
      [ANN, BEN].flatMap((userId) =>
        [1, 2].map((n): ThreadPart => ({ userId, channelId: channel(n), part: 'wrote', at: at(n) })),
      ),
    );
    await personal.forgetChannel(channel(1));
    expect(await followed()).to.deep.equal([channel(2)]);
    await personal.forgetUser(ANN);
    expect([await followed(), await followed(BEN)]).to.deep.equal([[], [channel(2)]]);
  });
});
