/**
 * Tests the snapshot equation on a whole server, through the web client's own reducer. A client's state plus its
 * dispatches equals the state of a client that has just connected.
 */
import { expect } from 'chai';
import { ulid } from 'ulid';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { type DispatchName, dispatches } from '#gateway/protocol/dispatches.ts';
import { Channel, MemberPage, type Message, MessagePage, Role, Thread } from '#gateway/protocol/resources.ts';
import { SavedIds, SavedMark } from '#gateway/protocol/saved.ts';
import { until } from '#infra/workshop/contract/log/sample-events.ts';
import { toldOnceASecondAgrees } from '#infra/workshop/testkit/agreed-once-a-second.ts';
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
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { logOrder } from '#infra/workshop/testkit/log-order.ts';
import { type ReducingClient, reducingClient } from '#infra/workshop/testkit/reducing-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { visibleState } from '#infra/workshop/testkit/visible-state.ts';
import { withMark } from '#web/saved/saved-ids.ts';
import type { ClientState } from '#web/store/state.ts';

/** Writes equal states alike, whatever the order of their keys. */
const sorted = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, sorted(inner)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
};

type OfChannel = { readonly channel_id: ChannelId };
type Left = { readonly state: ClientState; readonly token: string };

describe('the state of a connected client', () => {
  let server: TestServer;
  let api: Api;
  let olga: Person;
  let max: Person;
  let guild: { readonly guild_id: GuildId };
  let channel: Channel;
  const opened: Array<ReducingClient> = [];
  const told = new Set<DispatchName>();

  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    olga = await claimOwner(server, api, 'olga');
    max = await newcomer(api, 'max');
    guild = await makeGuild(olga, 'The lounge');
    channel = await makeChannel(olga, guild, 'talk');
    await join(olga, guild, max);
    await caughtUp(api);
  });
  after(() => server.stop());
  afterEach(() => {
    for (const one of opened.splice(0)) {
      for (const { t } of one.heard) if (Object.hasOwn(dispatches, t)) told.add(t as DispatchName);
      one.close();
    }
  });

  const socketUrl = (): string => `${server.url.replace(/^http/, 'ws')}/gateway/ws`;
  const loadAll = async (one: ReducingClient, who: Person): Promise<void> => {
    await caughtUp(api);
    const { guilds, timelines } = one.state();
    for (const [id, timeline] of Object.entries(timelines)) {
      const channel_id = id as ChannelId;
      if (timeline.start.kind !== 'unloaded') continue;
      const messages: Array<Message> = [];
      for (let before: string | null = ''; before !== null; ) {
        const query: string = `?limit=100${before === '' ? '' : `&before=${before}`}`;
        const page = (await who.api('GET', `${pathOf({ channel_id })}/messages${query}`)).as(MessagePage);
        messages.push(...page.messages);
        before = page.next_before;
      }
      one.loadHistory(channel_id, { messages, next_before: null });
    }
    for (const { guild_id } of Object.values(guilds)) {
      const { members } = (await who.api('GET', `/guilds/${guild_id}/members?limit=200`)).as(MemberPage);
      one.loadMembers(guild_id, members);
    }
  };
  const subscribe = async (one: ReducingClient, { channel_id }: OfChannel): Promise<void> => {
    one.say({ t: 'subscribe', d: { channel_id } });
    await one.hears('subscribed', (d) => d.channel_id === channel_id);
  };
  const arrive = async (who: Person, channels: ReadonlyArray<OfChannel>): Promise<ReducingClient> => {
    const one = await reducingClient(socketUrl());
    opened.push(one);
    one.say({ t: 'identify', d: { access_token: who.accessToken } });
    await one.hears('ready');
    for (const channelOf of channels) await subscribe(one, channelOf);
    await loadAll(one, who);
    return one;
  };
  const comeBack = async (who: Person, left: Left): Promise<ReducingClient> => {
    const one = await reducingClient(socketUrl(), { before: left.state });
    opened.push(one);
    one.say({ t: 'resume', d: { access_token: who.accessToken, resume_token: left.token } });
    await one.hears('replayed');
    return one;
  };
  const leave = async (one: ReducingClient): Promise<Left> => {
    one.ws.terminate();
    await one.ended;
    return { state: one.state(), token: one.resumeToken() };
  };
  const expectAsFresh = async (one: ReducingClient, who: Person): Promise<void> => {
    const open = Object.keys(one.state().timelines).map((id) => ({ channel_id: id as ChannelId }));
    const fresh = await arrive(who, open);
    await toldOnceASecondAgrees(one, fresh);
    // Presences come up to a second later than the log, and at rest both hold the same.
    const seen = (of: ReducingClient) => JSON.stringify(sorted(visibleState(of.state())));
    const patience = AbortSignal.timeout(10_000);
    await until(() => seen(one) === seen(fresh) || patience.aborted);
    expect(visibleState(one.state())).to.deep.equal(visibleState(fresh.state()));
    fresh.close();
    await fresh.ended;
  };
  const path = (message: Message): string => `${pathOf(message)}/messages/${message.message_id}`;
  const thumb = encodeURIComponent('👍');

  it('equals a fresh one after messages are sent, edited, reacted to and deleted', async () => {
    const one = await arrive(max, [channel]);
    const { message_id, ...rest } = await say(olga, channel, 'first');
    const message = { message_id, ...rest };
    await one.hears('message_create', (d) => d.message.message_id === message_id);
    await expectAsFresh(one, max);
    await olga.api('PATCH', path(message), { body: { content: 'second' } });
    await one.hears('message_update');
    await expectAsFresh(one, max);
    for (const who of [olga, max]) await who.api('PUT', `${path(message)}/reactions/${thumb}/me`);
    await one.hears('message_reaction_add', ({ user_id }) => user_id === max.userId);
    await expectAsFresh(one, max);
    await olga.api('DELETE', `${path(message)}/reactions/${thumb}/me`);
    await one.hears('message_reaction_remove');
    for (const method of ['PUT', 'DELETE', 'PUT']) {
      await olga.api(method, `${path(message)}/pin`);
      await one.hears('message_pin_update', ({ pinned }) => (pinned === null) === (method === 'DELETE'));
      await expectAsFresh(one, max);
    }
    await expectAsFresh(one, max);
    await olga.api('DELETE', path(message));
    await one.hears('message_delete');
    await expectAsFresh(one, max);
  });

  it('equals a fresh one after a thread about a message is begun, written in, deleted and restored', async () => {
    const one = await arrive(max, [channel]);
    const root = await say(olga, channel, 'where do we meet?');
    await one.hears('message_create', (d) => d.message.message_id === root.message_id);
    const begun = (await olga.api('POST', `${path(root)}/threads`, { body: { name: 'Friday' } })).as(Thread);
    const line = await one.hears('message_create', ({ message }) => message.thread_id === begun.channel_id);
    expect(line.message).to.deep.include({ kind: 'thread_begun', content: null, author_id: olga.userId });
    await one.hears('thread_update', ({ thread }) => thread.channel_id === begun.channel_id);
    await expectAsFresh(one, max);
    await say(olga, begun, 'at the old mill');
    await one.hears('thread_update', ({ thread }) => thread.messages === 1);
    await expectAsFresh(one, max);
    const key = ulid();
    await olga.api('DELETE', pathOf(begun), { headers: { 'Idempotency-Key': key } });
    await one.hears('thread_delete');
    const isLine = (d: { readonly message_id: string }): boolean => d.message_id === line.message.message_id;
    await one.hears('message_delete', isLine);
    await expectAsFresh(one, max);
    await caughtUp(api);
    const undone = await olga.api('POST', `/guilds/${guild.guild_id}/audit/${key}/undo`, { body: {} });
    expect(undone.status, JSON.stringify(undone.body)).to.equal(200);
    await one.hears('message_restore', isLine);
    await caughtUp(api);
    const around = `${pathOf(channel)}/messages?limit=100&around=${line.message.message_id}`;
    one.loadRestored(channel.channel_id, line.message.message_id, (await max.api('GET', around)).as(MessagePage));
    await expectAsFresh(one, max);
  });

  it('equals a fresh one after a forum is made, offers tags, and has posts that are tagged, edited and deleted', async () => {
    const one = await arrive(max, [channel]);
    const body = { name: 'questions', kind: 'forum' };
    const forum = (await olga.api('POST', `/guilds/${guild.guild_id}/channels`, { body })).as(Channel);
    await one.hears('channel_create', (d) => d.channel.channel_id === forum.channel_id);
    await expectAsFresh(one, max);
    const offer = async (...names: ReadonlyArray<string>) => {
      const known = one.state().channels[forum.channel_id]?.tags ?? [];
      const tags = names.map(
        (name) => known.find((tag) => tag.name === name) ?? { tag_id: null, name, emoji: null, moderated: false },
      );
      expect((await olga.api('PATCH', pathOf(forum), { body: { tags, tag_required: true } })).status).to.be.below(300);
      await one.hears('channel_update', (d) => d.tags?.length === names.length);
      await expectAsFresh(one, max);
      return one.state().channels[forum.channel_id]?.tags?.map(({ tag_id }) => tag_id) ?? [];
    };
    const tag_ids = await offer('solved', 'lenses');
    const asked = { name: 'Which lens?', content: 'for the **moon**', tag_ids: tag_ids.slice(1) };
    const post = (await max.api('POST', `${pathOf(forum)}/threads`, { body: asked })).as(Thread);
    // The author follows the post. So a client that has just connected holds it too.
    const postNow = () => one.state().channels[post.channel_id]?.thread?.post;
    await until(() => one.state().followed[post.channel_id] === true && postNow()?.words === 'for the moon');
    await expectAsFresh(one, max);
    expect((await max.api('PATCH', pathOf(post), { body: { tag_ids } })).status).to.be.below(300);
    await until(() => postNow()?.tag_ids.length === 2);
    await expectAsFresh(one, max);
    await say(olga, post, 'the wide one');
    await caughtUp(api);
    const { messages } = (await max.api('GET', `${pathOf(post)}/messages`)).as(MessagePage);
    const first = messages.find(({ author_id }) => author_id === max.userId) as Message;
    await max.api('PATCH', path(first), { body: { content: 'for the sun' } });
    await until(() => postNow()?.words === 'for the sun');
    await expectAsFresh(one, max);
    await max.api('DELETE', path(first));
    await until(() => postNow()?.words === null);
    await expectAsFresh(one, max);
    await offer('lenses');
    const left = await leave(one);
    await max.api('PATCH', pathOf(post), { body: { tag_ids: tag_ids.slice(1) } });
    await caughtUp(api);
    const back = await comeBack(max, left);
    await loadAll(back, max);
    await expectAsFresh(back, max);
    await olga.api('DELETE', pathOf(post));
    await back.hears('thread_delete', (d) => d.channel_id === post.channel_id);
    await expectAsFresh(back, max);
    await olga.api('DELETE', pathOf(forum));
    await back.hears('channel_delete', (d) => d.channel_id === forum.channel_id);
    await expectAsFresh(back, max);
  });

  it('equals a fresh one after threads about messages were begun, written in, renamed and deleted meanwhile', async () => {
    const one = await arrive(max, [channel]);
    const begin = async (words: string): Promise<Thread> => {
      const root = await say(olga, channel, words);
      return (await olga.api('POST', `${path(root)}/threads`, { body: { name: words } })).as(Thread);
    };
    const [written, renamed, gone] = [await begin('cakes'), await begin('games'), await begin('songs')];
    const last = await begin('films');
    await one.hears('thread_update', ({ thread }) => thread.channel_id === last.channel_id);
    // The answer brings the token of this moment.
    one.say({ t: 'heartbeat', d: {} });
    await one.hears('heartbeat_ack');
    const left = await leave(one);
    await say(olga, written, 'I bring plums');
    await olga.api('PATCH', pathOf(renamed), { body: { name: 'board games' } });
    await olga.api('DELETE', pathOf(gone));
    const begun = await begin('books');
    await caughtUp(api);
    const back = await comeBack(max, left);
    const { channels } = back.state();
    expect(channels[written.channel_id]?.thread?.messages).to.equal(1);
    expect(channels[renamed.channel_id]?.name).to.equal('board games');
    expect(channels[gone.channel_id]).to.equal(undefined);
    expect(channels[begun.channel_id]?.thread?.name).to.equal('books');
    // The unchanged thread is not told again.
    const retold = back.heard.flatMap((frame) => (frame.t === 'thread_update' ? frame.d.thread.channel_id : []));
    expect(retold).not.to.include(last.channel_id);
    await loadAll(back, max);
    await expectAsFresh(back, max);
  });

  it('equals a fresh one after the user follows a thread that is written in, hidden, deleted and restored', async () => {
    const one = await arrive(max, [channel]);
    const room = await makeChannel(olga, guild, 'of threads');
    await one.hears('channel_create', (d) => d.channel.channel_id === room.channel_id);
    const key = ulid();
    const begun = (await olga.api('POST', `${pathOf(room)}/threads`, { body: { name: 'plans' } })).as(Thread);
    const named = (await say(olga, begun, `<@${max.userId}> shall we?`)).message_id;
    const isFollowed = () => one.state().followed[begun.channel_id] === true;
    await until(() => isFollowed() && one.state().unread[begun.channel_id]?.mentions === 1);
    await expectAsFresh(one, max);
    expect((await max.api('PUT', `${pathOf(begun)}/read`, { body: { message_id: named } })).status).to.equal(200);
    await until(() => one.state().unread[begun.channel_id] === undefined);
    await say(olga, begun, 'nobody else here');
    await until(() => one.state().unread[begun.channel_id]?.unread === 1);
    await expectAsFresh(one, max);
    expect((await max.api('DELETE', `${pathOf(begun)}/follow`)).status).to.equal(204);
    await until(() => !isFollowed() && one.state().unread[begun.channel_id] === undefined);
    await say(olga, begun, 'to myself');
    await expectAsFresh(one, max);
    expect((await max.api('PUT', `${pathOf(begun)}/follow`)).status).to.equal(204);
    await until(() => isFollowed() && one.state().unread[begun.channel_id]?.unread === 2);
    await expectAsFresh(one, max);
    await olga.api('PATCH', pathOf(begun), { body: { name: 'other plans' } });
    await olga.api('PUT', `${pathOf(begun)}/archive`);
    await until(() => one.state().channels[begun.channel_id]?.name === 'other plans');
    await expectAsFresh(one, max);
    const everyone = `${pathOf(room)}/overwrites/role/${guild.guild_id}`;
    await olga.api('PUT', everyone, { body: { allow: [], deny: ['view_channel'] } });
    await one.hears('channel_delete', (d) => d.channel_id === room.channel_id);
    expect(isFollowed()).to.equal(false);
    await expectAsFresh(one, max);
    await olga.api('DELETE', everyone);
    await until(() => isFollowed() && one.state().unread[begun.channel_id]?.unread === 2);
    await expectAsFresh(one, max);
    await olga.api('DELETE', pathOf(begun), { headers: { 'Idempotency-Key': key } });
    await one.hears('thread_delete');
    expect(isFollowed()).to.equal(false);
    await expectAsFresh(one, max);
    await caughtUp(api);
    const undone = await olga.api('POST', `/guilds/${guild.guild_id}/audit/${key}/undo`, { body: {} });
    expect(undone.status, JSON.stringify(undone.body)).to.equal(200);
    await until(() => isFollowed() && one.state().unread[begun.channel_id]?.unread === 2);
    await expectAsFresh(one, max);
    const left = await leave(one);
    await say(max, begun, 'I answer from another device');
    await say(olga, begun, 'and I answer back');
    await caughtUp(api);
    const back = await comeBack(max, left);
    await until(() => back.state().unread[begun.channel_id]?.unread === 1);
    await loadAll(back, max);
    await expectAsFresh(back, max);
    await olga.api('DELETE', pathOf(room));
    await back.hears('channel_delete', (d) => d.channel_id === room.channel_id);
    await expectAsFresh(back, max);
  });

  it('equals a fresh one after the user changes settings and a rule of notifications', async () => {
    const one = await arrive(max, [channel]);
    await max.api('PATCH', '/me/settings', { body: { sound: true } });
    await one.hears('settings_update', ({ settings }) => settings.sound);
    await expectAsFresh(one, max);
    const rule = { level: 'mentions', muted: true, muted_until: null };
    await max.api('PUT', `/me/notifications${pathOf(channel)}`, { body: rule });
    await one.hears('settings_update', ({ settings }) => settings.channel_rules.length === 1);
    await expectAsFresh(one, max);
  });

  it('equals a fresh one after a message is forwarded, its words are deleted, and the deletion is undone', async () => {
    const aside = await makeChannel(olga, guild, 'aside');
    const first = await say(max, aside, 'words to pass on');
    const one = await arrive(max, [channel]);
    await caughtUp(api);
    const body = { content: '', forward_of: { channel_id: aside.channel_id, message_id: first.message_id } };
    await olga.api('POST', `${pathOf(channel)}/messages`, { body });
    await one.hears('message_create', ({ message }) => message.forward?.said?.content === 'words to pass on');
    await expectAsFresh(one, max);
    const key = ulid();
    await olga.api('DELETE', path(first), { headers: { 'Idempotency-Key': key } });
    await one.hears('message_forward_update', ({ forward }) => forward.said === null);
    await expectAsFresh(one, max);
    const left = await leave(one);
    await caughtUp(api);
    const undone = await olga.api('POST', `/guilds/${guild.guild_id}/audit/${key}/undo`, { body: {} });
    expect(undone.status, JSON.stringify(undone.body)).to.equal(200);
    await caughtUp(api);
    const back = await comeBack(max, left);
    await loadAll(back, max);
    await expectAsFresh(back, max);
    expect(JSON.stringify(back.state().timelines[channel.channel_id])).to.contain('words to pass on');
  });

  it('tells words that come back in a forward to no viewer without the history', async () => {
    const [from, here] = [await makeChannel(olga, guild, 'from'), await makeChannel(olga, guild, 'here')];
    const first = await say(max, from, 'words that come back');
    const body = { content: '', forward_of: { channel_id: from.channel_id, message_id: first.message_id } };
    await olga.api('POST', `${pathOf(here)}/messages`, { body });
    const key = ulid();
    await olga.api('DELETE', path(first), { headers: { 'Idempotency-Key': key } });
    const overwrite = `${pathOf(here)}/overwrites/member/${max.userId}`;
    await olga.api('PUT', overwrite, { body: { allow: [], deny: ['read_message_history'] } });
    await caughtUp(api);
    const [reader, newcomerHere] = [await reducingClient(socketUrl()), await reducingClient(socketUrl())];
    opened.push(reader, newcomerHere);
    for (const [one, who] of [
      [reader, olga],
      [newcomerHere, max],
    ] as const) {
      one.say({ t: 'identify', d: { access_token: who.accessToken } });
      await one.hears('ready');
      await subscribe(one, here);
    }
    await olga.api('POST', `/guilds/${guild.guild_id}/audit/${key}/undo`, { body: {} });
    await reader.hears('message_forward_update', ({ forward }) => forward.said?.content === 'words that come back');
    // Dispatches keep their order, so the update would have come before this message.
    await say(olga, here, 'and another one');
    await newcomerHere.hears('message_create', ({ message }) => message.content === 'and another one');
    expect(newcomerHere.heard.map(({ t }) => t)).not.to.include('message_forward_update');
  });

  it('holds the marks of saved messages, which lead from a list of ids to the list of a fresh one', async () => {
    const said = [await say(olga, channel, 'save this'), await say(olga, channel, 'and this')];
    const [one, other] = [await arrive(max, [channel]), await arrive(olga, [channel])];
    const ids = async () => (await max.api('GET', '/me/saved/ids')).as(SavedIds);
    let held: SavedIds = await ids();
    const press = async (method: 'PUT' | 'DELETE', message: Message | undefined): Promise<void> => {
      await caughtUp(api);
      const mark = (await max.api(method, `/me/saved/${message?.message_id}`)).as(SavedMark);
      await one.hears('saved_update', ({ revision }) => revision === mark.revision);
      expect(one.state().savedMark).to.deep.equal(mark);
      const followed = withMark(held, mark);
      if (followed === undefined) throw new Error('a change was missed');
      held = followed;
      expect(held).to.deep.equal(await ids());
    };
    for (const message of said) await press('PUT', message);
    await press('DELETE', said[0]);
    expect(other.heard.map(({ t }) => t)).not.to.include('saved_update');
  });

  it('equals a fresh one after a user reads, and marks what was read as unread', async () => {
    const one = await arrive(max, [channel]);
    const said = [await say(olga, channel, 'read this'), await say(olga, channel, 'and that')];
    const [first] = said;
    const mark = async (body: object): Promise<void> => {
      await caughtUp(api);
      expect((await max.api('PUT', `${pathOf(channel)}/read`, { body })).status).to.equal(200);
    };
    await one.hears('unread_update', ({ channels }) => channels.some(({ unread }) => unread > 0));
    await expectAsFresh(one, max);
    await mark({ message_id: first?.message_id });
    await expectAsFresh(one, max);
    await mark({ unread_from: first?.message_id });
    await expectAsFresh(one, max);
    for (const { message_id } of said) await mark({ message_id });
    await expectAsFresh(one, max);
  });

  it('equals a fresh one after a moderator deletes a message and takes that back', async () => {
    const said = [];
    for (const text of ['before', 'in between', 'after']) said.push(await say(max, channel, text));
    const message = said[1] as Message;
    const one = await arrive(max, [channel]);
    const key = ulid();
    await olga.api('DELETE', path(message), { headers: { 'Idempotency-Key': key } });
    await one.hears('message_delete', (d) => d.message_id === message.message_id);
    await expectAsFresh(one, max);
    await caughtUp(api);
    const undone = await olga.api('POST', `/guilds/${guild.guild_id}/audit/${key}/undo`, { body: {} });
    expect(undone.status, JSON.stringify(undone.body)).to.equal(200);
    await one.hears('message_restore', (d) => d.message_id === message.message_id);
    const around = `${pathOf(channel)}/messages?limit=100&around=${message.message_id}`;
    await caughtUp(api);
    const page = (await max.api('GET', around)).as(MessagePage);
    one.loadRestored(channel.channel_id, message.message_id, page);
    expect(one.state().timelines[channel.channel_id]?.messages.map(({ content }) => content)).to.include('in between');
    await expectAsFresh(one, max);
  });

  it('equals a fresh one after channels are created, renamed and deleted', async () => {
    const one = await arrive(max, [channel]);
    const made = await makeChannel(olga, guild, 'side room');
    await one.hears('channel_create');
    await expectAsFresh(one, max);
    await subscribe(one, made);
    await loadAll(one, max);
    await say(max, made, 'anybody here?');
    await one.hears('message_create');
    await olga.api('PATCH', pathOf(made), { body: { name: 'back room' } });
    await one.hears('channel_update');
    await expectAsFresh(one, max);
    await olga.api('DELETE', pathOf(made));
    await one.hears('channel_delete');
    await expectAsFresh(one, max);
  });

  it('equals a fresh one after guilds are created, joined, renamed, left and deleted', async () => {
    const [hers, his] = [await arrive(olga, []), await arrive(max, [])];
    const second = await makeGuild(olga, 'Second');
    await hers.hears('guild_create');
    await loadAll(hers, olga);
    await expectAsFresh(hers, olga);
    await join(olga, second, max);
    await his.hears('guild_create');
    await hers.hears('member_add');
    await loadAll(his, max);
    await expectAsFresh(his, max);
    await expectAsFresh(hers, olga);
    await olga.api('PATCH', `/guilds/${second.guild_id}`, { body: { name: 'Renamed' } });
    await his.hears('guild_update');
    await expectAsFresh(his, max);
    await max.api('POST', `/guilds/${second.guild_id}/leave`);
    await his.hears('guild_delete');
    await hers.hears('member_remove');
    await expectAsFresh(his, max);
    await expectAsFresh(hers, olga);
    await olga.api('DELETE', `/guilds/${second.guild_id}`);
    await hers.hears('guild_delete');
    await expectAsFresh(hers, olga);
  });

  it('equals a fresh one after roles, members, overwrites and the order changed', async () => {
    const one = await arrive(max, [channel]);
    const at = `/guilds/${guild.guild_id}`;
    const done = async (method: string, path_: string, body?: object) => {
      const answer = await olga.api(method, path_, body === undefined ? {} : { body });
      expect(answer.status, `${method} ${path_}: ${JSON.stringify(answer.body)}`).to.be.below(300);
      return answer;
    };
    const { role_id } = (await done('POST', `${at}/roles`, { name: 'crew', hoist: true })).as(Role);
    await one.hears('role_create', ({ role }) => role.role_id === role_id);
    await loadAll(one, max);
    await expectAsFresh(one, max);
    await done('PUT', `${at}/members/${max.userId}/roles/${role_id}`);
    await one.hears('member_update', ({ rights }) => rights.role_ids.includes(role_id));
    await expectAsFresh(one, max);
    await done('PATCH', `${at}/roles/${role_id}`, { name: 'the crew', permissions: ['manage_messages'] });
    await one.hears('role_update');
    await expectAsFresh(one, max);
    const other = (await done('POST', `${at}/roles`, { name: 'other' })).as(Role);
    await done('PATCH', `${at}/roles`, { order: [role_id, other.role_id] });
    await one.hears('role_order', ({ order }) => order[0] === role_id);
    await done('PATCH', pathOf(channel), { name: channel.name, topic: 'all things', slow_mode_secs: 5 });
    await one.hears('channel_update', ({ slow_mode_secs }) => slow_mode_secs === 5);
    const hidden = await makeChannel(olga, guild, 'soon hidden');
    await one.hears('channel_create', (d) => d.channel.channel_id === hidden.channel_id);
    await loadAll(one, max);
    await expectAsFresh(one, max);
    const overwrites = `${pathOf(hidden)}/overwrites/role/${role_id}`;
    await done('PUT', overwrites, { allow: [], deny: ['view_channel'] });
    await one.hears('channel_delete', (d) => d.channel_id === hidden.channel_id);
    await expectAsFresh(one, max);
    await done('DELETE', overwrites);
    await one.hears('channel_order');
    await expectAsFresh(one, max);
    await done('DELETE', `${at}/roles/${role_id}`);
    await one.hears('role_delete');
    await done('DELETE', pathOf(hidden));
    await one.hears('channel_delete', (d) => d.channel_id === hidden.channel_id);
    await done('PATCH', pathOf(channel), { name: channel.name, slow_mode_secs: 0 });
    await one.hears('channel_update', ({ slow_mode_secs }) => slow_mode_secs === 0);
    await loadAll(one, max);
    await expectAsFresh(one, max);
  });

  it('equals a fresh one after users come, choose, type, and go', async () => {
    const one = await arrive(max, [channel]);
    const hers = await arrive(olga, [channel]);
    await until(() => one.state().presences[olga.userId]?.status === 'online');
    await expectAsFresh(one, max);
    const custom_status = { text: 'in the garden', until: null };
    hers.say({ t: 'presence_set', d: { status: 'dnd', custom_status } });
    await one.hears('presence_update', ({ presences }) => presences.some(({ status }) => status === 'dnd'));
    await hers.hears('presence_choice');
    await expectAsFresh(one, max);
    await expectAsFresh(hers, olga);
    hers.say({ t: 'typing_start', d: { channel_id: channel.channel_id } });
    await one.hears('typing_start', ({ user_id }) => user_id === olga.userId);
    await say(olga, channel, 'said after all');
    await one.hears('message_create', ({ message }) => message.content === 'said after all');
    expect(one.state().typing).to.deep.equal({});
    await expectAsFresh(one, max);
    hers.say({ t: 'presence_set', d: { status: 'invisible', custom_status } });
    await until(() => one.state().presences[olga.userId] === undefined);
    await expectAsFresh(one, max);
    await expectAsFresh(hers, olga);
    expect(hers.state().choice?.status).to.equal('invisible');
    hers.say({ t: 'presence_set', d: { status: 'online' } });
    await hers.hears('presence_choice', ({ status }) => status === 'online');
  });

  it('equals a fresh one after users meet in a guild and part', async () => {
    const third = await newcomer(api, 'nina');
    const [hers, ninas] = [await arrive(olga, []), await arrive(third, [])];
    const meeting = await makeGuild(olga, 'Meeting');
    await join(olga, meeting, third);
    const names = (id: string) => (d: { readonly presences: ReadonlyArray<{ readonly user_id: string }> }) =>
      d.presences.some(({ user_id }) => user_id === id);
    await hers.hears('presence_update', names(third.userId));
    await ninas.hears('presence_update', names(olga.userId));
    await loadAll(hers, olga);
    await loadAll(ninas, third);
    await expectAsFresh(hers, olga);
    await expectAsFresh(ninas, third);
    await olga.api('POST', `/guilds/${meeting.guild_id}/members/${third.userId}/kick`, { body: {} });
    await ninas.hears('guild_delete');
    await hers.hears('member_remove', ({ user_id }) => user_id === third.userId);
    await expectAsFresh(hers, olga);
    await expectAsFresh(ninas, third);
    expect(ninas.state().presences[olga.userId]).to.equal(undefined);
    expect(hers.state().presences[third.userId]).to.equal(undefined);
  });

  it('equals a fresh one after an absence with new, changed and deleted messages and a lost guild', async () => {
    const second = await makeGuild(olga, 'Lost soon');
    const lost = await makeChannel(olga, second, 'his for a while');
    await join(olga, second, max);
    const old = [await say(olga, channel, 'to be edited'), await say(olga, channel, 'to be deleted')];
    const [toPin, toUnpin] = [await say(olga, channel, 'to be pinned'), await say(olga, channel, 'to be unpinned')];
    await olga.api('PUT', `${path(toUnpin)}/pin`);
    const one = await arrive(max, [channel, lost]);
    const left = await leave(one);
    for (let n = 0; n < 250; n += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, i) => say(olga, channel, `missed ${n + i}`)));
    }
    await olga.api('PATCH', path(old[0] as Message), { body: { content: 'edited' } });
    await olga.api('DELETE', path(old[1] as Message));
    await olga.api('PUT', `${path(toPin)}/pin`);
    await olga.api('DELETE', `${path(toUnpin)}/pin`);
    const regretted = await say(olga, channel, 'regretted');
    await olga.api('DELETE', path(regretted));
    await say(olga, lost, 'the last he may read');
    const kick = await olga.api('POST', `/guilds/${second.guild_id}/members/${max.userId}/kick`, { body: {} });
    await say(olga, lost, 'not for him');
    await makeChannel(olga, guild, 'made meanwhile');
    await max.api('GET', '/guilds', atLeastNow(kick));
    const back = await comeBack(max, left);
    await loadAll(back, max);
    await expectAsFresh(back, max);
    const pinned = back
      .state()
      .timelines[channel.channel_id]?.messages.filter((message) => message.pinned !== undefined);
    expect(pinned?.map(({ content }) => content))
      .to.include('to be pinned')
      .and.to.not.include('to be unpinned');
    const heard = JSON.stringify(back.heard);
    expect(heard).to.contain('missed 249');
    for (const unheard of ['regretted', 'not for him', 'the last he may read']) expect(heard).not.to.contain(unheard);
    await say(olga, channel, 'welcome back');
    await back.hears('message_create', ({ message }) => message.content === 'welcome back');
    await expectAsFresh(back, max);
  });

  it('ends at exactly the position of a kick, while others write', async () => {
    const one = await arrive(max, [channel]);
    const witness = await arrive(olga, [channel]);
    const writing = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; n < 15; n += 1) await say(olga, channel, `writer ${writer} says ${n}`);
    });
    await one.hears('message_create', ({ message }) => message.content?.endsWith('says 5') === true);
    const kicked = olga.api('POST', `/guilds/${guild.guild_id}/members/${max.userId}/kick`, { body: {} });
    await Promise.all([...writing, kicked]);
    await say(olga, channel, 'the last word');
    await witness.hears('message_create', ({ message }) => message.content === 'the last word');
    one.say({ t: 'heartbeat', d: {} });
    await one.hears('heartbeat_ack');

    const lines = await logOrder(server.databaseUrl);
    const kick = lines.findLast(({ type }) => type === 'guild.member-kicked')?.position ?? 0n;
    const position = new Map(
      lines.filter(({ type }) => type === 'message.sent').map((line) => [line.stream, line.position]),
    );
    const heard = one.heard.flatMap((frame) => (frame.t === 'message_create' ? [frame.d.message.message_id] : []));
    const others = witness.heard.flatMap((frame) => (frame.t === 'message_create' ? [frame.d.message.message_id] : []));
    const at = (id: string): bigint => position.get(`message-${id}`) ?? 0n;
    expect(others.filter((id) => at(id) > kick)).not.to.deep.equal([]);
    expect(heard).to.deep.equal(others.filter((id) => at(id) < kick));
    expect(one.state().guilds[guild.guild_id]).to.equal(undefined);
    await expectAsFresh(witness, olga);
  });

  it('is lost when its session ends and the connection is closed', async () => {
    const one = await arrive(max, []);
    await api('POST', '/auth/logout', { body: { refresh_token: max.refreshToken } });
    expect((await one.ended).code).to.equal(4202);
  });

  it('was compared here for every kind of dispatch', () => {
    expect([...told]).to.have.members(Object.keys(dispatches));
  });
});
