/** Attacks a governed guild from inside, over HTTP and WebSocket, as members who want more than they have. */
import { expect } from 'chai';
import { ulid } from 'ulid';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { AuditPage, UndoAnswer } from '#gateway/protocol/governance.ts';
import { type Channel, Invite, MessagePage, type Role } from '#gateway/protocol/resources.ts';
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

const HOUR_MS = 3_600_000;

describe('a member who tries to break out', () => {
  let server: TestServer;
  let api: Api;
  let owner: Person;
  let mallory: Person;
  let accomplice: Person;
  let bystander: Person;
  let guild_id: string;
  let channel: Channel;
  let high: Role;
  let middle: Role;
  let low: Role;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    mallory = await newcomer(api, 'mallory');
    accomplice = await newcomer(api, 'accomplice');
    bystander = await newcomer(api, 'bystander');
  });
  after(() => server.stop());

  beforeEach(async () => {
    const guild = await makeGuild(owner, 'ours');
    ({ guild_id } = guild);
    channel = await makeChannel(owner, guild, 'talk');
    await join(owner, { guild_id }, mallory, accomplice, bystander);
    high = await makeRole(owner, guild_id, 'high', ['administrator']);
    middle = await makeRole(owner, guild_id, 'middle', ['manage_roles', 'manage_channels', 'kick_members']);
    low = await makeRole(owner, guild_id, 'low', ['ban_members']);
    await ordered(owner, [low, middle, high]);
    await give(owner, guild_id, mallory, middle);
    await give(owner, guild_id, bystander, high);
  });

  const at = (path = ''): string => `/guilds/${guild_id}${path}`;
  const ordered = (by: Person, roles: ReadonlyArray<Role>) =>
    by.api('PATCH', at('/roles'), { body: { order: roles.map(({ role_id }) => role_id) } });
  const code = (answer: Answered): string => (answer.status < 400 ? 'done' : answer.code());
  const lastEntry = async (): Promise<string> => {
    await caughtUp(api);
    const { entries } = (await owner.api('GET', at('/audit?limit=1'))).as(AuditPage);
    return entries[0]?.entry_id ?? expect.fail('no entry');
  };
  const undo = async (by: Person, entry: string) =>
    (await by.api('POST', at(`/audit/${entry}/undo`), { body: {} })).as(UndoAnswer);

  it('gains no rank by an order of roles, and no permission by a role or an overwrite', async () => {
    const me = mallory.userId;
    const role = (one: Role) => at(`/roles/${one.role_id}`);
    const overwrite = (target: string, allow: ReadonlyArray<string>) =>
      mallory.api('PUT', `${pathOf(channel)}/overwrites/${target}`, { body: { allow, deny: [] } });
    const tries: ReadonlyArray<readonly [string, Promise<Answered>]> = [
      ['role_outranks_actor', ordered(mallory, [low, high, middle])],
      ['role_outranks_actor', ordered(mallory, [middle, low, high])],
      ['role_order_invalid', ordered(mallory, [low, low, high])],
      ['role_outranks_actor', mallory.api('PATCH', role(middle), { body: { permissions: ['administrator'] } })],
      ['role_outranks_actor', mallory.api('PATCH', role(high), { body: { name: 'mine' } })],
      ['role_outranks_actor', mallory.api('DELETE', role(high))],
      ['missing_permission', mallory.api('PATCH', role(low), { body: { permissions: ['manage_guild'] } })],
      [
        'missing_permission',
        mallory.api('PATCH', at(`/roles/${guild_id}`), { body: { permissions: ['ban_members'] } }),
      ],
      ['everyone_role_fixed', mallory.api('DELETE', at(`/roles/${guild_id}`))],
      [
        'missing_permission',
        mallory.api('POST', at('/roles'), { body: { name: 'new', permissions: ['administrator'] } }),
      ],
      ['outranks_actor', mallory.api('PUT', at(`/members/${me}/roles/${low.role_id}`))],
      ['missing_permission', mallory.api('PUT', at(`/members/${accomplice.userId}/roles/${low.role_id}`))],
      ['outranks_actor', mallory.api('DELETE', at(`/members/${bystander.userId}/roles/${high.role_id}`))],
      ['outranks_actor', mallory.api('POST', at(`/members/${owner.userId}/kick`), { body: {} })],
      ['outranks_actor', mallory.api('POST', at(`/members/${me}/kick`), { body: {} })],
      ['outranks_actor', overwrite(`member/${me}`, ['send_messages'])],
      ['outranks_actor', overwrite(`role/${middle.role_id}`, ['send_messages'])],
      ['missing_permission', overwrite(`role/${low.role_id}`, ['manage_messages'])],
      ['overwrite_invalid', overwrite(`member/${accomplice.userId}`, ['administrator'])],
      ['not_the_owner', mallory.api('PUT', at('/owner'), { body: { user_id: me, password: 'anything at all' } })],
    ];
    for (const [n, [want, tried]] of tries.entries()) expect([n, code(await tried)]).to.deep.equal([n, want]);
  });

  it('gains nothing by undoing their own act, after an accomplice holds the role', async () => {
    const change = { permissions: [] };
    expect(code(await mallory.api('PATCH', at(`/roles/${low.role_id}`), { body: change }))).to.equal('done');
    const entry = await lastEntry();
    const given = await mallory.api('PUT', at(`/members/${accomplice.userId}/roles/${low.role_id}`));
    expect(code(given)).to.equal('done');
    // Mallory may not read the audit log, and may undo by the key of the act alone.
    expect((await mallory.api('POST', at(`/audit/${entry}/undo`), { body: {} })).code()).to.equal('not_found');
    await give(owner, guild_id, mallory, await makeRole(owner, guild_id, 'reader', ['view_audit_log']));
    await caughtUp(api);
    const { restores_count, cannot_count } = await undo(mallory, entry);
    expect([restores_count, cannot_count]).to.deep.equal([0, 1]);
    const ban = accomplice.api('POST', at(`/members/${mallory.userId}/ban`), { body: {} });
    expect((await ban).code()).to.equal('missing_permission');
  });

  it('takes nobody else along by the key of another act, and undoes by no forged entry', async () => {
    const key = ulid();
    const headers = { 'Idempotency-Key': key };
    await owner.api('PATCH', at(), { body: { name: 'a new name' }, headers });
    const nick = { body: { nickname: 'Mallory' }, headers };
    expect(code(await mallory.api('PATCH', at('/members/me'), nick))).to.equal('done');
    expect(await undo(owner, await lastEntry())).to.deep.include({ restores_count: 1, cannot_count: 0 });
    await caughtUp(api);
    expect(JSON.stringify((await owner.api('GET', '/guilds')).body)).to.include('a new name');
    for (const forged of [key, ulid(), 'nonsense', `guild-${guild_id}`, '../audit']) {
      const path = at(`/audit/${encodeURIComponent(forged)}/undo`);
      const answer = await accomplice.api('POST', path, { body: {} });
      expect([forged, answer.code()]).to.deep.equal([forged, 'not_found']);
    }
    const other = await makeGuild(mallory, 'mine');
    const elsewhere = `/guilds/${other.guild_id}/audit/${await lastEntry()}/undo`;
    expect((await mallory.api('POST', elsewhere, { body: {} })).code()).to.equal('not_found');
  });

  it('posts nothing in a time-out, by no way, and ends it by no return', async () => {
    const { message_id } = await say(accomplice, channel, 'before');
    const invite = (await owner.api('POST', at('/invites'), { body: {} })).as(Invite);
    const until = new Date(Date.now() + HOUR_MS).toISOString();
    await owner.api('POST', at(`/members/${accomplice.userId}/timeout`), { body: { until } });
    const message = `${pathOf(channel)}/messages/${message_id}`;
    const reaction = `${message}/reactions/${encodeURIComponent('👍')}/me`;
    const tries = (): ReadonlyArray<Promise<Answered>> => [
      accomplice.api('POST', `${pathOf(channel)}/messages`, { body: { content: 'shout' } }),
      accomplice.api('PATCH', message, { body: { content: 'shout' } }),
      accomplice.api('PUT', reaction),
      accomplice.api('POST', at('/invites'), { body: {} }),
      accomplice.api('PATCH', at('/members/me'), { body: { nickname: 'shout' } }),
    ];
    for (const tried of tries()) expect((await tried).code()).to.equal('missing_permission');
    expect(code(await accomplice.api('POST', at('/leave')))).to.equal('done');
    expect(code(await accomplice.api('POST', `/invites/${invite.code}/accept`))).to.equal('done');
    for (const tried of tries()) expect((await tried).code()).to.equal('missing_permission');
    const socket = await client(`${server.url.replace('http', 'ws')}/gateway/ws`);
    socket.say({ t: 'identify', d: { access_token: accomplice.accessToken } });
    await socket.hears('ready');
    const channel_id = channel.channel_id as ChannelId;
    socket.say({ t: 'message_create', d: { channel_id, content: 'shout', nonce: ulid() } });
    expect((await socket.hears('error')).code).to.equal('missing_permission');
    socket.close();
  });

  it('comes back from a ban by no invite, and is told so', async () => {
    const old = (await mallory.api('POST', at('/invites'), { body: {} })).as(Invite);
    const mine = (await accomplice.api('POST', at('/invites'), { body: {} })).as(Invite);
    await owner.api('POST', at(`/members/${accomplice.userId}/ban`), { body: { reason: 'spam' } });
    const newer = (await owner.api('POST', at('/invites'), { body: {} })).as(Invite);
    for (const invite of [old, mine, newer]) {
      expect((await accomplice.api('POST', `/invites/${invite.code}/accept`)).code()).to.equal('banned');
      expect((await accomplice.api('GET', `/invites/${invite.code}/me`)).code()).to.equal('banned');
    }
    await caughtUp(api);
    expect((await accomplice.api('GET', at('/members'))).code()).to.equal('not_found');
  });

  it('gets past no lockdown, neither by an invite nor as a newcomer', async () => {
    const invite = (await owner.api('POST', at('/invites'), { body: {} })).as(Invite);
    const { message_id } = await say(accomplice, channel, 'before');
    const stranger = await newcomer(api, `stranger-${guild_id.slice(-6).toLowerCase()}`);
    await owner.api('PUT', at('/lockdown'), { body: { newcomers_hours: 1 } });
    const message = `${pathOf(channel)}/messages/${message_id}`;
    const tries: ReadonlyArray<Promise<Answered>> = [
      stranger.api('POST', `/invites/${invite.code}/accept`),
      accomplice.api('POST', at('/invites'), { body: {} }),
      accomplice.api('POST', `${pathOf(channel)}/messages`, { body: { content: 'raid' } }),
      accomplice.api('PATCH', message, { body: { content: 'raid' } }),
      accomplice.api('PUT', `${message}/reactions/${encodeURIComponent('👍')}/me`),
    ];
    for (const tried of tries) expect((await tried).code()).to.equal('guild_locked_down');
    expect((await mallory.api('DELETE', at('/lockdown'))).code()).to.equal('missing_permission');
  });

  it('revives no permission by a role that comes back, beyond those who had it', async () => {
    await give(owner, guild_id, accomplice, low);
    await owner.api('DELETE', at(`/roles/${low.role_id}`));
    const entry = await lastEntry();
    const given = await mallory.api('PUT', at(`/members/${accomplice.userId}/roles/${low.role_id}`));
    expect(given.code()).to.equal('not_found');
    const target = `${pathOf(channel)}/overwrites/role/${low.role_id}`;
    expect((await mallory.api('PUT', target, { body: { allow: [], deny: [] } })).code()).to.equal('not_found');
    const ban = () => accomplice.api('POST', at(`/members/${mallory.userId}/ban`), { body: {} });
    expect((await ban()).code()).to.equal('missing_permission');
    await give(owner, guild_id, mallory, await makeRole(owner, guild_id, 'reader', ['view_audit_log']));
    await caughtUp(api);
    expect(await undo(mallory, entry)).to.deep.include({ restores_count: 0, cannot_count: 1 });
    expect(await undo(owner, entry)).to.deep.include({ restores_count: 1, cannot_count: 0 });
    expect((await ban()).code()).to.equal('outranks_actor');
  });

  it('removes by a ban only the messages that they may delete, and the ban stands', async () => {
    const closed = await makeChannel(owner, { guild_id } as Parameters<typeof makeChannel>[1], 'closed');
    const keepers = await makeRole(owner, guild_id, 'keepers', ['ban_members', 'manage_messages']);
    await ordered(owner, [low, middle, keepers, high]);
    await give(owner, guild_id, mallory, keepers);
    const body = { allow: [], deny: ['manage_messages'] };
    await owner.api('PUT', `${pathOf(closed)}/overwrites/role/${keepers.role_id}`, { body });
    await say(accomplice, channel, 'spam');
    await say(accomplice, closed, 'spam');
    const banned = mallory.api('POST', at(`/members/${accomplice.userId}/ban`), { body: { delete_message_days: 1 } });
    expect(code(await banned)).to.equal('done');
    await caughtUp(api);
    const textsIn = async (one: Channel) =>
      (await owner.api('GET', `${pathOf(one)}/messages`)).as(MessagePage).messages.map(({ content }) => content);
    expect(await textsIn(channel)).to.deep.equal([]);
    expect(await textsIn(closed)).to.deep.equal(['spam']);
  });

  it('gets no answer to a huge or a crooked body', async () => {
    const many = Array.from({ length: 2_000 }, () => ulid());
    const tries: ReadonlyArray<readonly [string, string, string, unknown]> = [
      ['body_invalid', 'PATCH', at('/roles'), { order: many.slice(0, 300) }],
      ['body_invalid', 'POST', `${pathOf(channel)}/messages/bulk-delete`, { message_ids: many.slice(0, 101) }],
      ['body_too_large', 'PATCH', at('/roles'), { order: Array.from({ length: 20 }, () => many).flat() }],
      ['body_invalid', 'POST', at('/permissions/what-if'), { synced: channel.channel_id, role_deleted: low.role_id }],
      ['body_invalid', 'POST', at('/permissions/what-if'), {}],
      ['body_invalid', 'POST', at('/roles'), { name: 'x', rank: 99 }],
      ['body_invalid', 'PATCH', at('/members/me'), { nickname: 'x', role_ids: [high.role_id] }],
    ];
    for (const [want, method, path, body] of tries)
      expect([path, (await mallory.api(method, path, { body })).code()]).to.deep.equal([path, want]);
  });
});
