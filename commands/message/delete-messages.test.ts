import { expect } from 'chai';
import type { MadeGuild } from '#commands/commands.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { BULK_DELETE_MAX } from '#domain/kernel/limits.ts';
import {
  accepted,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const NEVER_WAS = '0'.repeat(26) as MessageId;

describe('a bulk deletion', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let cat: Person;
  let guild: MadeGuild;
  let channelId: ChannelId;
  beforeEach(async () => {
    side = testWriteSide();
    [ann, bob, cat] = [await side.person('ann'), await side.person('bob'), await side.person('cat')];
    guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    channelId = await channelIn();
    await side.admit(ann, guild.guildId, bob);
  });

  const channelIn = async (): Promise<ChannelId> => {
    const made = { guildId: guild.guildId, name: 'talk', channelKind: 'text' as const, parentId: null };
    return (await accepted(side.commands.createChannel({ ...side.by(ann), ...made }))).channelId;
  };
  const send = async (person: Person, at = channelId): Promise<MessageId> =>
    (await accepted(side.commands.sendMessage({ ...side.by(person), channelId: at, content: 'hello', replyTo: null })))
      .messageId;
  const remove = (person: Person, messageIds: ReadonlyArray<MessageId>, at: ChannelId | null = channelId) =>
    side.commands.deleteMessages({ ...side.by(person), channelId: at, messageIds });
  const reasons = () =>
    side.store.all().flatMap(({ event }) => (event.type === 'message.deleted' ? [event.data.reason] : []));
  const deletions = () => side.store.all().filter(({ event }) => event.type === 'message.deleted');

  it('deletes messages of all authors by a moderator, as one act', async () => {
    const ids = [await send(ann), await send(bob), await send(bob)];
    expect((await accepted(remove(ann, [...ids, ...ids]))).deleted).to.deep.equal(ids);
    expect(new Set(deletions().map(({ metadata }) => metadata.causation)).size).to.equal(1);
  });

  it('gives each message of another author its reason, and refuses a reason that is no text', async () => {
    const ids = [await send(ann), await send(bob), await send(bob)];
    const act = { ...side.by(ann), channelId, messageIds: ids };
    expect(await refusal(side.commands.deleteMessages({ ...act, reason: ' ' }))).to.include({ kind: 'ReasonInvalid' });
    expect(deletions()).to.be.empty;
    await accepted(side.commands.deleteMessages({ ...act, reason: ' spam ' }));
    expect(reasons()).to.deep.equal([null, 'spam', 'spam']);
    const [messageId] = [await send(bob)];
    await accepted(side.commands.deleteMessage({ ...side.by(ann), channelId, messageId, reason: 'more spam' }));
    expect(reasons().at(-1)).to.equal('more spam');
  });

  it('deletes own messages without a permission, and refuses those of others as a whole', async () => {
    const [mine, theirs] = [await send(bob), await send(ann)];
    expect(await refusal(remove(bob, [mine, theirs]))).to.deep.equal({
      kind: 'MissingPermission',
      permission: 'manage_messages',
    });
    expect(deletions()).to.be.empty;
    expect((await accepted(remove(bob, [mine]))).deleted).to.deep.equal([mine]);
  });

  it('skips messages that are unknown, deleted, or of another channel', async () => {
    const other = await channelIn();
    const [first, second, elsewhere] = [await send(bob), await send(bob), await send(bob, other)];
    await accepted(remove(ann, [first]));
    expect((await accepted(remove(ann, [first, second, elsewhere, NEVER_WAS]))).deleted).to.deep.equal([second]);
    expect((await accepted(remove(ann, [elsewhere], null))).deleted).to.deep.equal([elsewhere]);
  });

  it('finds nothing in a channel that the actor cannot see', async () => {
    const messageId = await send(bob);
    expect(await refusal(remove(cat, [messageId]))).to.deep.equal({ kind: 'ChannelUnknown' });
    expect((await accepted(remove(cat, [messageId], null))).deleted).to.be.empty;
  });

  it('names at most so many messages', async () => {
    const ids = Array.from({ length: BULK_DELETE_MAX + 1 }, () => side.freshCommandId() as string as MessageId);
    expect(await refusal(remove(ann, ids))).to.deep.equal({ kind: 'TooManyMessages', max: BULK_DELETE_MAX });
  });

  it('continues by a retry after a crash, and answers alike', async () => {
    const ids = [await send(bob), await send(bob), await send(bob)];
    const attempt = { ...side.by(ann), channelId, messageIds: ids };
    side.store.crashAt(2, 'after');
    await side.commands
      .deleteMessages(attempt)()
      .then(
        () => expect.fail('it did not crash'),
        () => side.store.neverMindTheCrash(),
      );
    const again = side.restarted();
    expect((await accepted(again.commands.deleteMessages(attempt))).deleted).to.deep.equal(ids);
    expect((await accepted(again.commands.deleteMessages(attempt))).deleted).to.deep.equal(ids);
    expect(deletions()).to.have.length(3);
  });
});
