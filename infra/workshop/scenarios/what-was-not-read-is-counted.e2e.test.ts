/** Counts unread messages on a whole server: over HTTP, in the snapshot, and live on every device of a user. */
import { expect } from 'chai';
import { channelsIn } from '#gateway/protocol/guild-entry.ts';
import { type Channel, Role, Unread, UnreadList } from '#gateway/protocol/resources.ts';
import { caughtUp, join, makeChannel, newcomer, type Person, pathOf, say } from '#infra/workshop/testkit/api-client.ts';
import { type Community, community } from '#infra/workshop/testkit/community.ts';
import { type Client, client } from '#infra/workshop/testkit/gateway-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

type Told = { readonly last_read_message_id: string | null; readonly unread: number };

describe('a message that was not read', () => {
  let server: TestServer;
  let home: Community<'hall', 'ada' | 'ben'>;
  let hall: Channel;
  let owner: Person;
  let ada: Person;
  let open: Array<Client> = [];

  before(async () => {
    server = await startServer();
    home = await community(server, { channels: ['hall'], members: ['ada', 'ben'] });
    owner = home.owner;
    ada = home.members.ada;
  });
  beforeEach(async () => {
    hall = await makeChannel(owner, home.guild, 'a hall of its own');
    await caughtUp(home.api);
  });
  afterEach(async () => {
    for (const one of open) one.close();
    await Promise.all(open.map(({ ended }) => ended));
    open = [];
  });
  after(() => server.stop());

  const connected = async (who: Person): Promise<Client> => {
    const one = await client(`${server.url.replace('http', 'ws')}/gateway/ws`, { origin: server.url });
    open.push(one);
    one.say({ t: 'identify', d: { access_token: who.accessToken } });
    await one.hears('ready');
    return one;
  };
  /** Says a text, and answers the id of the message once every read shows it. */
  const said = async (who: Person, content: string, channel = hall): Promise<{ readonly id: string }> => {
    const { message_id: id } = await say(who, channel, content);
    await caughtUp(home.api);
    return { id };
  };
  const mark = async (who: Person, body: object, channel = hall) =>
    (await who.api('PUT', `${pathOf(channel)}/read`, { body })).as(Unread);
  const unreadOf = async (who: Person, channel = hall): Promise<Told | undefined> => {
    const { channels } = (await who.api('GET', '/me/unread')).as(UnreadList);
    return channels.find(({ channel_id }) => channel_id === channel.channel_id);
  };
  /** Resolves once the last thing that a client was told of a channel is this. */
  const shows = async (one: Client, unread: number, lastRead?: string | null, channel = hall): Promise<void> => {
    await one.hears('unread_update', (d) => {
      const told = d.channels.find(({ channel_id }) => channel_id === channel.channel_id);
      if (told === undefined || told.unread !== unread) return false;
      return lastRead === undefined || told.last_read_message_id === lastRead;
    });
  };

  it('counts for each other member, and not for its author', async () => {
    await said(owner, 'one');
    await said(owner, 'two');
    expect(await unreadOf(ada)).to.include({ unread: 2, last_read_message_id: null });
    expect(await unreadOf(owner)).to.equal(undefined);
  });

  it('does not count any more once it is marked as read, and a marker does not go back by itself', async () => {
    const one = await said(owner, 'one');
    const two = await said(owner, 'two');
    const three = await said(owner, 'three');
    expect(await mark(ada, { message_id: two.id })).to.include({ unread: 1, last_read_message_id: two.id });
    expect(await mark(ada, { message_id: one.id })).to.include({ unread: 1, last_read_message_id: two.id });
    expect(await unreadOf(ada)).to.include({ unread: 1 });
    expect(await mark(ada, { message_id: three.id })).to.include({ unread: 0 });
    expect(await unreadOf(ada)).to.equal(undefined);
  });

  it('counts again when the user marks the channel unread from there', async () => {
    const one = await said(owner, 'one');
    const two = await said(owner, 'two');
    await mark(ada, { message_id: two.id });
    expect(await mark(ada, { unread_from: two.id })).to.include({ unread: 1, last_read_message_id: one.id });
    expect(await mark(ada, { unread_from: one.id })).to.include({ unread: 2, last_read_message_id: null });
    expect(await mark(ada, { message_id: one.id })).to.include({ unread: 1, last_read_message_id: one.id });
  });

  it('is counted as a mention for the users it calls, in the snapshot, after a mark and live', async () => {
    const roles = `/guilds/${home.guild.guild_id}/roles`;
    const { role_id: cooks } = (await owner.api('POST', roles, { body: { name: 'cooks' } })).as(Role);
    const worn = `/guilds/${home.guild.guild_id}/members/${ada.userId}/roles/${cooks}`;
    const device = await connected(ada);
    const mentions = (one: Client, count: number) =>
      one.hears('unread_update', ({ channels }) =>
        channels.some(({ channel_id, mentions: told }) => channel_id === hall.channel_id && told === count),
      );
    const one = await said(owner, `<@${ada.userId}> one`);
    await said(owner, 'two @everyone');
    await said(owner, `three <@&${cooks}>`);
    await said(owner, `four <@${home.members.ben.userId}>`);
    await mentions(device, 2);
    expect(await unreadOf(ada)).to.include({ unread: 4, mentions: 2 });
    await owner.api('PUT', worn);
    await mentions(device, 3);
    await caughtUp(home.api);
    expect(await unreadOf(ada)).to.include({ unread: 4, mentions: 3 });
    expect(await mark(ada, { message_id: one.id })).to.include({ unread: 3, mentions: 2 });
    const phone = await connected(ada);
    const { unread = [] } = await phone.hears('ready');
    expect(unread.find(({ channel_id }) => channel_id === hall.channel_id)).to.include({ unread: 3, mentions: 2 });
    await owner.api('DELETE', worn);
    await mentions(phone, 1);
    await caughtUp(home.api);
    expect(await unreadOf(ada)).to.include({ unread: 3, mentions: 1 });
    expect(await unreadOf(home.members.ben)).to.include({ mentions: 2 });
  });

  it('is read by an author who answers it', async () => {
    await said(owner, 'one');
    const device = await connected(ada);
    const answer = await said(ada, 'two');
    await shows(device, 0, answer.id);
    expect(await unreadOf(ada)).to.equal(undefined);
  });

  it('is told to every device, in the snapshot and live', async () => {
    const one = await said(owner, 'one');
    await caughtUp(home.api);
    const [phone, desk] = [await connected(ada), await connected(ada)];
    for (const device of [phone, desk]) {
      const { unread = [] } = await device.hears('ready');
      expect(unread.find(({ channel_id }) => channel_id === hall.channel_id)).to.include({ unread: 1 });
    }
    const two = await said(owner, 'two');
    await Promise.all([shows(phone, 2), shows(desk, 2)]);
    await mark(ada, { message_id: one.id });
    await Promise.all([shows(phone, 1, one.id), shows(desk, 1, one.id)]);
    await owner.api('DELETE', `${pathOf(hall)}/messages/${two.id}`);
    await Promise.all([shows(phone, 0, one.id), shows(desk, 0, one.id)]);
  });

  it('is not told of a channel out of sight, and is told when the channel comes into sight', async () => {
    await owner.api('PUT', `${pathOf(hall)}/overwrites/role/${home.guild.guild_id}`, {
      body: { allow: [], deny: ['view_channel'] },
    });
    const one = await said(owner, 'a secret');
    await caughtUp(home.api);
    const device = await connected(ada);
    expect(await unreadOf(ada)).to.equal(undefined);
    expect((await ada.api('PUT', `${pathOf(hall)}/read`, { body: { message_id: one.id } })).status).to.equal(404);
    await said(owner, 'another one');
    await said(owner, 'in sight', home.channels.hall);
    await shows(device, (await unreadOf(ada, home.channels.hall))?.unread ?? 0, undefined, home.channels.hall);
    expect(JSON.stringify(device.heard)).not.to.include(hall.channel_id);
    await owner.api('DELETE', `${pathOf(hall)}/overwrites/role/${home.guild.guild_id}`);
    await shows(device, 2, null);
  });

  it('is told after a guild that the user joins, and counts from the join on', async () => {
    const eve = await newcomer(home.api, 'eve');
    const device = await connected(eve);
    const early = await said(owner, 'before eve');
    await join(owner, home.guild, eve);
    const guild = await device.hears('guild_create');
    expect(channelsIn(guild).map(({ channel_id }) => channel_id)).to.include(hall.channel_id);
    await said(owner, 'after eve');
    await shows(device, 1, null);
    expect(await mark(eve, { unread_from: early.id })).to.include({ unread: 2 });
    await shows(device, 2, null);
  });

  it('is read in all channels when the user marks the guild as read', async () => {
    const other = await makeChannel(owner, home.guild, 'another hall');
    const device = await connected(ada);
    await said(owner, 'one');
    const two = await said(owner, 'two', other);
    await Promise.all([shows(device, 1), shows(device, 1, null, other)]);
    const answer = await ada.api('PUT', `/guilds/${home.guild.guild_id}/read`);
    expect(answer.status).to.equal(204);
    await Promise.all([shows(device, 0), shows(device, 0, two.id, other)]);
    expect((await ada.api('GET', '/me/unread')).as(UnreadList).channels).to.deep.equal([]);
  });

  it('is counted after a resume as it is now', async () => {
    const device = await connected(ada);
    const { resume_token } = await device.hears('ready');
    device.close();
    await device.ended;
    const one = await said(owner, 'one');
    await said(owner, 'two');
    await mark(ada, { message_id: one.id });
    const back = await client(`${server.url.replace('http', 'ws')}/gateway/ws`, { origin: server.url });
    open.push(back);
    back.say({ t: 'resume', d: { access_token: ada.accessToken, resume_token } });
    const { unread = [] } = await back.hears('resumed');
    const told = unread.find(({ channel_id }) => channel_id === hall.channel_id);
    expect(told).to.deep.equal({ channel_id: hall.channel_id, last_read_message_id: one.id, unread: 1, mentions: 0 });
  });

  it('is marked by one place alone', async () => {
    const { id } = await said(owner, 'one');
    const refused = async (body: object): Promise<unknown> =>
      (await ada.api('PUT', `${pathOf(hall)}/read`, { body })).body;
    expect(await refused({})).to.include({ code: 'body_invalid' });
    expect(await refused({ message_id: id, unread_from: id })).to.include({ code: 'body_invalid' });
    expect(await refused({ message_id: hall.channel_id })).to.include({ code: 'not_found' });
  });
});
