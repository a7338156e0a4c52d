import { expect } from 'chai';
import type { MadeGuild } from '#commands/commands.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import {
  accepted,
  communityOf,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const missing = (permission: Permission) => ({ kind: 'MissingPermission', permission });
const unknown = { kind: 'ChannelUnknown' };

describe('a thread', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let carl: Person;
  let guild: MadeGuild;
  let channelId: ChannelId;
  beforeEach(async () => {
    side = testWriteSide();
    ({ ann, bob, carl, guild } = await communityOf(side));
    channelId = await channelIn();
  });

  const channelIn = async (kind: 'text' | 'voice' | 'category' = 'text', parentId: ChannelId | null = null) => {
    const made = { guildId: guild.guildId, name: 'talk', channelKind: kind, parentId };
    return (await accepted(side.commands.createChannel({ ...side.by(ann), ...made }))).channelId;
  };
  const say = (person: Person, at: ChannelId, content = 'hello') =>
    side.commands.sendMessage({ ...side.by(person), channelId: at, content, replyTo: null });
  const said = async (person = bob, at = channelId): Promise<MessageId> => (await accepted(say(person, at))).messageId;
  const wish = { rootId: null, name: 'a thread', archiveAfterMins: undefined, content: null };
  const begin = (person: Person, rootId: MessageId | null = null, at = channelId) =>
    side.commands.beginThread({ ...side.by(person), ...wish, channelId: at, rootId });
  const begun = async (person = bob, at = channelId) => (await accepted(begin(person, null, at))).channelId;
  const everyone = (allow: ReadonlyArray<Permission>, deny: ReadonlyArray<Permission>, at = channelId) => {
    const target = { kind: 'role', roleId: everyoneRoleId(guild.guildId) } as const;
    return side.commands.setOverwrite({ ...side.by(ann), channelId: at, target, allow, deny });
  };
  const rename = (person: Person, thread: ChannelId) =>
    side.commands.changeChannel({ ...side.by(person), channelId: thread, name: 'renamed' });
  const remove = (person: Person, thread: ChannelId) =>
    side.commands.deleteChannel({ ...side.by(person), channelId: thread });

  it('about a message has its id, and there is one for each message, whoever comes second', async () => {
    const root = await said();
    const made = await accepted(begin(bob, root));
    expect([made.channelId, made.rootId, made.parentId, made.by]).to.deep.equal([root, root, channelId, bob.userId]);
    expect(await refusal(begin(carl, root))).to.deep.equal({ kind: 'ThreadExists' });
    await accepted(remove(ann, made.channelId));
    expect(await refusal(begin(carl, root))).to.deep.equal({ kind: 'ThreadExists' });
  });

  it('is begun once by a request that comes again with its key, with its first message', async () => {
    const attempt = { ...side.by(bob), ...wish, channelId, content: 'the first words' };
    const first = await accepted(side.commands.beginThread(attempt));
    const again = await accepted(side.restarted().commands.beginThread(attempt));
    expect(again).to.deep.equal(first);
    const events = side.store.all().map(({ event }) => event);
    expect(events.filter(({ type }) => type === 'channel.thread-begun')).to.have.length(1);
    const texts = events.flatMap(({ data }) => ('content' in data ? [data.content] : []));
    expect(texts).to.deep.equal(['the first words']);
  });

  it('needs create_threads, a text channel in sight, and a message there that is not deleted', async () => {
    expect(await refusal(begin(bob, null, await channelIn('voice')))).to.deep.equal({ kind: 'NoThreadsHere' });
    expect(await refusal(begin(bob, null, await begun()))).to.deep.equal({ kind: 'NoThreadsHere' });
    const elsewhere = await said(ann, await channelIn());
    expect(await refusal(begin(bob, elsewhere))).to.deep.equal({ kind: 'RootUnknown' });
    const gone = await said();
    await accepted(side.commands.deleteMessage({ ...side.by(bob), channelId, messageId: gone }));
    expect(await refusal(begin(bob, gone))).to.deep.equal({ kind: 'RootUnknown' });
    await accepted(everyone([], ['create_threads']));
    expect(await refusal(begin(bob))).to.deep.equal(missing('create_threads'));
    await accepted(everyone([], ['view_channel']));
    expect(await refusal(begin(bob))).to.deep.equal(unknown);
  });

  it('is written in with send_messages_in_threads, whatever send_messages says', async () => {
    const thread = await begun();
    await accepted(everyone([], ['send_messages']));
    await accepted(say(bob, thread));
    expect(await refusal(say(bob, channelId))).to.deep.equal(missing('send_messages'));
    await accepted(everyone(['send_messages'], ['send_messages_in_threads']));
    expect(await refusal(say(bob, thread))).to.deep.equal(missing('send_messages'));
  });

  it('is seen by the viewers of its channel at every moment, also through a category', async () => {
    const category = await channelIn('category');
    const inside = await channelIn('text', category);
    const thread = await begun(bob, inside);
    await accepted(say(bob, thread));
    await accepted(everyone([], ['view_channel'], category));
    expect(await refusal(say(bob, thread))).to.deep.equal(unknown);
    await accepted(everyone(['view_channel'], [], category));
    await accepted(say(bob, thread));
    await accepted(remove(ann, inside));
    expect(await refusal(say(bob, thread))).to.deep.equal(unknown);
    expect(await refusal(say(ann, thread))).to.deep.equal(unknown);
  });

  it('waits between two messages as its channel does', async () => {
    const thread = await begun();
    await accepted(side.commands.changeChannel({ ...side.by(ann), channelId, slowModeSecs: 30 }));
    await accepted(say(bob, thread));
    expect(await refusal(say(bob, thread))).to.deep.include({ kind: 'SlowMode' });
  });

  it('is renamed and archived by its maker and by a manager of threads, and deleted by a manager alone', async () => {
    const thread = await begun();
    const archive = (person: Person, at = thread) => side.commands.archiveThread({ ...side.by(person), channelId: at });
    const refused = missing('manage_threads');
    expect(await refusal(rename(carl, thread))).to.deep.equal(refused);
    expect(await refusal(archive(carl))).to.deep.equal(refused);
    expect(await refusal(remove(bob, thread))).to.deep.equal(refused);
    await accepted(rename(bob, thread));
    await accepted(archive(bob));
    expect(await refusal(archive(ann, channelId))).to.deep.equal({ kind: 'NotAThread' });
    await accepted(everyone(['manage_threads'], []));
    await accepted(rename(carl, thread));
    await accepted(remove(carl, thread));
    expect(await refusal(say(bob, thread))).to.deep.equal(unknown);
  });

  it('has no topic, no slow mode and no overwrites of its own, and never leaves its channel', async () => {
    const thread = await begun();
    const change = { ...side.by(ann), channelId: thread };
    const none = { kind: 'NotForAThread' };
    expect(await refusal(side.commands.changeChannel({ ...change, topic: 'news' }))).to.deep.equal(none);
    expect(await refusal(side.commands.changeChannel({ ...change, slowModeSecs: 5 }))).to.deep.equal(none);
    expect(await refusal(everyone(['view_channel'], [], thread))).to.deep.equal(none);
    expect(await refusal(side.commands.syncChannel(change))).to.deep.equal(none);
    const order = [{ channelId: thread, parentId: null }];
    const ordered = side.commands.orderChannels({ ...side.by(ann), guildId: guild.guildId, order });
    expect((await refusal(ordered)).kind).to.be.oneOf(['ChannelUnknown', 'ChannelOrderInvalid']);
  });

  it('takes no place among the channels of its guild', async () => {
    await begun();
    const lists = side.store.all().filter(({ event }) => event.type === 'guild.channel-listed');
    const thread = await begun();
    await accepted(remove(ann, thread));
    expect(side.store.all().filter(({ event }) => event.type === 'guild.channel-listed')).to.have.length(lists.length);
    expect(side.store.all().filter(({ event }) => event.type === 'guild.channel-unlisted')).to.deep.equal([]);
  });

  it('comes back by an undo of its deletion, without a place in the list', async () => {
    const thread = await begun();
    await accepted(remove(ann, thread));
    const entries = side.store
      .all()
      .filter(({ event }) => event.type === 'channel.deleted')
      .map(({ stream, revision, eventId }) => ({ stream, revision, eventId }));
    const undone = await accepted(
      side.commands.undo({ ...side.by(ann), guildId: guild.guildId, entries, preview: false }),
    );
    expect(undone.cannot).to.deep.equal([]);
    await accepted(say(bob, thread));
    const listings = side.store.all().filter(({ event }) => event.type === 'guild.channel-listed');
    expect(listings.some(({ event }) => 'channelId' in event.data && event.data.channelId === thread)).to.equal(false);
  });
});
