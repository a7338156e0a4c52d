import { expect } from 'chai';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { MadeGuild } from '#commands/commands.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { EMOJI_PER_MESSAGE_MAX } from '#domain/kernel/limits.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import type { MessageView } from '#domain/message/view.ts';
import {
  accepted,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

/** Any command, when all that matters is how it is refused. */
type CommandTask = TaskEither<{ readonly kind: string }, unknown>;

describe('messages', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let cat: Person;
  let guild: MadeGuild;
  let channelId: ChannelId;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    bob = await side.person('bob');
    cat = await side.person('cat');
    guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    channelId = await channelIn(guild);
    await side.admit(ann, guild.guildId, bob);
  });

  const channelIn = async ({ guildId }: MadeGuild, by = ann, channelKind: 'text' | 'voice' = 'text') =>
    (await accepted(side.commands.createChannel({ ...side.by(by), guildId, name: 'talk', channelKind }))).channelId;
  const send = (person: Person, content = 'hello', replyTo: MessageId | null = null) =>
    side.commands.sendMessage({ ...side.by(person), channelId, content, replyTo });
  const at = (person: Person, { channelId, messageId }: MessageView) => ({
    ...side.by(person),
    channelId,
    messageId,
  });
  const edit = (person: Person, message: MessageView, content = 'edited', ifRevision?: number) =>
    side.commands.editMessage({ ...at(person, message), content, ifRevision });
  const remove = (person: Person, message: MessageView) => side.commands.deleteMessage(at(person, message));
  const react = (person: Person, message: MessageView, emoji = '👍') =>
    side.commands.addReaction({ ...at(person, message), emoji });
  const unreact = (person: Person, message: MessageView, emoji = '👍') =>
    side.commands.removeReaction({ ...at(person, message), emoji });
  /** A reaction that reaches the log by another process. */
  const elsewhere = (message: MessageView) =>
    side.restarted().commands.addReaction({ ...at(ann, message), emoji: '👍' });
  const kick = (target: Person) =>
    side.commands.kickMember({ ...side.by(ann), guildId: guild.guildId, userId: target.userId, reason: null });
  const typesOf = ({ messageId }: MessageView) =>
    side.store.all().flatMap(({ stream, event }) => (stream === messageStream(messageId) ? [event.type] : []));

  const channelUnknown = { kind: 'ChannelUnknown' };
  const messageUnknown = { kind: 'MessageUnknown' };

  it('are sent by members', async () => {
    const said = await accepted(send(bob, 'first line\r\nsecond\tline'));
    expect(said).to.deep.include({
      channelId,
      guildId: guild.guildId,
      kind: 'message',
      replyTo: null,
      authorId: bob.userId,
      content: 'first line\nsecond\tline',
      sentAt: side.now(),
      revision: 0,
    });
    expect(await refusal(send(cat))).to.deep.equal(channelUnknown);
  });

  const contents: ReadonlyArray<readonly [string, string]> = [
    ['nothing', ''],
    ['only space', ' \n\t '],
    ['only what cannot be seen', '\u200B\u2800'],
    ['too much', 'x'.repeat(2_001)],
    ['control characters', 'bell\u0007'],
    ['the NUL character', 'a\u0000b'],
    ['half a surrogate pair', 'a\uDC00'],
  ];
  for (const [what, content] of contents)
    it(`do not carry ${what}`, async () => {
      expect((await refusal(send(bob, content))).kind).to.equal('ContentInvalid');
    });

  it('are sent once, however often an attempt is repeated in any process', async () => {
    const attempt = { ...side.by(bob), channelId, content: 'hello', replyTo: null };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        accepted((n % 2 === 0 ? side : side.restarted()).commands.sendMessage(attempt)),
      ),
    );
    const [first] = answers;
    for (const answer of answers) expect(answer).to.deep.equal(first);
    expect(side.store.all().filter(({ event }) => event.type === 'message.sent').length).to.equal(1);
  });

  it('are sent once when the answer to the append was lost', async () => {
    const attempt = { ...side.by(bob), channelId, content: 'hello', replyTo: null };
    side.store.crashAt(1, 'after');
    await side.commands
      .sendMessage(attempt)()
      .then(
        () => expect.fail('it did not crash'),
        () => side.store.neverMindTheCrash(),
      );
    const said = await accepted(side.commands.sendMessage(attempt));
    expect(typesOf(said)).to.deep.equal(['message.sent']);
  });

  it('refuse a repeated attempt with another intent', async () => {
    const attempt = { ...side.by(bob), channelId, content: 'hello', replyTo: null };
    const said = await accepted(side.commands.sendMessage(attempt));
    const elsewhere = await channelIn(guild);
    const reused = { kind: 'AttemptReused' };
    expect(await refusal(side.commands.sendMessage({ ...attempt, content: 'bye' }))).to.deep.equal(reused);
    expect(await refusal(side.commands.sendMessage({ ...attempt, channelId: elsewhere }))).to.deep.equal(reused);
    const asReply = side.commands.sendMessage({ ...attempt, replyTo: said.messageId });
    expect(await refusal(asReply)).to.deep.equal(reused);
  });

  it('answer a repeated attempt with the message as it is now', async () => {
    const attempt = { ...side.by(bob), channelId, content: 'hello', replyTo: null };
    const said = await accepted(side.commands.sendMessage(attempt));
    await accepted(edit(bob, said));
    const edited = { content: 'edited', editedAt: side.now(), revision: 1 };
    expect(await accepted(side.commands.sendMessage(attempt))).to.deep.include({ ...edited, reactions: [] });
    await accepted(react(ann, said));
    const reactions = [{ emoji: '👍', count: 1, me: false }];
    expect(await accepted(side.commands.sendMessage(attempt))).to.deep.include({ ...edited, reactions, revision: 2 });
    await accepted(remove(bob, said));
    expect(await accepted(side.commands.sendMessage(attempt))).to.deep.include({
      content: ERASED,
      editedAt: null,
      reactions: [],
      revision: 3,
    });
  });

  it('are unknown to a retry of an edit when they are deleted or in another channel', async () => {
    const said = await accepted(send(bob));
    const attempt = { ...at(bob, said), content: 'edited', ifRevision: undefined };
    await accepted(side.commands.editMessage(attempt));
    const elsewhere = { ...attempt, channelId: await channelIn(guild) };
    expect(await refusal(side.commands.editMessage(elsewhere))).to.deep.equal(messageUnknown);
    await accepted(remove(ann, said));
    expect(await refusal(side.commands.editMessage(attempt))).to.deep.equal(messageUnknown);
  });

  it('of one user are not reached by another user with the same key', async () => {
    const attempt = { ...side.by(bob), channelId, content: 'hello', replyTo: null };
    const said = await accepted(side.commands.sendMessage(attempt));
    const hers = { ...attempt, actor: ann.userId, session: ann.sessionId };
    expect((await accepted(side.commands.sendMessage(hers))).messageId).not.to.equal(said.messageId);
  });

  it('are not sent into a voice channel', async () => {
    channelId = await channelIn(guild, ann, 'voice');
    expect(await refusal(send(bob))).to.deep.equal({ kind: 'NotATextChannel' });
  });

  it('reply to a message in the same channel', async () => {
    const said = await accepted(send(ann));
    await accepted(send(bob, 'indeed', said.messageId));
    await accepted(remove(ann, said));
    expect(await refusal(send(bob, 'indeed', said.messageId))).to.deep.equal(messageUnknown);
    const elsewhere = await accepted(send(ann));
    channelId = await channelIn(guild);
    expect(await refusal(send(bob, 'indeed', elsewhere.messageId))).to.deep.equal(messageUnknown);
  });

  it('are edited by their author only', async () => {
    const said = await accepted(send(bob));
    expect(await refusal(edit(ann, said))).to.deep.equal({ kind: 'NotTheAuthor' });
    expect(await refusal(edit(cat, said))).to.deep.equal(channelUnknown);
    side.passTime(1_000);
    const edited = await accepted(edit(bob, said));
    expect(edited).to.deep.include({ content: 'edited', editedAt: side.now(), sentAt: said.sentAt, revision: 1 });
  });

  it('are not edited over an edit that the author has not seen, and reactions do not count', async () => {
    const said = await accepted(send(bob));
    await accepted(react(ann, said));
    await accepted(edit(bob, said, 'second', said.revision));
    expect(await refusal(edit(bob, said, 'third', said.revision))).to.deep.equal({ kind: 'MessageChanged' });
    await accepted(edit(bob, said, 'third', 2));
  });

  it('are not written again by an edit that changes nothing', async () => {
    const said = await accepted(send(bob));
    expect(await accepted(edit(bob, said, 'hello'))).to.deep.include({ editedAt: said.sentAt, revision: 0 });
    expect(typesOf(said)).to.deep.equal(['message.sent']);
  });

  it('are edited once by one attempt, also when it is retried after another edit', async () => {
    const said = await accepted(send(bob));
    const attempt = { ...at(bob, said), content: 'second', ifRevision: undefined };
    await accepted(side.commands.editMessage(attempt));
    await accepted(edit(bob, said, 'third'));
    expect((await accepted(side.commands.editMessage(attempt))).content).to.equal('third');
    expect((await accepted(side.restarted().commands.editMessage(attempt))).content).to.equal('third');
  });

  it('are deleted by their author, or by a member who may manage messages', async () => {
    const his = await accepted(send(bob));
    const hers = await accepted(send(ann));
    const missing = { kind: 'MissingPermission', permission: 'manage_messages' };
    expect(await refusal(remove(bob, hers))).to.deep.equal(missing);
    await accepted(remove(ann, his));
    await accepted(remove(bob, his));
    await accepted(remove(ann, hers));
    expect(await refusal(remove(bob, hers))).to.deep.equal(messageUnknown);
    expect(typesOf(his)).to.deep.equal(['message.sent', 'message.deleted']);
    expect(await refusal(edit(bob, his))).to.deep.equal(messageUnknown);
    expect(await refusal(react(bob, his))).to.deep.equal(messageUnknown);
  });

  it('carry each reaction of a user once', async () => {
    const said = await accepted(send(ann));
    for (const person of [ann, bob, bob]) await accepted(react(person, said));
    for (const person of [bob, bob]) await accepted(unreact(person, said));
    expect(typesOf(said).slice(1)).to.deep.equal([
      'message.reaction-added',
      'message.reaction-added',
      'message.reaction-removed',
    ]);
    expect(await refusal(react(cat, said))).to.deep.equal(channelUnknown);
    for (const emoji of ['', 'a', '👍👍', '👍 ', 'thumbsup', '\u{1F3FB}\u{1F3FB}'])
      expect((await refusal(react(ann, said, emoji))).kind).to.equal('EmojiInvalid');
    for (const emoji of ['❤️', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🇨🇭', '1️⃣', '👍🏽']) await accepted(react(ann, said, emoji));
  });

  it('carry one reaction for all forms of an emoji, and lose it by any form', async () => {
    const said = await accepted(send(ann));
    const forms = ['\u2764', '\u2764\uFE0F', '\u2764\uFE0F\uFE0F'];
    for (const form of forms) await accepted(react(ann, said, form));
    await accepted(unreact(ann, said, forms[0]));
    const reactions = side.store
      .all()
      .flatMap(({ event }) => ('emoji' in event.data ? [[event.type, event.data.emoji]] : []));
    expect(reactions).to.deep.equal([
      ['message.reaction-added', '\u2764\uFE0F'],
      ['message.reaction-removed', '\u2764\uFE0F'],
    ]);
  });

  it('carry a limited number of different emoji', async () => {
    const said = await accepted(send(ann));
    for (let n = 0; n < EMOJI_PER_MESSAGE_MAX; n += 1)
      await accepted(react(ann, said, String.fromCodePoint(0x1f400 + n)));
    expect(await refusal(react(ann, said, '👍'))).to.deep.equal({
      kind: 'TooManyReactions',
      max: EMOJI_PER_MESSAGE_MAX,
    });
    await accepted(react(bob, said, String.fromCodePoint(0x1f400)));
  });

  it('are unknown in every channel but their own', async () => {
    const sibling = await channelIn(guild);
    const ofBob = await accepted(side.commands.createGuild({ ...side.by(bob), name: 'another' }));
    const beyond = await channelIn(ofBob, bob);
    const said = await accepted(send(ann));
    const asks = (message: MessageView): ReadonlyArray<CommandTask> => [
      edit(ann, message),
      remove(ann, message),
      react(ann, message),
      unreact(ann, message),
    ];
    const before = side.store.all().length;
    for (const ask of asks({ ...said, channelId: sibling })) expect(await refusal(ask)).to.deep.equal(messageUnknown);
    for (const ask of asks({ ...said, channelId: beyond })) expect(await refusal(ask)).to.deep.equal(channelUnknown);
    channelId = beyond;
    expect(await refusal(send(ann))).to.deep.equal(channelUnknown);
    expect(side.store.all().length).to.equal(before);
  });

  it('are out of reach the moment their channel, their guild or a membership is gone', async () => {
    const said = await accepted(send(bob));
    await accepted(kick(bob));
    const asks: ReadonlyArray<CommandTask> = [
      edit(bob, said),
      remove(bob, said),
      react(bob, said),
      unreact(bob, said),
      send(bob),
    ];
    for (const ask of asks) expect(await refusal(ask)).to.deep.equal(channelUnknown);
    await accepted(side.commands.deleteChannel({ ...side.by(ann), channelId }));
    expect(await refusal(remove(ann, said))).to.deep.equal(channelUnknown);
    expect(await refusal(send(ann))).to.deep.equal(channelUnknown);
  });

  it('stay as they are when the right is lost between the first attempt and the next', async () => {
    const said = await accepted(send(bob));
    side.store.beforeAppendTo('message-', async () => {
      await accepted(elsewhere(said));
      await accepted(kick(bob));
    });
    expect(await refusal(edit(bob, said))).to.deep.equal(channelUnknown);
    expect(typesOf(said)).to.deep.equal(['message.sent', 'message.reaction-added']);
  });

  it('take the reactions of all users when all come at once', async () => {
    const said = await accepted(send(ann));
    const emoji = Array.from({ length: EMOJI_PER_MESSAGE_MAX }, (_, n) => String.fromCodePoint(0x1f400 + n));
    await Promise.all([ann, bob].flatMap((person) => emoji.map((one) => accepted(react(person, said, one)))));
    expect(typesOf(said).length).to.equal(1 + 2 * EMOJI_PER_MESSAGE_MAX);
  });

  it('take an edit that lost a race to a reaction', async () => {
    const said = await accepted(send(bob));
    side.store.beforeAppendTo('message-', () => accepted(elsewhere(said)));
    expect(await accepted(edit(bob, said))).to.deep.include({ content: 'edited', revision: 2 });
  });
});
