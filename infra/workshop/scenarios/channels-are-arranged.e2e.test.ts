import { expect } from 'chai';
import { ulid } from 'ulid';
import { Problem } from '#gateway/protocol/problem.ts';
import { Channel, Message } from '#gateway/protocol/resources.ts';
import {
  type Api,
  apiOf,
  claimOwner,
  join,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
} from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

describe('the channels of a guild', () => {
  let server: TestServer;
  let api: Api;
  let owner: Person;
  let member: Person;
  let guild: Awaited<ReturnType<typeof makeGuild>>;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    member = await newcomer(api, 'member');
    guild = await makeGuild(owner, 'ours');
    await join(owner, guild, member);
  });
  after(() => server.stop());

  const make = async (name: string, kind: string, parent: Channel | null = null) => {
    const body = { name, kind, parent_id: parent?.channel_id ?? null };
    const made = await owner.api('POST', `/guilds/${guild.guild_id}/channels`, { body });
    expect(made.status).to.equal(201);
    return made.as(Channel);
  };
  const send = (who: Person, channel: Channel, key: string = ulid()) =>
    who.api('POST', `${pathOf(channel)}/messages`, { body: { content: 'hello' }, headers: { 'Idempotency-Key': key } });

  it('let a member wait in slow mode, and say how long, and answer a retry as before', async () => {
    const channel = await make('slow', 'text');
    const body = { name: 'slow', topic: 'one word a minute', slow_mode_secs: 60 };
    expect((await owner.api('PATCH', pathOf(channel), { body })).status).to.be.within(200, 204);
    const key = ulid();
    const first = (await send(member, channel, key)).as(Message);
    const second = await send(member, channel);
    expect([second.status, second.code()]).to.deep.equal([429, 'slow_mode']);
    expect(second.as(Problem).retry_after_secs).to.be.within(55, 60);
    expect(second.headers.get('retry-after')).to.equal(String(second.as(Problem).retry_after_secs));
    expect((await send(member, channel, key)).as(Message).message_id).to.equal(first.message_id);
    for (let n = 0; n < 2; n += 1) expect((await send(owner, channel)).status).to.equal(201);
  });

  it('follow the category in which they are made, and take no messages as a category', async () => {
    const category = await make('a category', 'category');
    const channel = await make('inside', 'text', category);
    expect([channel.parent_id, channel.synced]).to.deep.equal([category.channel_id, true]);
    expect((await send(owner, category)).code()).to.equal('not_a_text_channel');
    const inside = { name: 'nested', kind: 'category', parent_id: category.channel_id };
    const nested = await owner.api('POST', `/guilds/${guild.guild_id}/channels`, { body: inside });
    expect(nested.code()).to.equal('category_nested');

    const everyone = `${pathOf(category)}/overwrites/role/${guild.guild_id}`;
    const hide = { body: { allow: [], deny: ['view_channel'] } };
    expect((await member.api('PUT', everyone, hide)).code()).to.equal('missing_permission');
    expect((await owner.api('PUT', everyone, hide)).status).to.be.within(200, 204);
    expect((await send(member, channel)).code()).to.equal('not_found');

    const out = { body: { order: [{ channel_id: channel.channel_id, parent_id: null }] } };
    expect((await owner.api('PATCH', `/guilds/${guild.guild_id}/channels`, out)).status).to.be.within(200, 204);
    expect((await send(member, channel)).code(), 'a move opens nothing').to.equal('not_found');
    expect((await owner.api('PUT', `${pathOf(channel)}/sync`)).code()).to.equal('not_in_a_category');
  });

  it('are locked by an overwrite that takes the sending of messages', async () => {
    const channel = await make('locked', 'text');
    const everyone = `${pathOf(channel)}/overwrites/role/${guild.guild_id}`;
    await owner.api('PUT', everyone, { body: { allow: [], deny: ['send_messages'] } });
    expect((await send(member, channel)).code()).to.equal('missing_permission');
    expect((await owner.api('DELETE', everyone)).status).to.be.within(200, 204);
    expect((await send(member, channel)).status).to.equal(201);
  });
});
