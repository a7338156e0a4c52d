import { expect } from 'chai';
import { commandIdAt } from '#commands/import/import-origin.ts';
import type { ImportedName } from '#domain/account/values.ts';
import type { ChannelName } from '#domain/channel/values.ts';
import type { GuildName } from '#domain/guild/values.ts';
import { CommandId, type ImportId } from '#domain/kernel/ids.ts';
import { type Instant, plusMillis } from '#domain/kernel/instant.ts';
import { NO_FILES } from '#domain/message/attachments.ts';
import type { MessageContent } from '#domain/message/values.ts';
import {
  accepted,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const IMPORT = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as ImportId;
const SAID_AT = '2007-04-13T10:34:00.000Z' as Instant;

describe('an import', () => {
  let side: TestWriteSide;
  let ann: Person;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
  });

  const guild = (name = 'Our history' as GuildName) =>
    accepted(side.imports.importGuild({ importId: IMPORT, name, ownerId: ann.userId }));
  const run = async () => {
    const { guildId } = await guild();
    const into = { importId: IMPORT, guildId };
    const { channelId } = await accepted(side.imports.importChannel({ ...into, name: 'css' as ChannelName }));
    const { userId } = await accepted(side.imports.importAuthor({ ...into, name: 'krijnh[away]' as ImportedName }));
    const content = 'looks around' as MessageContent;
    const said = { ...into, channelId, authorId: userId, kind: 'action', content, sentAt: SAID_AT } as const;
    const message = await accepted(side.imports.importMessage({ ...said, line: 'line 1' }));
    return { guildId, channelId, userId, said, ...message };
  };
  const typesSince = (n: number) =>
    side.store
      .all()
      .slice(n)
      .map(({ event }) => event.type);

  it('brings in a guild, channels, authors as members, and messages with their own time and kind', async () => {
    const before = side.store.all().length;
    const { guildId, channelId, userId, messageId, alreadyThere } = await run();
    expect(alreadyThere).to.equal(false);
    expect(typesSince(before)).to.deep.equal([
      'guild.created',
      'guild.channel-listed',
      'channel.created',
      'account.imported',
      'guild.member-joined',
      'message.sent',
    ]);
    for (const { metadata } of side.store.all().slice(before)) {
      expect(metadata.actor).to.equal(`import:${IMPORT}`);
      expect(metadata.time).to.equal(side.now());
    }
    expect(side.store.all().at(-1)?.event.data).to.deep.equal({
      messageId,
      channelId,
      home: { kind: 'guild', guildId },
      mentionReplied: false,
      ...NO_FILES,
      mentions: null,
      authorId: userId,
      kind: 'action',
      content: 'looks around',
      sentAt: SAID_AT,
      replyTo: null,
      forward: null,
    });
  });

  it('appends nothing when it is run again, also by another process', async () => {
    const first = await run();
    const before = side.store.all().length;
    expect(await run()).to.deep.equal({ ...first, alreadyThere: true });
    Object.assign(side, side.restarted());
    expect(await run()).to.deep.equal({ ...first, alreadyThere: true });
    expect(typesSince(before)).to.deep.equal([]);
  });

  it('does not change things that were changed since', async () => {
    const { guildId, channelId, messageId, userId } = await run();
    const at = { channelId, messageId };
    await accepted(side.commands.deleteMessage({ ...side.by(ann), ...at }));
    await accepted(side.commands.renameGuild({ ...side.by(ann), guildId, name: 'renamed' }));
    await accepted(side.commands.changeChannel({ ...side.by(ann), channelId, name: 'renamed' }));
    await accepted(side.commands.kickMember({ ...side.by(ann), guildId, userId, reason: null }));
    const before = side.store.all().length;
    await run();
    expect(typesSince(before)).to.deep.equal([]);
  });

  it('takes one name for one author', async () => {
    const { guildId } = await guild();
    const named = (name: string) =>
      accepted(side.imports.importAuthor({ importId: IMPORT, guildId, name: name as ImportedName }));
    expect(await named('Jos\u00E9')).to.deep.equal(await named('Jos\u00E9'));
    expect(await named('jos\u00E9')).not.to.deep.equal(await named('Jos\u00E9'));
  });

  it('lets no user log in as an author, and leaves the username free', async () => {
    const { guildId } = await guild();
    await accepted(side.imports.importAuthor({ importId: IMPORT, guildId, name: 'krijnh' as ImportedName }));
    const login = { ...side.anonymous(), username: 'krijnh', password: '', device: 'a guess' };
    expect(await refusal(side.commands.login(login))).to.deep.equal({ kind: 'CredentialsWrong' });
    await side.person('krijnh');
  });

  it('tells messages apart by their line', async () => {
    const { said, messageId } = await run();
    const other = { ...said, line: 'line 2' };
    expect((await accepted(side.imports.importMessage(other))).messageId).not.to.equal(messageId);
  });

  it('derives the id of a message from the time of the message', () => {
    expect(commandIdAt('1970-01-01T00:00:00.000Z' as Instant)).to.equal('0'.repeat(26));
    expect(commandIdAt('1970-01-01T00:00:01.055Z' as Instant)).to.equal(`000000010Z${'0'.repeat(16)}`);
    expect(commandIdAt(SAID_AT) < commandIdAt(plusMillis(SAID_AT, 1))).to.equal(true);
    expect(CommandId.is(commandIdAt('9999-12-31T23:59:59.999Z' as Instant))).to.equal(true);
  });

  it('refuses a message from before 1970', async () => {
    const { said } = await run();
    const sentAt = plusMillis('1970-01-01T00:00:00.000Z' as Instant, -1);
    const early = side.imports.importMessage({ ...said, sentAt, line: 'line 3' });
    expect((await refusal(early)).kind).to.equal('TimeInvalid');
  });

  it('refuses to revive a guild or a channel that was deleted', async () => {
    const { guildId, channelId } = await run();
    await accepted(side.commands.deleteChannel({ ...side.by(ann), channelId }));
    const again = side.imports.importChannel({ importId: IMPORT, guildId, name: 'css' as ChannelName });
    expect(await refusal(again)).to.deep.equal({ kind: 'ChannelUnknown' });
    await accepted(side.commands.deleteGuild({ ...side.by(ann), guildId }));
    const whole = side.imports.importGuild({ importId: IMPORT, name: 'Our history' as GuildName, ownerId: ann.userId });
    expect(await refusal(whole)).to.deep.equal({ kind: 'GuildUnknown' });
    const member = side.imports.importAuthor({ importId: IMPORT, guildId, name: 'late' as ImportedName });
    expect(await refusal(member)).to.deep.equal({ kind: 'GuildUnknown' });
  });
});
