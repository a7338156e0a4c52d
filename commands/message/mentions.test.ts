import { expect } from 'chai';
import type { MadeGuild } from '#commands/commands.ts';
import type { ChannelId, MessageId, RoleId } from '#domain/kernel/ids.ts';
import { MENTIONED_USERS_MAX } from '#domain/kernel/limits.ts';
import { type Mentions, NO_MENTIONS } from '#domain/message/mentions.ts';
import { accepted, type Person, type TestWriteSide, testWriteSide } from '#infra/workshop/testkit/write-side.ts';

const NOBODY = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe('the mentions of a message', () => {
  let side: TestWriteSide;
  let ann: Person;
  let bob: Person;
  let cat: Person;
  let guild: MadeGuild;
  let channelId: ChannelId;
  let open: RoleId;
  let closed: RoleId;
  beforeEach(async () => {
    side = testWriteSide();
    [ann, bob, cat] = [await side.person('ann'), await side.person('bob'), await side.person('cat')];
    guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    const made = { ...side.by(ann), guildId: guild.guildId, name: 'talk', channelKind: 'text' as const };
    channelId = (await accepted(side.commands.createChannel(made))).channelId;
    await side.admit(ann, guild.guildId, bob);
    open = await role(true);
    closed = await role(false);
  });

  const role = async (mentionable: boolean) => {
    const named = { name: 'a role', color: null, hoist: false, mentionable, permissions: [] };
    return (await accepted(side.commands.createRole({ ...side.by(ann), guildId: guild.guildId, ...named }))).roleId;
  };
  const inGuild = (who: Person) => ({ ...side.by(ann), guildId: guild.guildId, userId: who.userId });
  const send = async (who: Person, content: string, over: { replyTo?: MessageId; mentionReplied?: boolean } = {}) =>
    accepted(side.commands.sendMessage({ ...side.by(who), channelId, content, replyTo: null, ...over }));
  const edit = async (who: Person, messageId: MessageId, content: string) =>
    accepted(side.commands.editMessage({ ...side.by(who), channelId, messageId, content, ifRevision: undefined }));
  const some = (over: Partial<Mentions>): Mentions => ({ ...NO_MENTIONS, ...over });
  const at = (who: Person) => `<@${who.userId}>`;

  it('are the members whom the text names outside of code, each once, and the text stays as it was written', async () => {
    const content = `${at(bob)} and ${at(bob)}, not \`${at(ann)}\`, nor ${at(cat)}, <@${NOBODY}> or <#${channelId}>`;
    const said = await send(ann, content);
    expect(said).to.deep.include({ content, mentions: some({ users: [bob.userId] }) });
    expect((await send(ann, `\`\`\`\n${at(bob)} @everyone\n\`\`\``)).mentions).to.deep.equal(NO_MENTIONS);
    expect((await send(bob, `> ${at(ann)}`)).mentions).to.deep.equal(some({ users: [ann.userId] }));
  });

  it('follow the rights of the author in the channel at the moment of sending', async () => {
    const all = `@everyone @here <@&${open}> <@&${closed}> <@&${guild.guildId}>`;
    expect((await send(ann, all)).mentions).to.deep.equal(some({ roles: [open, closed], everyone: true, here: true }));
    expect((await send(bob, all)).mentions).to.deep.equal(some({ roles: [open] }));
    const target = { kind: 'member' as const, userId: bob.userId };
    const allowed = { channelId, target, allow: ['mention_everyone' as const], deny: [] };
    await accepted(side.commands.setOverwrite({ ...side.by(ann), ...allowed }));
    expect((await send(bob, all)).mentions).to.deep.equal(some({ roles: [open, closed], everyone: true, here: true }));
  });

  it('leave out a user who was kicked and a role that was deleted, and an edit keeps both', async () => {
    const content = `${at(bob)} <@&${open}>`;
    const before = await send(ann, content);
    await accepted(side.commands.kickMember({ ...inGuild(bob), reason: null }));
    await accepted(side.commands.deleteRole({ ...side.by(ann), guildId: guild.guildId, roleId: open }));
    expect((await send(ann, content)).mentions).to.deep.equal(NO_MENTIONS);
    const kept = some({ users: [bob.userId], roles: [open] });
    expect((await edit(ann, before.messageId, `hello ${content}`)).mentions).to.deep.equal(kept);
    expect((await edit(ann, before.messageId, 'hello')).mentions).to.deep.equal(NO_MENTIONS);
    expect((await edit(ann, before.messageId, content)).mentions).to.deep.equal(NO_MENTIONS);
  });

  it('come back with a message that a moderator deleted', async () => {
    const said = await send(bob, `${at(ann)} <@&${open}>`);
    await accepted(side.commands.deleteMessage({ ...side.by(ann), channelId, messageId: said.messageId }));
    const last = side.store.all().at(-1);
    if (last === undefined) return expect.fail('nothing was written');
    const { stream, revision, eventId } = last;
    const entries = [{ stream, revision, eventId }];
    await accepted(side.commands.undo({ ...side.by(ann), guildId: guild.guildId, entries, preview: false }));
    const restored = side.store.all().at(-1)?.event;
    expect(restored?.type === 'message.restored' && restored.data.mentions).to.deep.equal(said.mentions);
    expect((await edit(bob, said.messageId, `again ${at(ann)}`)).mentions).to.deep.equal(some({ users: [ann.userId] }));
  });

  it('hold the author of the message that a reply answers, unless the reply leaves them alone', async () => {
    const { messageId: replyTo } = await send(bob, 'a question');
    const told = await send(ann, 'an answer', { replyTo });
    expect(told.mentions).to.deep.equal(some({ users: [bob.userId] }));
    expect((await edit(ann, told.messageId, 'a better answer')).mentions).to.deep.equal(told.mentions);
    const silent = await send(ann, 'an answer', { replyTo, mentionReplied: false });
    expect(silent.mentions).to.deep.equal(NO_MENTIONS);
    expect((await edit(ann, silent.messageId, 'a better answer')).mentions).to.deep.equal(NO_MENTIONS);
    expect((await send(bob, 'to myself', { replyTo })).mentions).to.deep.equal(NO_MENTIONS);
    await accepted(side.commands.kickMember({ ...inGuild(bob), reason: null }));
    expect((await send(ann, 'too late', { replyTo })).mentions).to.deep.equal(NO_MENTIONS);
  });

  it('are bounded, and the author of the answered message comes first', async () => {
    const { messageId: replyTo } = await send(bob, 'a question');
    const crowd = await Promise.all(Array.from({ length: MENTIONED_USERS_MAX + 1 }, (_, n) => side.person(`user${n}`)));
    for (const one of crowd) await side.admit(ann, guild.guildId, one);
    const { mentions } = await send(ann, crowd.map(at).join(' '), { replyTo });
    expect(mentions.users).to.have.length(MENTIONED_USERS_MAX);
    expect(mentions.users[0]).to.equal(bob.userId);
  });

  it('are part of what a retry asks for only as far as the caller chose them', async () => {
    const { messageId: replyTo } = await send(bob, 'a question');
    const attempt = { ...side.by(ann), channelId, content: at(bob), replyTo };
    const first = await accepted(side.commands.sendMessage(attempt));
    await accepted(side.commands.kickMember({ ...inGuild(bob), reason: null }));
    expect((await accepted(side.commands.sendMessage(attempt))).mentions).to.deep.equal(first.mentions);
    const other = await side.commands.sendMessage({ ...attempt, mentionReplied: false })();
    expect(other).to.deep.equal({ _tag: 'Left', left: { kind: 'AttemptReused' } });
  });
});
