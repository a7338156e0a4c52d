import { expect } from 'chai';
import { ulid } from 'ulid';
import type { GuildId } from '#domain/kernel/ids.ts';
import { HOUR_MS } from '#domain/kernel/units.ts';
import {
  AuditPage,
  BulkDeleteAnswer,
  ChannelDeletionAnswer,
  GuildDeletionAnswer,
} from '#gateway/protocol/governance.ts';
import { Problem } from '#gateway/protocol/problem.ts';
import { REASON_HEADER, reasonInHeader } from '#gateway/protocol/reason-header.ts';
import { Channel, Invite } from '#gateway/protocol/resources.ts';
import { give, makeRole } from '#infra/workshop/scenarios/guild-of-ranks.ts';
import {
  type Answered,
  type Api,
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { client } from '#infra/workshop/testkit/gateway-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

const because = (reason: string) => ({ headers: { [REASON_HEADER]: reasonInHeader(reason) } });

describe('the reason for a deletion', () => {
  let server: TestServer;
  let api: Api;
  let owner: Person;
  let watcher: Person;
  let member: Person;
  let guildId: GuildId;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    [watcher, member] = [await newcomer(api, 'watcher'), await newcomer(api, 'member')];
    const guild = await makeGuild(owner, 'ours');
    guildId = guild.guild_id;
    await join(owner, guild, watcher, member);
    await give(owner, guildId, watcher, await makeRole(owner, guildId, 'watchers', ['view_audit_log']));
  });
  after(() => server.stop());

  const channelNamed = (name: string): Promise<Channel> => makeChannel(owner, { guild_id: guildId }, name);
  const audit = (who: Person, action: string) => who.api('GET', `/guilds/${guildId}/audit?action=${action}`);
  const reasonsOf = async (who: Person, action: string): Promise<ReadonlyArray<string | null>> => {
    await caughtUp(api);
    return (await audit(who, action)).as(AuditPage).entries.map(({ reason }) => reason);
  };
  const deleted = async (answer: Promise<Answered>): Promise<void> => {
    expect((await answer).status).to.equal(204);
  };

  it('stands in the audit log for messages, one and many, of other authors alone', async () => {
    const channel = await channelNamed('talk');
    const first = await say(member, channel, 'buy this');
    await deleted(owner.api('DELETE', `${pathOf(channel)}/messages/${first.message_id}`, because('spam, again 👎')));
    const many = [
      await say(member, channel, 'buy that'),
      await say(owner, channel, 'no'),
      await say(member, channel, '!'),
    ];
    const body = { message_ids: many.map(({ message_id }) => message_id), reason: 'more spam' };
    const bulk = await owner.api('POST', `${pathOf(channel)}/messages/bulk-delete`, { body });
    expect(bulk.as(BulkDeleteAnswer).deleted).to.equal(3);
    await say(member, channel, 'and this');
    await caughtUp(api);
    const since = new Date(Date.now() - HOUR_MS).toISOString();
    const all = { user_id: member.userId, since, reason: 'all of it' };
    expect((await owner.api('POST', `/guilds/${guildId}/messages/bulk-delete`, { body: all })).status).to.equal(200);
    const reasons = await reasonsOf(watcher, 'message.deleted');
    expect(reasons.toSorted()).to.deep.equal(
      ['all of it', 'more spam', 'more spam', 'spam, again 👎', null].toSorted(),
    );
    expect((await audit(member, 'message.deleted')).code()).to.equal('not_found');
  });

  it('stands in the audit log for a role', async () => {
    const { role_id } = await makeRole(owner, guildId, 'guests', []);
    await deleted(owner.api('DELETE', `/guilds/${guildId}/roles/${role_id}`, because('the guests are gone')));
    expect(await reasonsOf(watcher, 'guild.role-deleted')).to.deep.equal(['the guests are gone']);
  });

  it('stands in the audit log for a channel, behind the sight of the channel, and outlasts an undo', async () => {
    const [open, hidden] = [await channelNamed('open'), await channelNamed('hidden')];
    const { status } = await owner.api('PUT', `${pathOf(hidden)}/overwrites/role/${guildId}`, {
      body: { allow: [], deny: ['view_channel'] },
    });
    expect(status).to.equal(204);
    await deleted(owner.api('DELETE', pathOf(open), because('nobody talks here')));
    await deleted(owner.api('DELETE', pathOf(hidden), because('a secret leaked')));
    expect(await reasonsOf(owner, 'channel.deleted')).to.deep.equal(['a secret leaked', 'nobody talks here']);
    expect(await reasonsOf(watcher, 'channel.deleted')).to.deep.equal(['nobody talks here']);
    const { entries } = (await audit(owner, 'channel.deleted')).as(AuditPage);
    const undone = await owner.api('POST', `/guilds/${guildId}/audit/${entries[1]?.entry_id}/undo`, { body: {} });
    expect(undone.status).to.equal(200);
    await caughtUp(api);
    expect((await member.api('GET', pathOf(open))).as(Channel).name).to.equal('open');
    expect(await reasonsOf(watcher, 'channel.deleted')).to.deep.equal(['nobody talks here']);
  });

  it('stands in the audit log for an invite that ends', async () => {
    const invites = `/guilds/${guildId}/invites`;
    const { invite_id } = (await owner.api('POST', invites, { body: {} })).as(Invite);
    await caughtUp(api);
    await deleted(owner.api('DELETE', `${invites}/${invite_id}`, because('it went to spammers')));
    expect(await reasonsOf(watcher, 'invite.revoked')).to.deep.equal(['it went to spammers']);
  });

  it('stands for the key of an end that is tried again, also when the invite has left the list', async () => {
    const invites = `/guilds/${guildId}/invites`;
    const { invite_id } = (await owner.api('POST', invites, { body: {} })).as(Invite);
    await caughtUp(api);
    const key = ulid();
    const end = (reason: string) =>
      owner.api('DELETE', `${invites}/${invite_id}`, {
        headers: { ...because(reason).headers, 'Idempotency-Key': key },
      });
    await deleted(end('it went to bots'));
    await caughtUp(api);
    await deleted(end('it went to bots'));
    expect((await end('it went to friends')).status).to.equal(422);
    expect((await member.api('DELETE', `${invites}/${invite_id}`)).code()).to.equal('not_found');
    expect((await reasonsOf(watcher, 'invite.revoked'))[0]).to.equal('it went to bots');
  });

  it('is told to the members of a guild that is deleted, after counts for the owner alone', async () => {
    const guild = await makeGuild(owner, 'brief');
    await join(owner, guild, member);
    const channel = await makeChannel(owner, guild, 'talk');
    await say(member, channel, 'hello');
    await caughtUp(api);
    const preview = (who: Person) => who.api('GET', `/guilds/${guild.guild_id}/deletion-preview`);
    expect((await preview(member)).code()).to.equal('not_found');
    const counts = (await preview(owner)).as(GuildDeletionAnswer);
    expect(counts).to.deep.equal({
      channels_count: counts.channels_count,
      messages_count: 1,
      more_messages: false,
      members_count: 2,
    });
    expect(counts.channels_count).to.be.greaterThan(0);
    const listener = await client(`${server.url.replace('http', 'ws')}/gateway/ws`, { origin: server.url });
    listener.say({ t: 'identify', d: { access_token: member.accessToken } });
    await listener.hears('ready');
    await deleted(owner.api('DELETE', `/guilds/${guild.guild_id}`, because('we move elsewhere')));
    const { cause, reason, by } = await listener.hears('access_lost');
    expect([cause, reason, by?.user_id]).to.deep.equal(['guild_deleted', 'we move elsewhere', owner.userId]);
    listener.close();
  });

  it('may be left out, and is refused when it is no reason, before anything is deleted', async () => {
    const channel = await channelNamed('kept');
    const { message_id } = await say(member, channel, 'kept');
    const { role_id } = await makeRole(owner, guildId, 'kept', []);
    const invites = `/guilds/${guildId}/invites`;
    const { invite_id } = (await owner.api('POST', invites, { body: {} })).as(Invite);
    await caughtUp(api);
    const ours = await makeGuild(owner, 'kept');
    const paths = [
      pathOf(channel),
      `${pathOf(channel)}/messages/${message_id}`,
      `/guilds/${guildId}/roles/${role_id}`,
      `${invites}/${invite_id}`,
      `/guilds/${ours.guild_id}`,
    ];
    const wrong = ['spam%2', 'spam%FF', 'spam, scam', 'x'.repeat(241), '%0A'];
    for (const path of paths) {
      for (const value of wrong) {
        const refused = await owner.api('DELETE', path, { headers: { [REASON_HEADER]: value } });
        expect([refused.status, refused.as(Problem).field], `${path} ${value}`).to.deep.equal([400, REASON_HEADER]);
        expect(refused.code()).to.equal('reason_invalid');
      }
    }
    for (const reason of ['', 'x'.repeat(241)]) {
      const body = { message_ids: [message_id], reason };
      const refused = await owner.api('POST', `${pathOf(channel)}/messages/bulk-delete`, { body });
      expect(refused.code(), reason).to.equal('reason_invalid');
    }
    for (const path of paths.toReversed()) await deleted(owner.api('DELETE', path));
  });

  it('is ignored by a route that takes none', async () => {
    const channel = await channelNamed('left alone');
    const headers = { [REASON_HEADER]: 'spam%2' };
    expect((await owner.api('PATCH', pathOf(channel), { body: { topic: 'new' }, headers })).status).to.equal(204);
  });

  it('follows a preview, which counts the messages and the members', async () => {
    const channel = await channelNamed('counted');
    for (const text of ['one', 'two']) await say(member, channel, text);
    await caughtUp(api);
    const preview = (who: Person) => who.api('GET', `${pathOf(channel)}/deletion-preview`);
    expect((await preview(owner)).as(ChannelDeletionAnswer)).to.deep.equal({
      messages_count: 2,
      more_messages: false,
      members_count: 3,
    });
    expect((await preview(member)).code()).to.equal('not_found');
  });
});
