import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { ulid } from 'ulid';
import { type Channel, ChannelList, type Message, Thread } from '#gateway/protocol/resources.ts';
import {
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
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { channelButton, everyFinding, logIn, messageSaying, type Visitor, visit } from './browsers.ts';

const line = (page: Page, text: string) => page.locator('.line', { hasText: text });

describe('a system line', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let reader: Visitor;
  let page: Page;
  let owner: Person;
  let talk: Channel;
  let aside: Channel;
  let kite: Message;
  const joins = async (name: string): Promise<void> => {
    const api = await apiOf(server.url);
    await join(owner, { guild_id: talk.guild_id ?? '' }, await newcomer(api, name));
  };
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    await caughtUp(api);
    const { channels } = (await owner.api('GET', `/guilds/${guild.guild_id}/channels`)).as(ChannelList);
    const [first] = channels.filter(({ kind }) => kind === 'text');
    if (first === undefined) throw new Error('a guild has a first channel');
    talk = first;
    aside = await makeChannel(owner, guild, 'aside');
    await joins('tessel');
    kite = await say(owner, aside, 'the saffron kite');
    await owner.api('PUT', `${pathOf(aside)}/messages/${kite.message_id}/pin`);
    await caughtUp(api);
    browser = await launchChromium();
    reader = await visit(browser);
    page = reader.page;
    await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'owner');
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(() => expect(reader.faults).to.deep.equal([]));

  it('says in the first text channel who joined, in the history and live, and leaves the channel read', async () => {
    await line(page, 'tessel joined.').waitFor();
    await channelButton(page, 'aside').click();
    await messageSaying(page, 'the saffron kite').waitFor();
    await joins('orrin');
    await caughtUp(await apiOf(server.url));
    expect(
      await page
        .getByRole('button', { name: new RegExp(`^${talk.name}`) })
        .first()
        .getAttribute('aria-label'),
    ).to.not.match(/unread/);
    await channelButton(page, talk.name).click();
    await line(page, 'orrin joined.').waitFor();
    await joins('bryn');
    await line(page, 'bryn joined.').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
  });

  it('says who pinned a message, leads to it, and has no menu', async () => {
    await channelButton(page, 'aside').click();
    const pinned = line(page, 'owner pinned a message.');
    await pinned.waitFor();
    await pinned.getByRole('button', { name: 'Go to the message' }).click();
    await page.locator(`[data-message="${kite.message_id}"].pointed`).waitFor();
    await pinned.hover();
    expect(await pinned.locator('.toolbar').count()).to.equal(0);
  });

  it('says who began a thread, leads to it, and goes and comes back with it', async () => {
    await channelButton(page, 'aside').click();
    const begun = (await owner.api('POST', `${pathOf(aside)}/threads`, { body: { name: 'lamps' } })).as(Thread);
    const told = line(page, 'owner began a thread: lamps');
    await told.waitFor();
    await owner.api('PATCH', pathOf(begun), { body: { name: 'lanterns' } });
    await line(page, 'owner began a thread: lanterns').getByRole('button', { name: 'lanterns' }).click();
    await page.locator('.thread-head :is(h1, h2)').getByText('lanterns').waitFor();
    await channelButton(page, 'aside').click();
    const key = ulid();
    await owner.api('DELETE', pathOf(begun), { headers: { 'Idempotency-Key': key } });
    await line(page, 'began a thread').waitFor({ state: 'detached' });
    await caughtUp(await apiOf(server.url));
    await owner.api('POST', `/guilds/${aside.guild_id}/audit/${key}/undo`, { body: {} });
    await line(page, 'owner began a thread: lanterns').waitFor();
    await page.reload();
    await line(page, 'owner began a thread: lanterns').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
  });

  it('says the new name of a channel, and cannot be edited, deleted, pinned, answered or reacted to', async () => {
    await owner.api('PATCH', pathOf(aside), { body: { name: 'garden' } });
    await line(page, 'owner renamed the channel to #garden.').waitFor();
    const id = await line(page, 'renamed').getAttribute('data-message');
    const at = `${pathOf(aside)}/messages/${id}`;
    const codes = [
      await owner.api('PATCH', at, { body: { content: 'mine' } }),
      await owner.api('DELETE', at),
      await owner.api('PUT', `${at}/pin`),
      await owner.api('PUT', `${at}/reactions/${encodeURIComponent('👍')}/me`),
      await owner.api('POST', `${pathOf(aside)}/messages`, { body: { content: 'no', reply_to: id } }),
    ].map((answer) => answer.code());
    expect(codes).to.deep.equal(['not_found', 'not_found', 'not_found', 'not_found', 'reply_unknown']);
  });
});
