/** The store of read markers and the count in the database, over a real Postgres and real read models. */
import { expect } from 'chai';
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import pg from 'pg';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import { openPersonal, type PersonalStore } from '#infra/personal/open-personal.ts';
import { adoptLog } from '#infra/read-models/adopt-log.ts';
import { type ChannelSide, channelSide, inChannel } from '#infra/workshop/testkit/channel-side.ts';
import {
  channel,
  deleted,
  guild,
  joined,
  message,
  restored,
  sent,
  session,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { testSeed } from '#infra/workshop/testkit/test-environment.ts';

const here = inChannel(1);
const there = inChannel(2);
const MESSAGES = 260;
const COUNTED_MAX = 100;
const AMONG = 200;
const FROM_MS = Date.UTC(2026, 1, 1);
const at = (n: number): Instant => instantOf(FROM_MS + n * 1_000);
/** True for a message that its author deleted, and false for one that was restored. */
const gone = (n: number): boolean => n % 7 === 0 && n % 14 !== 0;
const authorOf = (n: number): number => (n % 5 === 0 ? 2 : 1);
const seed = testSeed() ?? Math.floor(Math.random() * 0x7fffffff);

describe(`a read marker (FILAMENT_TEST_SEED=${seed})`, () => {
  let side: ChannelSide;
  let personal: PersonalStore;
  let client: pg.Client;
  const ben = user(2);
  /** Position of the beginning when the store was made. */
  let made: string;
  const beginning = async (): Promise<string> =>
    (await client.query<{ position: string }>('SELECT position FROM personal.beginning')).rows[0]?.position ?? '';
  const begin = (time: Instant, position: string | number = -1) =>
    client.query('UPDATE personal.beginning SET at = $1, position = $2', [time, position]);

  before(async () => {
    side = await channelSide([1, 2], (write) => {
      write(joined(guild(1), ben), { time: at(0) });
      write(joined(guild(1), user(3)), { time: at(100) });
      for (let n = 1; n <= MESSAGES; n += 1) {
        const event = sent(here, message(n), user(authorOf(n)));
        write({ ...event, data: { ...event.data, sentAt: at(n) } });
        if (n % 7 === 0) write(deleted(here, message(n), user(authorOf(n))));
        if (n % 14 === 0) write(restored(here, message(n), user(authorOf(n))));
      }
      const other = sent(there, message(1_000), user(1));
      write({ ...other, data: { ...other.data, sentAt: at(1) } });
    });
    await adoptLog(side.pool, 'one log');
    personal = await openPersonal({ connectionString: side.url }, true);
    client = new pg.Client({ connectionString: side.url });
    await client.connect();
    made = await beginning();
    await begin(at(0));
  });
  beforeEach(() => client.query('TRUNCATE personal.read_marker'));
  after(async () => {
    await client.end();
    await personal.close();
    await side.close();
  });

  const place = (n: number, channelId: ChannelId = here.channelId) => ({
    channelId,
    messageId: message(n),
    sentAt: at(n),
  });
  const ok = async (work: ReturnType<PersonalStore['markers']['put']>): Promise<void> => {
    const outcome = await work();
    if (isLeft(outcome)) throw new Error(outcome.left.why);
  };
  const read = (n: number, who: UserId = ben): Promise<void> => ok(personal.markers.moveOn(who, [place(n)]));
  const put = (n: number): Promise<void> => ok(personal.markers.put(ben, place(n)));
  const stateOf = async (who: UserId) => {
    const asked = { viewer: { userId: who, sessionId: session(1) }, atLeast: undefined, channels: undefined };
    const answer = await side.queries.readState(asked)();
    if (isLeft(answer)) throw new Error(JSON.stringify(answer.left));
    return answer.right.value;
  };
  const unreadOf = async (who: UserId = ben, channelId = here.channelId): Promise<number> =>
    (await stateOf(who)).unread.find((one) => one.channelId === channelId)?.unread ?? 0;
  const lastRead = async (): Promise<MessageId | null | undefined> =>
    (await stateOf(ben)).markers.find((one) => one.channelId === here.channelId)?.lastRead;
  const bruteForce = (counts: (n: number) => boolean, reader = 2): number => {
    const living = Array.from({ length: MESSAGES }, (_, k) => k + 1).filter((n) => !gone(n));
    const counted = living.slice(-AMONG).filter((n) => authorOf(n) !== reader && counts(n));
    return Math.min(counted.length, COUNTED_MAX);
  };

  it('counts the messages after it, and any order of moves leads to the furthest', async () => {
    const moves = fc.array(fc.integer({ min: 1, max: MESSAGES }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(moves, async (numbers) => {
        await client.query('TRUNCATE personal.read_marker');
        await Promise.all(numbers.map((n) => read(n)));
        const furthest = Math.max(...numbers);
        expect(await lastRead()).to.equal(message(furthest));
        expect(await unreadOf()).to.equal(bruteForce((n) => n > furthest));
      }),
      { seed, numRuns: 40, endOnFailure: true },
    );
  });

  it('goes back when its user says so, and on again from there', async () => {
    await read(250);
    await put(200);
    expect(await unreadOf()).to.equal(bruteForce((n) => n > 200));
    await read(220);
    expect(await lastRead()).to.equal(message(220));
    await ok(personal.markers.put(ben, { channelId: here.channelId, messageId: null, sentAt: instantOf(0) }));
    expect(await lastRead()).to.equal(null);
    expect(await unreadOf()).to.equal(COUNTED_MAX);
    await read(1);
    expect(await lastRead()).to.equal(message(1));
  });

  it('may stand on a deleted message', async () => {
    await read(217);
    expect(gone(217)).to.equal(true);
    expect(await unreadOf()).to.equal(bruteForce((n) => n > 217));
  });

  it('lets messages count from the join on where there is none', async () => {
    expect(await unreadOf(user(3))).to.equal(bruteForce((n) => n > 100, 3));
    expect(await unreadOf(ben, there.channelId)).to.equal(1);
    expect(await unreadOf(user(3), there.channelId)).to.equal(0);
  });

  it('makes no history unread for members from before the store', async () => {
    await begin(at(255));
    expect(await unreadOf()).to.equal(bruteForce((n) => n > 255));
    expect(await unreadOf(ben, there.channelId)).to.equal(0);
    await put(250);
    expect(await unreadOf()).to.equal(bruteForce((n) => n > 250));
    await begin(at(0));
  });

  it('counts nothing from before an upgrade, as long as the log is the same', async () => {
    const { rows } = await client.query('SELECT max(sent_position) AS newest FROM read.message');
    expect(made).to.equal(rows[0].newest);
    const { rows: at240 } = await client.query('SELECT sent_position FROM read.message WHERE message_id = $1', [
      message(240),
    ]);
    await personal.belongTo('one log');
    await begin(at(0), at240[0].sent_position);
    await personal.belongTo('one log');
    expect(await unreadOf()).to.equal(bruteForce((n) => n > 240));
    await personal.belongTo('another log');
    expect(await unreadOf()).to.equal(bruteForce(() => true));
    await begin(at(0));
  });

  it('counts by the time of its message where the timeline lacks that, as after a restored log', async () => {
    await ok(personal.markers.put(ben, { ...place(230), messageId: message(9_999) }));
    expect(await unreadOf()).to.equal(bruteForce((n) => n > 230));
    await read(225);
    expect(await lastRead()).to.equal(message(9_999));
    await read(240);
    expect(await lastRead()).to.equal(message(240));
  });

  it('moves on to a message of its user that the timeline does not have yet', async () => {
    await read(240);
    const far = { userId: ben, ...place(9_998), sentAt: at(MESSAGES), position: 1_000_000n };
    await personal.markers.sent([far, { ...far, channelId: there.channelId }]);
    expect(await lastRead()).to.equal(message(9_998));
    expect(await unreadOf()).to.equal(0);
    // A late retry of an earlier send is no move, because the timeline knows where that message stands.
    await read(250);
    await personal.markers.sent([{ userId: ben, ...place(245), position: 1_000_000n }]);
    expect(await lastRead()).to.equal(message(9_998));
  });

  it('is told to every process that listens, once for each move', async () => {
    const heard: string[] = [];
    client.on('notification', ({ payload = '' }) => heard.push(payload));
    await client.query('LISTEN filament_read_marker');
    await read(10);
    await read(5);
    await put(5);
    await client.query('SELECT 1');
    expect(heard).to.deep.equal([`${ben} ${here.channelId}`, `${ben} ${here.channelId}`]);
    await client.query('UNLISTEN *');
  });

  it('goes with the person, and with the channel', async () => {
    const three = user(3);
    await Promise.all([read(10), read(11, three), ok(personal.markers.moveOn(ben, [place(1_000, there.channelId)]))]);
    const left = async (): Promise<ReadonlyArray<string>> => {
      const { rows } = await client.query('SELECT user_id, channel_id FROM personal.read_marker ORDER BY 1, 2');
      return rows.map(({ user_id, channel_id }) => `${user_id} ${channel_id}`);
    };
    await personal.markers.forgetChannel(there.channelId);
    expect(await left()).to.deep.equal([`${ben} ${here.channelId}`, `${three} ${here.channelId}`]);
    await personal.markers.forgetUser(ben);
    expect(await left()).to.deep.equal([`${three} ${channel(1)}`]);
  });
});
