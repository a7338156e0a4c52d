/** Hides channels with secret names and texts, and crawls every route and frame as a moderator without sight of them. */
import { expect } from 'chai';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { AuditPage, type WhatIfAnswer } from '#gateway/protocol/governance.ts';
import { REASON_HEADER } from '#gateway/protocol/reason-header.ts';
import { Channel, Invite, type Role } from '#gateway/protocol/resources.ts';
import type { TypeOf } from '#gateway/protocol/wire.ts';
import { ABSENT, ask, type Place, type Route, routesOf } from '#infra/workshop/scenarios/every-route.ts';
import { give, makeRole } from '#infra/workshop/scenarios/guild-of-ranks.ts';
import {
  type Answered,
  type Api,
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { type Client, client } from '#infra/workshop/testkit/gateway-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

/** Every permission that a moderator may have without seeing everything. */
const POWERS = [
  'view_channel',
  'read_message_history',
  'send_messages',
  'manage_messages',
  'manage_channels',
  'manage_roles',
  'manage_guild',
  'create_invite',
  'kick_members',
  'ban_members',
  'moderate_members',
  'view_audit_log',
  'manage_nicknames',
];
const CANARY = 'canaryinthemine';
const HIDDEN = { allow: [], deny: ['view_channel'] };

describe('a channel out of sight', () => {
  let server: TestServer;
  let api: Api;
  let owner: Person;
  let watcher: Person;
  let guild_id: string;
  let role: Role;
  let routes: ReadonlyArray<Route>;
  let secrets: ReadonlyArray<string>;
  let hidden: Channel;
  let child: Channel;
  let turned: Channel;
  let gone: Channel;
  let secretMessage: string;
  /** Connection of the owner, and a user of another guild of the owner. */
  let voice: Client;
  let stranger: Person;
  const opened: Array<Client> = [];

  const make = async (name: string, kind = 'text', parent: Channel | null = null) =>
    (
      await owner.api('POST', `/guilds/${guild_id}/channels`, {
        body: { name, kind, parent_id: parent?.channel_id ?? null },
      })
    ).as(Channel);
  const did = async (answer: Promise<Answered>): Promise<Answered> => {
    const answered = await answer;
    expect(answered.status, JSON.stringify(answered.body)).to.be.lessThan(400);
    return answered;
  };
  const hide = (channel: Channel) =>
    did(owner.api('PUT', `${pathOf(channel)}/overwrites/role/${guild_id}`, { body: HIDDEN }));
  const connect = async (): Promise<Client> => {
    const one = await client(`${server.url.replace('http', 'ws')}/gateway/ws`);
    opened.push(one);
    return one;
  };
  /** Resolves once the client was told everything so far. */
  const settled = async (one: Client): Promise<void> => {
    await caughtUp(api);
    const name = `marker-${one.heard.length}`;
    await did(owner.api('PATCH', `/guilds/${guild_id}`, { body: { name } }));
    await one.hears('guild_update', ({ name: told }) => told === name);
  };
  /** Does everything that an owner does with a channel, so that each event of it exists. */
  const live = async (channel: Channel): Promise<string> => {
    const secret = await say(owner, channel, `${CANARY} was said to <@${watcher.userId}>, @everyone`);
    const at = `${pathOf(channel)}/messages/${secret.message_id}`;
    await did(owner.api('PATCH', at, { body: { content: `${CANARY} was edited for <@${watcher.userId}>` } }));
    await did(owner.api('PUT', `${at}/reactions/${encodeURIComponent('👍')}/me`));
    for (const method of ['PUT', 'DELETE', 'PUT']) await did(owner.api(method, `${at}/pin`));
    voice.say({ t: 'typing_start', d: { channel_id: channel.channel_id } });
    const removed = await say(owner, channel, `${CANARY} was removed`);
    await did(owner.api('DELETE', `${pathOf(channel)}/messages/${removed.message_id}`));
    const body = { name: `${CANARY}-again`, topic: `${CANARY} is the topic`, slow_mode_secs: 5 };
    await did(owner.api('PATCH', pathOf(channel), { body }));
    await did(owner.api('PUT', `${pathOf(channel)}/overwrites/role/${role.role_id}`, { body: HIDDEN }));
    await did(owner.api('DELETE', `${pathOf(channel)}/overwrites/role/${role.role_id}`));
    await did(owner.api('POST', `/guilds/${guild_id}/invites`, { body: { channel_id: channel.channel_id } }));
    return secret.message_id;
  };
  const order = (...channels: ReadonlyArray<readonly [Channel, string | null]>) =>
    did(
      owner.api('PATCH', `/guilds/${guild_id}/channels`, {
        body: { order: channels.map(([{ channel_id }, parent_id]) => ({ channel_id, parent_id })) },
      }),
    );
  const undoLast = async (): Promise<void> => {
    await caughtUp(api);
    const { entries } = (await owner.api('GET', `/guilds/${guild_id}/audit?limit=1`)).as(AuditPage);
    await did(owner.api('POST', `/guilds/${guild_id}/audit/${entries[0]?.entry_id}/undo`, { body: {} }));
  };
  /** Names the secrets that a text holds. `but` are those that it may hold. */
  const leaks = (where: string, text: unknown, but: ReadonlyArray<string> = []): ReadonlyArray<string> => {
    const said = typeof text === 'string' ? text : JSON.stringify(text ?? '');
    return secrets
      .filter((secret) => !but.includes(secret) && said.includes(secret))
      .map((s) => `${where}: ${s} in ${said}`);
  };

  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    watcher = await newcomer(api, 'watcher');
    ({ guild_id } = await makeGuild(owner, 'ours'));
    await join(owner, { guild_id }, watcher);
    role = await makeRole(owner, guild_id, 'watchers', POWERS);
    await give(owner, guild_id, watcher, role);
    routes = await routesOf(api);
    await caughtUp(api);

    const one = await connect();
    one.say({ t: 'identify', d: { access_token: watcher.accessToken } });
    await one.hears('ready');
    voice = await connect();
    voice.say({ t: 'identify', d: { access_token: owner.accessToken } });
    await voice.hears('ready');
    // The watcher shares no guild with this user, and the owner does.
    stranger = await newcomer(api, 'stranger');
    const elsewhere = await makeGuild(owner, 'theirs');
    await join(owner, elsewhere, stranger);
    const third = await connect();
    const presence = { status: 'dnd', custom_status: { text: `${CANARY} by a stranger`, until: null } } as const;
    third.say({ t: 'identify', d: { access_token: stranger.accessToken, presence } });
    await voice.hears('presence_update', ({ presences }) =>
      presences.some(({ user_id }) => user_id === stranger.userId),
    );

    // A category that nobody sees, with a channel in it that everybody sees.
    const category = await make('a plain category', 'category');
    child = await make('seen by all', 'text', category);
    turned = await make('open at first');
    await order([child, null]);
    await hide(category);
    await did(owner.api('PATCH', pathOf(category), { body: { name: `${CANARY}-category` } }));
    hidden = await make('nothing yet', 'text', category);
    await order([child, category.channel_id], [hidden, category.channel_id], [category, null]);
    secretMessage = await live(hidden);
    await did(owner.api('PUT', `${pathOf(hidden)}/sync`));
    await undoLast();
    // A channel is hidden while the watcher listens to it. Another one is hidden and deleted, and comes back.
    one.say({ t: 'subscribe', d: { channel_id: turned.channel_id } });
    await one.hears('subscribed');
    await hide(turned);
    await live(turned);
    gone = await make('nothing yet', 'text', category);
    await live(gone);
    await did(owner.api('DELETE', pathOf(gone)));
    await undoLast();
    await did(owner.api('DELETE', pathOf(gone), { headers: { [REASON_HEADER]: `${CANARY} is the reason` } }));
    secrets = [
      CANARY,
      stranger.userId,
      category.channel_id,
      hidden.channel_id,
      gone.channel_id,
      turned.channel_id,
      secretMessage,
    ];
    await settled(one);
  });
  after(async () => {
    for (const one of opened) one.close();
    await server.stop();
  });

  it('is named in no frame to a member without sight of it', async () => {
    const [one] = opened;
    // The category and the channel that turned were in sight at first, under plain names.
    const lossAt = one?.heard.findLastIndex(({ t }) => t === 'channel_delete') ?? 0;
    expect(lossAt).to.be.greaterThan(0);
    const early = [secrets[2] ?? '', turned.channel_id];
    const found = (one?.heard ?? []).flatMap((frame, n) => leaks(frame.t, frame, n <= lossAt ? early : []));
    expect(found.join('\n')).to.equal('');
  });

  it('is in no snapshot, at an identification and at a resumption', async () => {
    const fresh = await connect();
    fresh.say({ t: 'identify', d: { access_token: watcher.accessToken } });
    const { resume_token } = await fresh.hears('ready');
    const again = await connect();
    again.say({ t: 'resume', d: { access_token: watcher.accessToken, resume_token } });
    await again.hears('replayed');
    for (const channel_id of [hidden.channel_id, turned.channel_id, gone.channel_id, ABSENT as ChannelId]) {
      again.say({ t: 'subscribe', d: { channel_id, ref: 'asked' } });
      const nonce = `01ARZ3NDEKTSV4RRFFQ69G5F${channel_id.slice(-2)}`;
      again.say({ t: 'message_create', d: { channel_id, content: 'a guess', nonce } });
      again.say({ t: 'typing_start', d: { channel_id } });
    }
    await settled(again);
    await settled(fresh);
    const errors = again.heard.filter(({ t }) => t === 'error');
    expect(new Set(errors.map(({ d }) => JSON.stringify({ ...d, ref: '' }))).size).to.be.lessThan(3);
    const found = [...fresh.heard, ...again.heard].flatMap((frame) => leaks(frame.t, frame));
    expect(found.join('\n')).to.equal('');
  });

  const placeOf = (channel_id: string, message_id: string): Place => ({
    ...{ guild_id, channel_id, message_id, role_id: role.role_id, user_id: owner.userId },
    ...{ entry_id: ABSENT, invite_id: ABSENT, session_id: ABSENT, code: 'whatever' },
  });
  const face = ({ status, body }: Answered): string => {
    const { request_id: _, ...rest } = (body ?? {}) as { readonly request_id?: string };
    return JSON.stringify([status, rest]);
  };

  it('is in no answer of any route, and a request that names it gets the answer of an absent one', async () => {
    const found: Array<string> = [];
    const inChannel = routes.filter(({ path }) => path.includes('{channel_id}'));
    expect(inChannel.length).to.be.greaterThan(15);
    for (const route of inChannel) {
      const absent = face(await ask(watcher.api, route, placeOf(ABSENT, ABSENT)));
      for (const channel of [hidden, turned, gone]) {
        const answer = await ask(watcher.api, route, placeOf(channel.channel_id, secretMessage));
        found.push(...leaks(route.operationId, answer.body));
        if (face(answer) !== absent) found.push(`${route.operationId}: ${face(answer)} and not ${absent}`);
      }
    }
    const LEAVES = ['leaveGuild', 'deleteGuild', 'logout', 'orderRoles', 'beginLockdown'];
    // This route answers the id that it was asked with, hidden or absent alike.
    const echoing = routes.filter(({ operationId }) => operationId === 'removeSaved');
    for (const route of echoing) {
      const absent = face(await ask(watcher.api, route, placeOf(ABSENT, ABSENT)));
      const answer = face(await ask(watcher.api, route, placeOf(hidden.channel_id, secretMessage)));
      expect(answer.replaceAll(secretMessage, ABSENT)).to.equal(absent);
    }
    for (const route of routes) {
      if (inChannel.includes(route) || echoing.includes(route) || LEAVES.includes(route.operationId)) continue;
      const answer = await ask(watcher.api, route, placeOf(hidden.channel_id, secretMessage));
      found.push(...leaks(route.operationId, answer.body));
    }
    expect(found.join('\n')).to.equal('');
  });

  it('is in no answer to a request that names it in its body or its query', async () => {
    const found: Array<string> = [];
    const at = `/guilds/${guild_id}`;
    const overwrite = (channel_id: string) => ({ channel_id, target: 'role', id: role.role_id, allow: [], deny: [] });
    const requests: ReadonlyArray<readonly [string, string, (channelId: string, messageId: string) => unknown]> = [
      ['POST', `${at}/invites`, (channel_id) => ({ channel_id })],
      ['POST', `${at}/channels`, (parent_id) => ({ name: 'inside', kind: 'text', parent_id })],
      ['PATCH', `${at}/channels`, (channel_id) => ({ order: [{ channel_id, parent_id: null }] })],
      ['PATCH', `${at}/channels`, (parent_id) => ({ order: [{ channel_id: child.channel_id, parent_id }] })],
      ['POST', `${at}/permissions/what-if`, (channelId) => ({ overwrite: overwrite(channelId) })],
      ['POST', `${at}/permissions/what-if`, (synced) => ({ synced })],
      [
        'POST',
        `${at}/messages/bulk-delete`,
        (channel_id) => ({ channel_id, user_id: owner.userId, since: '2020-01-01T00:00:00.000Z' }),
      ],
      ['POST', `${pathOf(child)}/messages`, (_, reply_to) => ({ content: 'an answer', reply_to })],
      ['POST', `${pathOf(child)}/messages/bulk-delete`, (_, messageId) => ({ message_ids: [messageId] })],
    ];
    for (const [method, path, bodyOf] of requests) {
      const absent = face(await watcher.api(method, path, { body: bodyOf(ABSENT, ABSENT) }));
      for (const { channel_id } of [hidden, turned, gone]) {
        const answer = await watcher.api(method, path, { body: bodyOf(channel_id, secretMessage) });
        found.push(...leaks(`${method} ${path}`, answer.body));
        if (face(answer) !== absent) found.push(`${method} ${path}: ${face(answer)} and not ${absent}`);
      }
    }
    const queries: ReadonlyArray<(channelId: string) => string> = [
      (id) => `${at}/permissions/explain?channel_id=${id}`,
      (id) => `${at}/permissions/explain?user_id=${owner.userId}&channel_id=${id}`,
      (id) => `${at}/audit?target_id=${id}`,
      (id) => `${at}/search?q=said&channel_id=${id}`,
      (id) => `${at}/search?q=${CANARY}&channel_id=${id}`,
    ];
    for (const queryOf of queries) {
      const absent = face(await watcher.api('GET', queryOf(ABSENT)));
      for (const { channel_id } of [hidden, turned, gone]) {
        const answer = await watcher.api('GET', queryOf(channel_id));
        found.push(...leaks(queryOf(channel_id), answer.body));
        if (face(answer) !== absent) found.push(`${queryOf(channel_id)}: ${face(answer)} and not ${absent}`);
      }
    }
    expect(found.join('\n')).to.equal('');
  });

  it('is in no list, no page of the audit log, no hit and no preview of rights', async () => {
    const found: Array<string> = [];
    const at = `/guilds/${guild_id}`;
    const read = async (path: string): Promise<Answered> => {
      const answer = await did(watcher.api('GET', path));
      found.push(...leaks(path, answer.body));
      return answer;
    };
    for (const path of ['roles', 'channels', 'members', 'bans', 'invites', 'permissions/explain', `search?q=${CANARY}`])
      await read(`${at}/${path}`);
    await read('/me/mentions');
    await read(`${pathOf(child)}/overwrites`);
    await read(`${pathOf(child)}/messages`);
    let entries = 0;
    for (let before: string | null = ''; before !== null; ) {
      const page: TypeOf<typeof AuditPage> = (
        await read(`${at}/audit?limit=5${before === '' ? '' : `&before=${before}`}`)
      ).as(AuditPage);
      entries += page.entries.length;
      before = page.next_before;
    }
    expect(entries).to.be.greaterThan(5);
    const changes = [
      { role: { role_id: guild_id, permissions: [] } },
      { role: { role_id: role.role_id, permissions: ['administrator'] } },
      { role_deleted: role.role_id },
      { role_order: [role.role_id] },
      { member_roles: { user_id: watcher.userId, role_ids: [] } },
      { member_roles: { user_id: owner.userId, role_ids: [role.role_id] } },
    ];
    for (const body of changes) {
      const answer = await did(watcher.api('POST', `${at}/permissions/what-if`, { body }));
      found.push(...leaks(JSON.stringify(body), answer.body));
      const { gains_count, loses_count } = answer.body as WhatIfAnswer;
      expect(gains_count + loses_count, 'channels in sight').to.be.lessThan(3);
    }
    expect(found.join('\n')).to.equal('');
  });

  it('is seen by the owner all the same, so that the crawl could have found it', async () => {
    const { body } = await owner.api('GET', `/guilds/${guild_id}/channels`);
    expect(leaks('channels', body).length).to.be.greaterThan(2);
    expect(
      leaks('audit', (await owner.api('GET', `/guilds/${guild_id}/audit?limit=100`)).body).length,
    ).to.be.greaterThan(3);
    expect(
      (await owner.api('POST', `/guilds/${guild_id}/invites`, { body: { channel_id: hidden.channel_id } })).as(Invite)
        .channel_id,
    ).to.equal(hidden.channel_id);
  });
});
