import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { ulid } from 'ulid';
import { instantOf } from '#domain/kernel/instant.ts';
import {
  type Channel,
  ChannelList,
  type Guild,
  type Message,
  MessagePage,
  Thread,
} from '#gateway/protocol/resources.ts';
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
  let guild: Guild;
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
    guild = await makeGuild(owner, 'Night Owls');
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
    await line(page, 'tessel and orrin joined.').waitFor();
    await joins('bryn');
    await line(page, 'tessel, orrin and 1 other joined.').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
  });

  it('holds joins that follow each other, and shows each of them when the keyboard asks for it', async () => {
    const all = line(page, 'tessel, orrin and 1 other joined.');
    await page.getByRole('feed').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).to.equal('Show each');
    await page.keyboard.press('Enter');
    await line(page, 'bryn joined.').waitFor();
    expect(await page.locator('.line').count()).to.equal(4);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-expanded'))).to.equal('true');
    await joins('quill');
    await line(page, 'quill joined.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-expanded'))).to.equal('true');
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.keyboard.press('Enter');
    await line(page, 'bryn joined.').waitFor({ state: 'detached' });
    expect(await all.count()).to.equal(0);
    await line(page, 'tessel, orrin and 2 others joined.').waitFor();
  });

  it('of thousands of joins costs a few requests, until the reader wants to see what was said before them', async () => {
    const raided = await makeChannel(owner, guild, 'raided');
    const said = await say(owner, raided, 'the quiet before');
    const { messages: known } = (await owner.api('GET', `${pathOf(talk)}/messages`)).as(MessagePage);
    const joined = known.find(({ kind }) => kind === 'joined') ?? expect.fail('a line of a join is there');
    const all = Array.from({ length: 3_000 }, (_, n): Message => {
      const at = Date.now() - n;
      return {
        ...joined,
        channel_id: raided.channel_id,
        message_id: ulid(at) as Message['message_id'],
        created_at: instantOf(at),
      };
    }).concat(said);
    const { page: visited, faults, leave } = await visit(browser);
    let asked = 0;
    await visited.route(`**${pathOf(raided)}/messages?*`, async (route) => {
      asked += 1;
      const { searchParams } = new URL(route.request().url());
      const from = all.findIndex(({ message_id }) => message_id === searchParams.get('before')) + 1;
      const messages = all.slice(from, from + Number(searchParams.get('limit')));
      const last = messages.at(-1);
      await route.fulfill({ json: { messages, next_before: last === all.at(-1) ? null : last?.message_id } });
    });
    await logIn(visited, `${server.url}/c/${raided.guild_id}/${raided.channel_id}`, 'owner');
    const further = visited.getByRole('button', { name: 'Show earlier messages' });
    await further.waitFor();
    expect(asked).to.be.within(2, 10);
    expect(await visited.locator('.line').count()).to.be.at.most(2);
    const quiet = messageSaying(visited, 'the quiet before');
    for (let press = 0; press < 10 && (await quiet.count()) === 0; press += 1) {
      const before = asked;
      await further.focus();
      await visited.keyboard.press('Enter');
      await further.waitFor({ state: 'detached' });
      await further.or(quiet).first().waitFor();
      expect(asked - before).to.be.within(1, 10);
    }
    expect(await quiet.count()).to.equal(1);
    await line(visited, ' and 2,998 others joined.').waitFor();
    expect(faults).to.deep.equal([]);
    await leave();
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
