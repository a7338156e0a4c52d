/** Settings on a whole server: over HTTP, in the snapshot, and live on every device of a user. */
import { expect } from 'chai';
import { Unread, UnreadList } from '#gateway/protocol/resources.ts';
import { Settings } from '#gateway/protocol/settings.ts';
import { caughtUp, type Person, say } from '#infra/workshop/testkit/api-client.ts';
import { type Community, community } from '#infra/workshop/testkit/community.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { type Client, client } from '#infra/workshop/testkit/gateway-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

describe('the settings of a user', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let server: TestServer;
  let home: Community<'hall', 'ada' | 'ben'>;
  let ada: Person;
  let open: Array<Client> = [];

  before(async () => {
    database = await freshDatabase();
    server = await startServer({ databaseUrl: database.url });
    home = await community(server, { channels: ['hall'], members: ['ada', 'ben'] });
    ada = home.members.ada;
  });
  afterEach(async () => {
    for (const one of open) one.close();
    await Promise.all(open.map(({ ended }) => ended));
    open = [];
  });
  after(async () => {
    await server.stop();
    await database.drop();
  });

  const connected = async (who: Person) => {
    const one = await client(`${server.url.replace('http', 'ws')}/gateway/ws`, { origin: server.url });
    open.push(one);
    one.say({ t: 'identify', d: { access_token: who.accessToken } });
    return { one, ready: await one.hears('ready') };
  };
  const rule = { level: null, muted: false, muted_until: null };
  const guildPath = () => `/me/notifications/guilds/${home.guild.guild_id}`;

  it('reach all devices of the user, and nobody else', async () => {
    const { one } = await connected(ada);
    const { one: other } = await connected(ada);
    const { one: ben } = await connected(home.members.ben);
    const body = { guild_order: [home.guild.guild_id], sound: true };
    const changed = (await ada.api('PATCH', '/me/settings', { body })).as(Settings);
    for (const device of [one, other])
      await device.hears('settings_update', ({ settings }) => settings.revision === changed.revision);
    expect((await ada.api('GET', '/me/settings')).as(Settings)).to.deep.equal(changed);
    const { ready } = await connected(ada);
    expect(ready.settings).to.deep.equal(changed);
    // The presence comes through the same connection later, and nothing about the settings came before it.
    ben.say({ t: 'presence_set', d: { status: 'dnd' } });
    await ben.hears('presence_choice');
    expect(ben.heard.map(({ t }) => t)).not.to.include('settings_update');
  });

  it('say which mentions count, in the list and live', async () => {
    const { one } = await connected(ada);
    await say(home.owner, home.channels.hall, 'good morning @everyone');
    await caughtUp(home.api);
    const mentions = (count: number) =>
      one.hears('unread_update', ({ channels }) => channels.some((told) => told.mentions === count));
    await mentions(1);
    const body = { ...rule, suppress_everyone: true, suppress_roles: false };
    await ada.api('PUT', guildPath(), { body });
    await mentions(0);
    const listed = (await ada.api('GET', '/me/unread')).as(UnreadList).channels[0];
    expect(listed).to.include({ unread: 1, mentions: 0 });
    await say(home.owner, home.channels.hall, 'good evening @everyone');
    await one.hears('unread_update', ({ channels }) =>
      channels.some(({ unread, mentions: called }) => unread === 2 && called === 0),
    );
    await ada.api('PUT', guildPath(), { body: { ...rule, suppress_everyone: false, suppress_roles: false } });
    await mentions(2);
    const read = `/channels/${home.channels.hall.channel_id}/read`;
    const newest = await say(home.owner, home.channels.hall, 'that is all');
    await caughtUp(home.api);
    expect((await ada.api('PUT', read, { body: { message_id: newest.message_id } })).as(Unread).unread).to.equal(0);
  });

  it('let a rule go of a channel that the user sees no more, and take no other rule for it', async () => {
    const path = `/me/notifications/channels/${home.channels.hall.channel_id}`;
    const put = (level: 'none' | null) => ada.api('PUT', path, { body: { ...rule, level } });
    expect((await put('none')).as(Settings).channel_rules).to.have.length(1);
    const everyone = `/channels/${home.channels.hall.channel_id}/overwrites/role/${home.guild.guild_id}`;
    await home.owner.api('PUT', everyone, { body: { allow: [], deny: ['view_channel'] } });
    await caughtUp(home.api);
    expect((await put('none')).code()).to.equal('not_found');
    expect((await put(null)).as(Settings).channel_rules).to.deep.equal([]);
    await home.owner.api('DELETE', everyone);
  });

  it('refuse what is no rule and no setting', async () => {
    for (const body of [{ level: 'loud' }, { ...rule, muted_until: 'soon' }, { ...rule, suppress_everyone: 1 }])
      expect((await ada.api('PUT', guildPath(), { body })).status).to.equal(400);
    expect((await ada.api('PATCH', '/me/settings', { body: { quiet_hours: { from: 1_440 } } })).status).to.equal(400);
    expect((await ada.api('PATCH', '/me/settings', { body: { revision: 1 } })).status).to.equal(400);
    const hours = { from: 0, until: 60, days: [1], time_zone: 'UTC' };
    const guildId = home.guild.guild_id;
    for (const [body, field] of [
      [{ quiet_hours: { ...hours, time_zone: 'Mars/Olympus' } }, 'quiet_hours.time_zone'],
      [{ quiet_hours: { ...hours, time_zone: 'Europe/Berlin\n' } }, 'quiet_hours.time_zone'],
      [{ quiet_hours: { ...hours, days: [1, 1] } }, 'quiet_hours.days'],
      [{ guild_order: [guildId, guildId] }, 'guild_order'],
    ] as const) {
      const answer = await ada.api('PATCH', '/me/settings', { body });
      expect([answer.code(), (answer.body as { readonly field?: string }).field]).to.deep.equal([
        'body_invalid',
        field,
      ]);
    }
    const late = { ...rule, muted: true, muted_until: '9999-12-31T23:59:59.999Z' };
    const path = `/me/notifications/channels/${home.channels.hall.channel_id}`;
    expect((await ada.api('PUT', path, { body: late })).code()).to.equal('body_invalid');
  });

  it('take every time zone that the server knows, and forget a mute that is over', async () => {
    const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC', '+05:30'];
    const [some] = [zones.filter((_, n) => n % 60 === 0 || n > zones.length - 3)];
    for (const time_zone of some ?? []) {
      const body = { quiet_hours: { from: 0, until: 60, days: [1, 7], time_zone } };
      expect((await ada.api('PATCH', '/me/settings', { body })).as(Settings).quiet_hours).to.include({ time_zone });
    }
    const path = `/me/notifications/channels/${home.channels.hall.channel_id}`;
    const put = async (level: 'all' | null, muted_until: string) =>
      (await ada.api('PUT', path, { body: { level, muted: true, muted_until } })).as(Settings).channel_rules;
    const soon = new Date(Date.now() + 60_000).toISOString();
    expect((await put(null, soon))[0]).to.include({ muted: true, muted_until: soon });
    expect((await put('all', '0000-01-01T00:00:00.000Z'))[0]).to.include({ muted: false, muted_until: null });
    expect(await put(null, '2020-01-01T00:00:00.000Z')).to.deep.equal([]);
    await ada.api('PATCH', '/me/settings', { body: { quiet_hours: null } });
  });

  it('show the user as do not disturb in quiet hours, when the user wants that, and the own choice after them', async () => {
    const { one: ben } = await connected(home.members.ben);
    const seenAs = (status: string) =>
      ben.hears('presence_update', ({ presences }) =>
        presences.some((one) => one.user_id === ada.userId && one.status === status),
      );
    const always = { from: 0, until: 0, days: [1, 2, 3, 4, 5, 6, 7], time_zone: 'UTC' };
    const settle = (quiet_hours: object | null) => ada.api('PATCH', '/me/settings', { body: { quiet_hours } });
    await settle({ ...always, dnd: true });
    const { one } = await connected(ada);
    await seenAs('dnd');
    await settle(always);
    await seenAs('online');
    await settle({ ...always, dnd: true });
    await seenAs('dnd');
    expect(one.heard.some(({ t }) => t === 'presence_choice')).to.equal(false);
    one.say({ t: 'presence_set', d: { status: 'invisible' } });
    await seenAs('offline');
    one.say({ t: 'presence_set', d: { status: 'online' } });
    await seenAs('dnd');
    await settle(null);
    await seenAs('online');
  });

  it('keep how the user wants to be seen, also when no process remembers it', async () => {
    const { one } = await connected(home.members.ben);
    one.say({ t: 'presence_set', d: { status: 'invisible', custom_status: { text: 'reading', until: null } } });
    const { custom_status, status } = await one.hears('presence_choice', (told) => told.status === 'invisible');
    await server.stop();
    server = await startServer({ databaseUrl: database.url });
    const { ready } = await connected(home.members.ben);
    expect(ready.presence).to.deep.equal({ status, custom_status });
  });
});
