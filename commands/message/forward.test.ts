import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { ulid } from 'ulid';
import type { MadeGuild } from '#commands/commands.ts';
import type { ChannelId, CommandId, MessageId } from '#domain/kernel/ids.ts';
import { accepted, type Person, type TestWriteSide, testWriteSide } from '#infra/workshop/testkit/write-side.ts';

const ABSENT = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as MessageId;

describe('the forward of a message', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let cat: Person;
  let guild: MadeGuild;
  let open: ChannelId;
  let other: ChannelId;
  beforeEach(async () => {
    side = testWriteSide();
    [ann, bob, cat] = [await side.person('ann'), await side.person('bob'), await side.person('cat')];
    guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    [open, other] = [await channel('open'), await channel('other')];
    await side.admit(ann, guild.guildId, bob);
  });

  const channel = async (name: string) =>
    (
      await accepted(
        side.commands.createChannel({ ...side.by(ann), guildId: guild.guildId, name, channelKind: 'text' as const }),
      )
    ).channelId;
  const sending = (
    who: Person,
    channelId: ChannelId,
    content: string,
    forwardOf: { channelId: ChannelId; messageId: MessageId } | null = null,
    commandId?: CommandId,
  ) => {
    const by = side.by(who);
    return side.commands.sendMessage({
      ...by,
      ...(commandId === undefined ? {} : { commandId }),
      ...{ channelId, content, replyTo: null, forwardOf },
    });
  };
  const say = async (who: Person, channelId: ChannelId, content: string) =>
    (await accepted(sending(who, channelId, content))).messageId;
  const forward = async (who: Person, channelId: ChannelId, messageId: MessageId, comment = '', to = other) =>
    accepted(sending(who, to, comment, { channelId, messageId }));
  const refused = async (who: Person, channelId: ChannelId, messageId: MessageId, to = other): Promise<string> => {
    const outcome = await sending(who, to, '', { channelId, messageId })();
    return isLeft(outcome) ? outcome.left.kind : 'accepted';
  };
  const forbid = (permission: 'view_channel' | 'read_message_history' | 'send_messages', channelId: ChannelId) =>
    accepted(
      side.commands.setOverwrite({
        ...side.by(ann),
        ...{ channelId, target: { kind: 'member' as const, userId: bob.userId }, allow: [], deny: [permission] },
      }),
    );

  it('names the message in the text that it has, and holds a comment or no words of its own', async () => {
    const messageId = await say(ann, open, 'look at the moon');
    const bare = await forward(bob, open, messageId);
    expect(bare.content).to.equal('');
    expect(bare.forwarded).to.deep.include({ channelId: open, messageId });
    const commented = await forward(bob, open, messageId, 'she is right');
    expect(commented.content).to.equal('she is right');
    const edit = { ...side.by(ann), channelId: open, messageId, content: 'look at Mars', ifRevision: undefined };
    const { editedAt } = await accepted(side.commands.editMessage(edit));
    expect((await forward(bob, open, messageId)).forwarded?.saidAt).to.equal(editedAt);
  });

  it('stores none of the forwarded words in the log', async () => {
    const messageId = await say(ann, open, 'a secret of the moon');
    await forward(bob, open, messageId, 'see');
    const said = side.store.all().map(({ event }) => JSON.stringify(event.data));
    expect(said.filter((data) => data.includes('a secret of the moon'))).to.have.length(1);
  });

  it('is refused like that of an absent message where the sender may not read it now', async () => {
    const messageId = await say(ann, open, 'for few');
    expect(await refused(bob, open, ABSENT)).to.equal('ForwardUnknown');
    expect(await refused(bob, other, messageId)).to.equal('ForwardUnknown');
    await forbid('read_message_history', open);
    expect(await refused(bob, open, messageId)).to.equal('ForwardUnknown');
    await forbid('view_channel', open);
    expect(await refused(bob, open, messageId)).to.equal('ForwardUnknown');
    expect(await refused(cat, open, messageId)).to.equal('ChannelUnknown');
  });

  it('is refused for a deleted message', async () => {
    const messageId = await say(ann, open, 'gone soon');
    await accepted(side.commands.deleteMessage({ ...side.by(ann), channelId: open, messageId, reason: null }));
    expect(await refused(bob, open, messageId)).to.equal('ForwardUnknown');
  });

  it('obeys the rules of sending in the channel that it goes to', async () => {
    const messageId = await say(ann, open, 'hello');
    await forbid('send_messages', other);
    expect(await refused(bob, open, messageId)).to.equal('MissingPermission');
  });

  it('of a forward names the first message, also where its channel is out of sight', async () => {
    const messageId = await say(ann, open, 'the first words');
    const first = await forward(ann, open, messageId, 'a comment that stays behind');
    await forbid('view_channel', open);
    const second = await forward(bob, other, first.messageId);
    expect(second.content).to.equal('');
    expect(second.forwarded).to.deep.equal(first.forwarded);
    await accepted(side.commands.deleteMessage({ ...side.by(ann), channelId: open, messageId, reason: null }));
    expect(await refused(bob, other, second.messageId)).to.equal('ForwardUnknown');
  });

  it('mentions nobody by its forwarded words', async () => {
    const messageId = await say(ann, open, `<@${bob.userId}> @everyone`);
    const told = await forward(ann, open, messageId);
    expect(told.mentions).to.deep.equal({ users: [], roles: [], everyone: false, here: false });
  });

  it('is one message however often it is tried, and another one under the same key is refused', async () => {
    const [messageId, another] = [await say(ann, open, 'one'), await say(ann, open, 'two')];
    const key = ulid() as CommandId;
    const sent = await accepted(sending(bob, other, '', { channelId: open, messageId }, key));
    const again = await accepted(sending(bob, other, '', { channelId: open, messageId }, key));
    expect(again.messageId).to.equal(sent.messageId);
    const reused = await sending(bob, other, '', { channelId: open, messageId: another }, key)();
    expect(isLeft(reused) && reused.left.kind).to.equal('AttemptReused');
  });

  it('needs a comment that is empty only beside a forwarded message', async () => {
    const outcome = await sending(ann, open, '')();
    expect(isLeft(outcome) && outcome.left.kind).to.equal('ContentInvalid');
  });
});
