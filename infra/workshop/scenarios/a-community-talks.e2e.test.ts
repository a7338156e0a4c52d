import { expect } from 'chai';
import { MIB } from '#domain/kernel/units.ts';
import { AuditPage } from '#gateway/protocol/governance.ts';
import { Problem } from '#gateway/protocol/problem.ts';
import { ServerAnswer } from '#gateway/protocol/requests.ts';
import {
  ChannelList,
  GuildList,
  Invite,
  InviteAccepted,
  MemberPage,
  Message,
  MessagePage,
  SessionList,
} from '#gateway/protocol/resources.ts';
import {
  type Api,
  apiOf,
  atLeastNow,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

describe('a community', () => {
  let server: TestServer;
  let api: Api;
  before(async () => {
    server = await startServer({ registration: 'invite' });
    api = await apiOf(server.url);
  });
  after(() => server.stop());

  it('talks from the first claim to the last logout', async () => {
    expect((await api('GET', '/server')).as(ServerAnswer)).to.include({
      claimed: false,
      registration: 'invite',
      file_bytes_max: 25 * MIB,
    });
    const olga = await claimOwner(server, api, 'olga');
    expect((await api('GET', '/server')).as(ServerAnswer).claimed).to.equal(true);

    const guild = await makeGuild(olga, 'The lounge');
    expect(guild.owner_id).to.equal(olga.userId);
    const channel = await makeChannel(olga, guild, 'side room');
    const invite = (await olga.api('POST', `/guilds/${guild.guild_id}/invites`, { body: { max_uses: 1 } })).as(Invite);

    expect(
      (await api('POST', '/auth/register', { body: { username: 'max', password: 'a long enough one' } })).code(),
    ).to.equal('invite_needed');
    const max = await newcomer(api, 'max', invite.code);
    const accepted = await max.api('POST', `/invites/${invite.code}/accept`);
    expect(accepted.as(InviteAccepted).guild_id).to.equal(guild.guild_id);
    const guilds = await max.api('GET', '/guilds', atLeastNow(accepted));
    expect(guilds.as(GuildList).guilds.map(({ name }) => name)).to.deep.equal(['The lounge']);
    expect(guilds.headers.get('filament-stale')).to.equal(null);
    const channels = (await max.api('GET', `/guilds/${guild.guild_id}/channels`)).as(ChannelList).channels;
    expect(channels.map(({ name }) => name)).to.deep.equal(['general', 'side room']);
    await caughtUp(api);
    const members = (await olga.api('GET', `/guilds/${guild.guild_id}/members`)).as(MemberPage);
    expect(members.members.map(({ user, owner }) => [user.username, owner])).to.deep.equal([
      ['olga', true],
      ['max', false],
    ]);

    const hello = await say(olga, channel, 'Hello, Max!');
    expect(hello).to.include({ content: 'Hello, Max!', author_id: olga.userId, edited_at: null });
    expect(hello.author.username).to.equal('olga');
    const answer = await max.api('POST', `${pathOf(channel)}/messages`, {
      body: { content: 'Hello, Olga', reply_to: hello.message_id },
    });
    const reply = answer.as(Message);
    expect(reply.reply_to).to.equal(hello.message_id);

    const edit = await max.api('PATCH', `${pathOf(channel)}/messages/${reply.message_id}`, {
      body: { content: 'Hello, Olga!', if_revision: reply.revision },
    });
    expect(edit.status).to.equal(200);
    const stale = { body: { content: 'Hello?', if_revision: reply.revision } };
    expect((await max.api('PATCH', `${pathOf(channel)}/messages/${reply.message_id}`, stale)).code()).to.equal(
      'message_changed',
    );
    const reacted = await olga.api(
      'PUT',
      `${pathOf(channel)}/messages/${reply.message_id}/reactions/${encodeURIComponent('👍')}/me`,
    );
    expect(reacted.status).to.equal(204);

    await caughtUp(api);
    const page = (await max.api('GET', `${pathOf(channel)}/messages?limit=1`)).as(MessagePage);
    const [newest] = page.messages;
    expect(newest).to.include({ content: 'Hello, Olga!', message_id: reply.message_id });
    expect(newest?.reactions).to.deep.equal([{ emoji: '👍', count: 1, me: false }]);
    const before = (await max.api('GET', `${pathOf(channel)}/messages?limit=1&before=${page.next_before}`)).as(
      MessagePage,
    );
    expect(before.messages.map(({ content }) => content)).to.deep.equal(['Hello, Max!']);

    const until = `until=${answer.headers.get('filament-position')}`;
    const history = (query: string) => max.api('GET', `${pathOf(channel)}/messages?${until}${query}`);
    await say(max, channel, 'One more');
    await caughtUp(api);
    expect((await history('&limit=1')).as(MessagePage)).to.deep.equal(page);
    expect((await history(`&limit=1&before=${page.next_before}`)).as(MessagePage)).to.deep.equal(before);
    expect((await history(`&after=${hello.message_id}`)).code()).to.equal('query_invalid');
    expect((await history(`&around=${hello.message_id}`)).code()).to.equal('query_invalid');
    // A user's own reaction reads as their own, and as another user's for the others.
    const seen = (await olga.api('GET', `${pathOf(channel)}/messages/${reply.message_id}`)).as(Message);
    expect(seen.reactions).to.deep.equal([{ emoji: '👍', count: 1, me: true }]);

    const taken = await olga.api(
      'DELETE',
      `${pathOf(channel)}/messages/${reply.message_id}/reactions/${encodeURIComponent('👍')}/me`,
    );
    expect(taken.status).to.equal(204);
    const gone = await max.api('DELETE', `${pathOf(channel)}/messages/${reply.message_id}`);
    expect(gone.status).to.equal(204);
    const after = await max.api('GET', `${pathOf(channel)}/messages/${reply.message_id}`, atLeastNow(gone));
    expect(after.code()).to.equal('not_found');

    expect((await olga.api('PATCH', pathOf(channel), { body: { name: 'talk' } })).status).to.equal(204);
    const renamed = await olga.api('PATCH', `/guilds/${guild.guild_id}`, { body: { name: 'The parlour' } });
    expect(renamed.status).to.equal(204);
    await caughtUp(api);
    const again = (await max.api('GET', '/guilds')).as(GuildList);
    expect(again.guilds[0]?.name).to.equal('The parlour');
    expect((await max.api('PATCH', `/guilds/${guild.guild_id}`, { body: { name: 'Mine' } })).code()).to.equal(
      'missing_permission',
    );

    const older = (await olga.api('POST', `/guilds/${guild.guild_id}/invites`, { body: {} })).as(Invite);
    const kicked = await olga.api('POST', `/guilds/${guild.guild_id}/members/${max.userId}/kick`, {
      body: { reason: 'Rest.' },
    });
    expect(kicked.status).to.equal(204);
    await caughtUp(api);
    expect((await max.api('GET', '/guilds')).as(GuildList).guilds).to.deep.equal([]);
    expect((await max.api('POST', `${pathOf(channel)}/messages`, { body: { content: 'But…' } })).code()).to.equal(
      'not_found',
    );
    const back = await max.api('POST', `/invites/${older.code}/accept`);
    expect(back.as(Problem)).to.deep.include({ status: 403, code: 'invite_before_kick' });
    expect(back.as(Problem).detail).to.contain('Ask a moderator for a new invite.');
    await join(olga, guild, max);
    const left = await max.api('POST', `/guilds/${guild.guild_id}/leave`);
    expect(left.status).to.equal(204);
    expect((await olga.api('POST', `/guilds/${guild.guild_id}/leave`)).code()).to.equal('owner_cannot_leave');

    await caughtUp(api);
    const audit = (await olga.api('GET', `/guilds/${guild.guild_id}/audit?limit=2`)).as(AuditPage);
    expect(audit.entries.map(({ action }) => action)).to.deep.equal(['guild.member-left', 'guild.member-joined']);
    const earlier = (await olga.api('GET', `/guilds/${guild.guild_id}/audit?limit=100&before=${audit.next_before}`)).as(
      AuditPage,
    );
    expect(earlier.entries.find(({ action }) => action === 'guild.member-kicked')?.reason).to.equal('Rest.');
    expect(earlier.entries.at(-1)?.action).to.equal('guild.created');
    expect(earlier.next_before).to.equal(null);

    const sessions = (await max.api('GET', '/auth/sessions')).as(SessionList).sessions;
    expect(sessions.filter(({ current }) => current)).to.have.length(1);
    const ended = await max.api('DELETE', `/auth/sessions/${sessions[0]?.session_id}`);
    expect(ended.status).to.equal(204);
    expect((await max.api('GET', '/auth/me')).code()).to.equal('unauthenticated');

    expect((await olga.api('DELETE', pathOf(channel))).status).to.equal(204);
    const deleted = await olga.api('DELETE', `/guilds/${guild.guild_id}`);
    expect(deleted.status).to.equal(204);
    expect((await olga.api('GET', '/guilds', atLeastNow(deleted))).as(GuildList).guilds).to.deep.equal([]);
    const out = await api('POST', '/auth/logout', { body: { refresh_token: olga.refreshToken } });
    expect(out.status).to.equal(204);
    expect((await olga.api('GET', '/auth/me')).code()).to.equal('unauthenticated');
  });
});
