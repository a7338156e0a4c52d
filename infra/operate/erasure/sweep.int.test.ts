import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { DatabasePool } from 'slonik';
import type { MadeGuild } from '#commands/commands.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import { BEGINNING } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { channelStream } from '#domain/kernel/stream.ts';
import { DAY_MS, HOUR_MS } from '#domain/kernel/units.ts';
import { openProjectionPool } from '#infra/database/pool.ts';
import { postgresReadModels } from '#infra/read-models/read-models.ts';
import { prepareRegistry } from '#infra/read-models/registry.ts';
import { postgresRemovals, type Removals } from '#infra/read-models/removals.ts';
import { postgresSink } from '#infra/read-models/sink.ts';
import { accepted, type House, openHouse, type Person } from '#infra/workshop/golden/logs/house.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { rebuild } from '#projections/engine/rebuild.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';
import { messageTimeline } from '#projections/message-timeline/projector.ts';
import { forwardNow } from '#queries/message/forwards.ts';
import { sweep } from './sweep.ts';

const PASSWORD = 'correct horse battery staple';
const UNDO_MS = 7 * DAY_MS;

describe('the sweep', () => {
  let database: FreshDatabase;
  let house: House;
  let pool: DatabasePool;
  let removals: Removals;
  let ann: Person;
  let bob: Person;
  let guild: MadeGuild;
  let channelId: ChannelId;
  let forgotten: Array<ChannelId | GuildId | MessageId>;

  const person = async (username: string): Promise<Person> => {
    const credentials = { username, password: PASSWORD };
    await accepted(house.commands.register({ ...house.anonymous(), ...credentials, invite: undefined }));
    return accepted(house.commands.login({ ...house.anonymous(), ...credentials, device: 'a test' }));
  };
  const channelIn = async (): Promise<ChannelId> => {
    const made = { guildId: guild.guildId, name: 'talk', channelKind: 'text' as const, parentId: null };
    return (await accepted(house.commands.createChannel({ ...house.by(ann), ...made }))).channelId;
  };
  const say = async (by: Person, content: string, at = channelId): Promise<MessageId> =>
    (await accepted(house.commands.sendMessage({ ...house.by(by), channelId: at, content, replyTo: null }))).messageId;
  const remove = (by: Person, messageId: MessageId) =>
    accepted(house.commands.deleteMessage({ ...house.by(by), channelId, messageId }));
  /** Texts of the log that still have their keys. */
  const texts = async (): Promise<ReadonlyArray<string>> => {
    const { events } = await house.feed.readAll(BEGINNING, 1_000);
    return events.flatMap(({ event: { data } }) =>
      'content' in data && !isErased(data.content) ? [data.content] : [],
    );
  };
  /** Reasons of deletions in the log. An erased one reads as null. */
  const reasons = async (): Promise<ReadonlyArray<string | null>> => {
    const { events } = await house.feed.readAll(BEGINNING, 1_000);
    return events.flatMap(({ event: { data } }) =>
      'reason' in data && data.reason !== null ? [isErased(data.reason) ? null : data.reason] : [],
    );
  };
  const sweepNow = async (signal = new AbortController().signal, over: Partial<Removals> = {}) => {
    for (const model of [messageTimeline, guildDirectory])
      await rebuild({ feed: house.feed, sink: postgresSink({ pool, url: database.url }), nowMs: Date.now })(model);
    const progress = house.vault.erasureProgress(house.logIdentity);
    const deps = {
      removals: { ...removals, ...over },
      progress,
      erasures: house.erasures,
      forgetMessage: async (messageId: MessageId) => {
        forgotten.push(messageId);
      },
      forgetChannel: async (channelId: ChannelId) => {
        forgotten.push(channelId);
      },
      forgetGuild: async (guildId: GuildId) => {
        forgotten.push(guildId);
      },
      undoMs: UNDO_MS,
      now: house.now,
    };
    return sweep(deps)(signal);
  };

  beforeEach(async () => {
    forgotten = [];
    database = await freshDatabase();
    house = await openHouse(database.url, instantOf(Date.now()));
    pool = await openProjectionPool(database.url);
    await prepareRegistry(pool);
    removals = postgresRemovals(pool);
    ann = await person('ann');
    bob = await person('bob');
    guild = await accepted(house.commands.createGuild({ ...house.by(ann), name: 'a guild' }));
    channelId = await channelIn();
    const terms = { guildId: guild.guildId, channelId: null, expiresInSecs: null, maxUses: null };
    const { code } = await accepted(house.commands.createInvite({ ...house.by(ann), ...terms }));
    await accepted(house.commands.acceptInvite({ ...house.by(bob), code }));
  });
  afterEach(async () => {
    await pool.end();
    await house.close();
    await database.drop();
  });

  it('has nothing to do for a text whose author deleted it, because its keys are gone at once', async () => {
    const mine = await say(bob, 'first words');
    await accepted(
      house.commands.editMessage({
        ...house.by(bob),
        channelId,
        messageId: mine,
        content: 'better words',
        ifRevision: undefined,
      }),
    );
    await say(bob, 'words that stay');
    await remove(bob, mine);
    expect(await texts()).to.deep.equal(['words that stay']);
  });

  it('erases what a moderator deleted once the time to undo it is over, and not before', async () => {
    const deleted = await say(bob, 'deleted words');
    await remove(ann, deleted);
    house.passTime(UNDO_MS);
    expect((await sweepNow()).messages).to.equal(0);
    expect(await texts()).to.deep.equal(['deleted words']);
    house.passTime(HOUR_MS);
    expect(forgotten).to.deep.equal([]);
    expect((await sweepNow()).messages).to.equal(1);
    expect(await texts()).to.deep.equal([]);
    expect(forgotten).to.deep.equal([deleted]);
    expect((await sweepNow()).messages).to.equal(0);
  });

  it('leaves no forward the words of an erased message, in the log or in the tables', async () => {
    const first = await say(bob, 'words that travel');
    const elsewhere = await channelIn();
    const forwardOf = { channelId, messageId: first };
    const forwarding = { channelId: elsewhere, content: 'see', replyTo: null, forwardOf };
    const forward = await accepted(house.commands.sendMessage({ ...house.by(ann), ...forwarding }));
    const shown = async () => {
      if (forward.forwarded === null) throw new Error('the message is no forward');
      const view = await forwardNow({ models: postgresReadModels(pool) })(forward.forwarded)();
      if (isLeft(view)) throw new Error(view.left.why);
      return view.right.said?.content ?? null;
    };
    expect(await texts()).to.deep.equal(['words that travel', 'see']);
    await remove(ann, first);
    house.passTime(UNDO_MS + HOUR_MS);
    expect((await sweepNow()).messages).to.equal(1);
    expect(await texts()).to.deep.equal(['see']);
    expect(await shown()).to.equal(null);
  });

  it('erases a text of an author whose server crashed between the deletion and the erasure', async () => {
    const mine = await say(bob, 'words of the crash');
    const { destroy } = house.vault.contentKeys;
    Object.assign(house.vault.contentKeys, { destroy: () => Promise.reject(new Error('the vault is away')) });
    await remove(bob, mine);
    Object.assign(house.vault.contentKeys, { destroy });
    expect(await texts()).to.deep.equal(['words of the crash']);
    expect((await sweepNow()).messages).to.equal(1);
    expect(await texts()).to.deep.equal([]);
  });

  it('erases the messages of a deleted channel, and then says so in the log', async () => {
    for (const n of [1, 2, 3]) await say(bob, `words ${n}`);
    const other = await channelIn();
    await say(bob, 'words elsewhere', other);
    await accepted(house.commands.deleteChannel({ ...house.by(ann), channelId }));
    house.passTime(UNDO_MS + HOUR_MS);
    expect(await sweepNow()).to.deep.equal({ messages: 3, channels: 1 });
    expect(await texts()).to.deep.equal(['words elsewhere']);
    const { events } = await house.feed.readAll(BEGINNING, 1_000);
    expect(forgotten).to.deep.equal([channelId]);
    const [erased] = events.filter(({ event }) => event.type === 'channel.erased');
    expect(erased?.stream).to.equal(channelStream(channelId));
    expect(erased?.metadata.actor).to.equal('reactor:erasure');
    expect(await sweepNow()).to.deep.equal({ messages: 0, channels: 0 });
  });

  it('erases the messages in the threads of a deleted channel, and none in those of another one', async () => {
    const other = await channelIn();
    const begin = async (at: ChannelId) => {
      const wish = { rootId: null, name: 'aside', archiveAfterMins: undefined, content: null };
      return (await accepted(house.commands.beginThread({ ...house.by(bob), ...wish, channelId: at }))).channelId;
    };
    await say(bob, 'words of the thread', await begin(channelId));
    await say(bob, 'words elsewhere', await begin(other));
    await accepted(house.commands.deleteChannel({ ...house.by(ann), channelId }));
    house.passTime(UNDO_MS + HOUR_MS);
    expect(await sweepNow()).to.deep.equal({ messages: 1, channels: 2 });
    expect(await texts()).to.deep.equal(['words elsewhere']);
  });

  it('erases the messages of a deleted guild', async () => {
    await say(bob, 'words of the guild');
    await accepted(house.commands.deleteGuild({ ...house.by(ann), guildId: guild.guildId }));
    house.passTime(UNDO_MS + HOUR_MS);
    expect(await sweepNow()).to.deep.equal({ messages: 1, channels: 1 });
    expect(await texts()).to.deep.equal([]);
    expect(forgotten.at(-1)).to.equal(guild.guildId);
  });

  it('gives back the place in the guild that a deletion kept which was cut short', async () => {
    const unlisted = async () => {
      const { events } = await house.feed.readAll(BEGINNING, 1_000);
      return events.flatMap(({ event }) => (event.type === 'guild.channel-unlisted' ? [event.data.channelId] : []));
    };
    house.failNext('guild.channel-unlisted');
    await house.commands.deleteChannel({ ...house.by(ann), channelId })();
    expect(await unlisted()).to.deep.equal([]);
    house.passTime(UNDO_MS + HOUR_MS);
    await sweepNow();
    expect(await unlisted()).to.deep.equal([channelId]);
  });

  it('erases the reason for the deletion of a channel with the channel', async () => {
    await accepted(house.commands.deleteChannel({ ...house.by(ann), channelId, reason: 'a secret leaked' }));
    expect((await sweepNow()).channels).to.equal(0);
    expect(await reasons()).to.deep.equal(['a secret leaked']);
    house.passTime(UNDO_MS + HOUR_MS);
    expect((await sweepNow()).channels).to.equal(1);
    expect(await reasons()).to.deep.equal([null]);
  });

  it('erases the reasons on the stream of a guild with the guild', async () => {
    const { guildId } = guild;
    const { roleId } = await accepted(house.commands.createRole({ ...house.by(ann), guildId, name: 'guests' }));
    await accepted(house.commands.deleteRole({ ...house.by(ann), guildId, roleId, reason: 'the guests are gone' }));
    await accepted(house.commands.deleteGuild({ ...house.by(ann), guildId, reason: 'we move elsewhere' }));
    expect(await reasons()).to.deep.equal(['the guests are gone', 'we move elsewhere']);
    house.passTime(UNDO_MS + HOUR_MS);
    await sweepNow();
    expect(await reasons()).to.deep.equal([null, null]);
  });

  it('keeps the reason for the deletion of a message longer than the text', async () => {
    const messageId = await say(bob, 'deleted words');
    await accepted(house.commands.deleteMessage({ ...house.by(ann), channelId, messageId, reason: 'spam' }));
    house.passTime(UNDO_MS + HOUR_MS);
    expect((await sweepNow()).messages).to.equal(1);
    expect([await texts(), await reasons()]).to.deep.equal([[], ['spam']]);
  });

  it('leaves a restored message alone, with its new key', async () => {
    const messageId = await say(bob, 'words that came back');
    await remove(ann, messageId);
    const { events } = await house.feed.readAll(BEGINNING, 1_000);
    const entries = events.slice(-1).map(({ stream, revision, eventId }) => ({ stream, revision, eventId }));
    await accepted(house.commands.undo({ ...house.by(ann), guildId: guild.guildId, entries, preview: false }));
    house.passTime(UNDO_MS + HOUR_MS);
    expect((await sweepNow()).messages).to.equal(0);
    expect(await texts()).to.deep.equal(['words that came back', 'words that came back']);
  });

  it('continues after it was stopped in the middle of a channel', async () => {
    for (const n of [1, 2]) await say(bob, `words ${n}`);
    await accepted(house.commands.deleteChannel({ ...house.by(ann), channelId }));
    house.passTime(UNDO_MS + HOUR_MS);
    const stop = new AbortController();
    const stopping: Partial<Removals> = {
      messagesOf: async (...of) => {
        stop.abort();
        return (await removals.messagesOf(...of)).slice(0, 1);
      },
    };
    expect(await sweepNow(stop.signal, stopping)).to.deep.equal({ messages: 1, channels: 0 });
    expect(await texts()).to.have.length(1);
    expect((await sweepNow()).channels).to.equal(1);
    expect(await texts()).to.deep.equal([]);
  });
});
