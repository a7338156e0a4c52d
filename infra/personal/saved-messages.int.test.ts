/** The saved messages in the personal store, over a real Postgres. */
import { expect } from 'chai';
import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import pg from 'pg';
import { instantOf } from '#domain/kernel/instant.ts';
import type { SavedMark } from '#gateway/ports/saved-messages.ts';
import { SAVED_MESSAGES_MAX } from '#gateway/protocol/limits.ts';
import { openPersonal, type PersonalStore } from '#infra/personal/open-personal.ts';
import { listenForChanges } from '#infra/personal/personal-changes.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { channel, message, user } from '#infra/workshop/testkit/community-events.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';

const ada = user(1);
const ben = user(2);
const AT = instantOf(1_000);

describe('the saved messages of a user', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let personal: PersonalStore;
  let client: pg.Client;
  before(async () => {
    database = await freshDatabase();
    personal = await openPersonal({ connectionString: database.url }, true);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  beforeEach(() => client.query('TRUNCATE personal.saved_message, personal.saved_revision'));
  after(async () => {
    await client.end();
    await personal.close();
    await database.drop();
  });

  const done = async <A>(work: TaskEither<{ readonly kind: string }, A>): Promise<A> => {
    const outcome = await work();
    if (isLeft(outcome)) throw new Error(outcome.left.kind);
    return outcome.right;
  };
  const at = (n: number, inChannel = 1) => ({ messageId: message(n), channelId: channel(inChannel) });
  const save = (n: number, who = ada, inChannel = 1): Promise<SavedMark> =>
    done(personal.saved.save(who, at(n, inChannel), AT));
  const ids = async (who = ada) => (await done(personal.saved.ids(who))).messageIds;
  /** Fills the store of ada up to so many messages. */
  const fillTo = (count: number) =>
    client.query(
      `WITH filled AS (
         INSERT INTO personal.saved_message (user_id, message_id, channel_id, saved_at, revision)
         SELECT $1, 'filled ' || n, $2, $3, n FROM generate_series(1, $4::integer) AS n
       )
       INSERT INTO personal.saved_revision VALUES ($1, $4)`,
      [ada, channel(1), AT, count],
    );

  it('are none at first, and belong to one user alone', async () => {
    expect(await done(personal.saved.ids(ada))).to.deep.equal({ messageIds: [], revision: 0 });
    await save(1);
    expect(await ids()).to.deep.equal([message(1)]);
    expect(await ids(ben)).to.deep.equal([]);
  });

  it('are saved once and taken away once, and each change counts', async () => {
    expect(await save(1)).to.deep.equal({ messageId: message(1), saved: true, revision: 1 });
    expect(await save(1)).to.deep.equal({ messageId: message(1), saved: true, revision: 1 });
    expect((await save(2)).revision).to.equal(2);
    expect(await ids()).to.deep.equal([message(2), message(1)]);
    const gone = { messageId: message(1), saved: false, revision: 3 };
    for (let n = 0; n < 2; n += 1) expect(await done(personal.saved.remove(ada, message(1)))).to.deep.equal(gone);
    expect(await done(personal.saved.mark(ada, null))).to.deep.equal({ messageId: null, saved: false, revision: 3 });
  });

  it('are no more than the limit, also when two devices save the last ones at once', async () => {
    await fillTo(SAVED_MESSAGES_MAX - 1);
    const outcomes: ReadonlyArray<Either<{ readonly kind: string }, SavedMark>> = await Promise.all(
      [1, 2, 3, 4].map((n) => personal.saved.save(ada, at(n), AT)()),
    );
    expect(outcomes.flatMap((one) => (isLeft(one) ? [one.left.kind] : []))).to.deep.equal([
      'TooManySaved',
      'TooManySaved',
      'TooManySaved',
    ]);
    const [newest] = await ids();
    expect(await ids()).to.have.length(SAVED_MESSAGES_MAX);
    // One that is saved already is no other one.
    const known = [1, 2, 3, 4].find((n) => message(n) === newest);
    expect((await save(known ?? 0)).saved).to.equal(true);
  });

  it('go with an erased message, an erased channel and the person', async () => {
    for (const n of [1, 2]) await save(n);
    await save(3, ada, 2);
    await save(1, ben);
    await personal.forgetMessage(message(1));
    expect([await ids(), await ids(ben)]).to.deep.equal([[message(3), message(2)], []]);
    await personal.forgetChannel(channel(2));
    expect(await ids()).to.deep.equal([message(2)]);
    await personal.forgetUser(ada);
    expect(await done(personal.saved.ids(ada))).to.deep.equal({ messageIds: [], revision: 0 });
  });

  it('are told to every process when they change, and not when nothing changed', async () => {
    const heard: string[] = [];
    const changes = await listenForChanges({ connectionString: database.url });
    changes.follow({
      moved: () => heard.push('moved'),
      settingsChanged: () => heard.push('settings'),
      savedChanged: (userId, messageId) => heard.push(`${userId} ${messageId}`),
      missed: () => undefined,
    });
    try {
      await save(1);
      await save(1);
      await done(personal.saved.remove(ada, message(2)));
      await done(personal.saved.remove(ada, message(1)));
      await save(2, ben);
      await until(() => heard.length === 3);
      const both = `${ada} ${message(1)}`;
      expect(heard).to.deep.equal([both, both, `${ben} ${message(2)}`]);
    } finally {
      await changes.close();
    }
  });
});
