import { expect } from 'chai';
import type { MadeGuild } from '#commands/commands.ts';
import type { AttachmentId, ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { FILE_ALT_CHARS_MAX, FILES_PER_MESSAGE_MAX } from '#domain/kernel/limits.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import type { GivenAttachment } from '#domain/message/attachments.ts';
import type { MessageView } from '#domain/message/view.ts';
import { attachment } from '#infra/workshop/testkit/community-events.ts';
import {
  accepted,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const FACTS = {
  contentType: 'text/plain',
  width: null,
  height: null,
  placeholder: null,
  animated: false,
  previews: false,
};

describe('the files of a message', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let guild: MadeGuild;
  let channelId: ChannelId;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
    bob = await side.person('bob');
    guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    channelId = await channelNamed('talk');
    await side.admit(ann, guild.guildId, bob);
    for (const n of [1, 2, 3]) upload(n);
  });

  const channelNamed = async (name: string) =>
    (
      await accepted(
        side.commands.createChannel({ ...side.by(ann), guildId: guild.guildId, name, channelKind: 'text' }),
      )
    ).channelId;
  const upload = (n: number, by: Person = bob, to: ChannelId = channelId): void =>
    side.ports.files.put({
      userId: by.userId,
      channelId: to,
      facts: { attachmentId: attachment(n), key: `c:${n}`, bytes: 100 * n, name: `${n}.txt`, ...FACTS },
    });
  const named = (...files: ReadonlyArray<number>): ReadonlyArray<GivenAttachment> =>
    files.map((n) => ({ attachmentId: attachment(n) }));
  const send = (attachments: ReadonlyArray<GivenAttachment>, { content = '', by = bob, attempt = side.by(by) } = {}) =>
    side.commands.sendMessage({ ...attempt, channelId, content, replyTo: null, attachments });
  const idsIn = ({ files }: MessageView): ReadonlyArray<AttachmentId> => files.map(({ attachmentId }) => attachmentId);
  const remove = (by: Person, messageId: MessageId) =>
    side.commands.deleteMessage({ ...side.by(by), channelId, messageId });

  it('stand in it in the order of the author, with words of the author, and need no text', async () => {
    const said = await accepted(
      send([
        { attachmentId: attachment(2), alt: ' a list\u0000 ', spoiler: true },
        { attachmentId: attachment(1), alt: '  ' },
      ]),
    );
    expect(said.content).to.equal('');
    expect(said.files).to.deep.equal([
      { attachmentId: attachment(2), bytes: 200, shown: { name: '2.txt', ...FACTS, alt: 'a list', spoiler: true } },
      { attachmentId: attachment(1), bytes: 100, shown: { name: '1.txt', ...FACTS, alt: null, spoiler: false } },
    ]);
  });

  it('name their keys in the log, so that an erasure finds them', async () => {
    const { messageId } = await accepted(send(named(1, 3), { content: 'two files' }));
    const [sent] = side.store.all().filter(({ stream }) => stream === messageStream(messageId));
    expect(sent?.event.data).to.deep.include({
      files: [
        { attachmentId: attachment(1), key: 'c:1', bytes: 100 },
        { attachmentId: attachment(3), key: 'c:3', bytes: 300 },
      ],
    });
  });

  it('belong to one message, also when the attempt comes twice', async () => {
    const attempt = side.by(bob);
    const first = await accepted(send(named(1), { attempt }));
    const again = await accepted(send(named(1), { attempt }));
    expect(again.messageId).to.equal(first.messageId);
    expect(await refusal(send(named(1, 2)))).to.deep.equal({ kind: 'AttachmentUnknown', attachmentId: attachment(1) });
    expect(idsIn(await accepted(send(named(2))))).to.deep.equal([attachment(2)]);
  });

  it('tell two uses of one key apart', async () => {
    const attempt = side.by(bob);
    await accepted(send(named(1), { attempt }));
    expect(await refusal(send(named(2), { attempt }))).to.deep.equal({ kind: 'AttemptReused' });
  });

  it('are uploads of the author in this channel', async () => {
    upload(4, ann);
    upload(5, bob, await channelNamed('elsewhere'));
    for (const n of [4, 5, 9])
      expect(await refusal(send(named(n)))).to.deep.equal({ kind: 'AttachmentUnknown', attachmentId: attachment(n) });
  });

  it('are few, each named once, with a text of bounded length', async () => {
    const many = Array.from({ length: FILES_PER_MESSAGE_MAX + 1 }, (_, n) => n + 10);
    const long = [{ attachmentId: attachment(1), alt: 'x'.repeat(FILE_ALT_CHARS_MAX + 1) }];
    for (const wrong of [named(...many), named(1, 1), long])
      expect(await refusal(send(wrong))).to.include({ kind: 'AttachmentsInvalid' });
    expect(await refusal(send([]))).to.include({ kind: 'ContentInvalid' });
  });

  it('need the permission to attach files, and a refused message claims none', async () => {
    const everyone = { kind: 'role', roleId: guild.guildId } as never;
    await accepted(
      side.commands.setOverwrite({ ...side.by(ann), channelId, target: everyone, allow: [], deny: ['attach_files'] }),
    );
    expect(await refusal(send(named(1)))).to.deep.equal({ kind: 'MissingPermission', permission: 'attach_files' });
    expect(await refusal(side.commands.admitUpload({ ...side.by(bob), channelId }))).to.deep.equal({
      kind: 'MissingPermission',
      permission: 'attach_files',
    });
    await accepted(send([], { content: 'words are fine' }));
  });

  it('are destroyed with a message that its author deletes', async () => {
    const { messageId } = await accepted(send(named(1, 2)));
    await accepted(remove(bob, messageId));
    expect([1, 2, 3].map((n) => side.ports.files.has(attachment(n)))).to.deep.equal([false, false, true]);
    expect(side.ports.files.usedBy(bob.userId)).to.equal(300);
  });

  it('free their bytes when a moderator deletes the message, and count again after the undo', async () => {
    const { messageId } = await accepted(send(named(1, 2)));
    const removal = side.by(ann);
    await accepted(side.commands.deleteMessage({ ...removal, channelId, messageId }));
    expect(side.ports.files.usedBy(bob.userId)).to.equal(300);
    expect(side.ports.files.has(attachment(1))).to.equal(true);
    const stream = messageStream(messageId);
    const deleted = side.store.all().findLast(({ event }) => event.type === 'message.deleted');
    if (deleted === undefined) throw new Error('nothing was deleted');
    const { revision, eventId } = deleted;
    await accepted(
      side.commands.undo({
        ...side.by(ann),
        guildId: guild.guildId,
        entries: [{ stream, revision, eventId }],
        preview: false,
      }),
    );
    expect(side.ports.files.usedBy(bob.userId)).to.equal(600);
    const restored = side.store.all().findLast(({ event }) => event.type === 'message.restored');
    expect(restored?.event.data).to.have.property('files').with.lengthOf(2);
  });
});
