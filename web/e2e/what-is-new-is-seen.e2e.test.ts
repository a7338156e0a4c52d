import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import {
  type Api,
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, logIn, messageSaying, seriousFindings, type Visitor, visit } from './browsers.ts';

const MANY = 130;
const AT_ONCE = 8;
const PHONE = { width: 390, height: 844 };

const entry = (page: Page, name: string): Locator => page.locator('.channel', { hasText: name });
const unread = (page: Page, name: string): Locator => page.locator('.channel.unread', { hasText: name });
const read = (page: Page, name: string): Promise<void> =>
  page.locator('.channel:not(.unread)', { hasText: name }).waitFor();
const line = (page: Page): Locator => page.locator('.new-line');
const open = async (page: Page, name: string): Promise<void> => {
  await entry(page, name).getByRole('button').first().click();
  await page.getByRole('heading', { name, exact: true }).waitFor();
};
const inView = (found: Locator): Promise<boolean> =>
  found.evaluate((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    const view = row.closest('[role=feed]')?.getBoundingClientRect();
    return view !== undefined && top >= view.top && bottom <= view.bottom;
  });
/** Lets the window of the page lose the focus, or gives it back. */
const look = (page: Page, looks: boolean): Promise<void> =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => now });
    dispatchEvent(new Event(now ? 'focus' : 'blur'));
  }, looks);

describe('what is new', function () {
  this.timeout(180_000);
  let server: TestServer;
  let browser: Browser;
  let api: Api;
  let owner: Person;
  let tessel: Person;
  let guild: Guild;
  let channels: Readonly<Record<'talk' | 'aside' | 'busy' | 'stars', Channel>>;
  let laptop: Visitor;
  let phone: Visitor;
  const urlOf = (channel: Channel): string => `${server.url}/c/${guild.guild_id}/${channel.channel_id}`;
  const saySome = async (channel: Channel, count: number, what: string): Promise<void> => {
    for (let n = 1; n <= count; n += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, count - n + 1) }, (_, i) => n + i);
      await Promise.all(some.map((one) => say(tessel, channel, `${what} ${one}.`)));
    }
    await caughtUp(api);
  };
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    owner = await claimOwner(server, api, 'maris');
    guild = await makeGuild(owner, 'Night Owls');
    tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    channels = {
      talk: await makeChannel(owner, guild, 'talk'),
      aside: await makeChannel(owner, guild, 'aside'),
      busy: await makeChannel(owner, guild, 'busy'),
      stars: await makeChannel(owner, guild, 'stars'),
    };
    await say(owner, channels.busy, 'the last that maris knows');
    await caughtUp(api);
    browser = await launchChromium();
    laptop = await visit(browser, { colorScheme: 'dark' });
    phone = await visit(browser, { viewport: PHONE, colorScheme: 'light', hasTouch: true });
    await logIn(laptop.page, urlOf(channels.talk), 'maris');
    await composer(laptop.page).waitFor();
    await logIn(phone.page, urlOf(channels.stars), 'maris');
    await composer(phone.page).waitFor();
    await phone.page.getByRole('button', { name: 'Back to channels' }).click();
    await entry(phone.page, 'aside').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('shows in the list, in the rail, in the title and in words, on two devices', async () => {
    await saySome(channels.aside, 3, 'shooting star');
    for (const { page } of [laptop, phone]) {
      await unread(page, 'aside').waitFor();
      await entry(page, 'aside').getByText('3 unread').waitFor({ state: 'attached' });
      await page.getByRole('button', { name: 'Night Owls, 3 unread' }).waitFor();
      await page.waitForFunction(() => document.title.startsWith('• '));
      await page.waitForFunction(() =>
        document.querySelector('link[rel=icon]')?.getAttribute('href')?.startsWith('blob:'),
      );
      expect(await seriousFindings(page)).to.deep.equal([]);
    }
  });

  it('is marked with a line where it begins, and is read on both devices once it was seen', async () => {
    const { page } = laptop;
    await open(page, 'aside');
    await line(page).waitFor();
    await messageSaying(page, 'shooting star 3.').waitFor();
    await read(page, 'aside');
    await read(phone.page, 'aside');
    await phone.page.waitForFunction(() => !document.title.startsWith('• '));
    expect(await line(page).count(), 'the line stays').to.equal(1);
    expect(await seriousFindings(page)).to.deep.equal([]);
    await open(page, 'talk');
    await open(page, 'aside');
    await messageSaying(page, 'shooting star 3.').waitFor();
    expect(await line(page).count(), 'the line is gone after a visit elsewhere').to.equal(0);
  });

  it('is not read while the window has no focus', async () => {
    const { page } = laptop;
    await look(page, false);
    await say(tessel, channels.aside, 'while you look away');
    await unread(page, 'aside').waitFor();
    await line(page).waitFor();
    await look(page, true);
    await read(page, 'aside');
    await read(phone.page, 'aside');
    await page.keyboard.press('Escape');
    await line(page).waitFor({ state: 'detached' });
  });

  it('far back opens with a bar that leads there, and Escape marks it as read', async () => {
    const { page } = laptop;
    await saySome(channels.busy, MANY, 'comet');
    await unread(page, 'busy').waitFor();
    await entry(page, 'busy').getByText('99+ unread').waitFor({ state: 'attached' });
    await open(page, 'busy');
    const bar = page.getByRole('region', { name: 'New' });
    await bar.getByText('99+ new messages since').waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await bar.getByRole('button', { name: 'Jump' }).click();
    await messageSaying(page, 'the last that maris knows').waitFor();
    await line(page).waitFor();
    expect(await inView(line(page))).to.equal(true);
    await composer(page).focus();
    await page.keyboard.press('Escape');
    await line(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Jump to present' }).waitFor({ state: 'detached' });
    await read(page, 'busy');
    await read(phone.page, 'busy');
  });

  it('within reach opens at its first message, and stays unread while the end is out of view', async () => {
    const { page } = laptop;
    await open(page, 'talk');
    await saySome(channels.busy, 60, 'meteor');
    await entry(page, 'busy').getByText('60 unread').waitFor({ state: 'attached' });
    await open(page, 'busy');
    await line(page).waitFor();
    await page.getByRole('button', { name: 'Jump to present' }).waitFor();
    expect(await inView(line(page))).to.equal(true);
    expect(await unread(page, 'busy').count()).to.equal(1);
    await page.reload();
    await unread(page, 'busy').waitFor();
    await line(page).waitFor();
    await page.getByRole('button', { name: 'Jump to present' }).click();
    await read(page, 'busy');
  });

  it('is found by keys, and a community is read by one', async () => {
    const { page } = laptop;
    await open(page, 'talk');
    await say(tessel, channels.aside, 'one for the keys');
    await say(tessel, channels.stars, 'another for the keys');
    await caughtUp(api);
    await unread(page, 'aside').waitFor();
    await unread(page, 'stars').waitFor();
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await page.getByRole('heading', { name: 'stars', exact: true }).waitFor();
    await read(page, 'stars');
    await page.keyboard.press('Shift+Escape');
    await read(page, 'aside');
    await read(phone.page, 'aside');
    await page.waitForFunction(() => !document.title.startsWith('• '));
  });

  it('is marked as read by a menu, and is unread again from a message on', async () => {
    const { page } = laptop;
    await saySome(channels.aside, 2, 'comet tail');
    await unread(page, 'aside').waitFor();
    await entry(page, 'aside').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Mark as read' }).click();
    await read(page, 'aside');
    await read(phone.page, 'aside');
    await open(page, 'aside');
    await messageSaying(page, 'comet tail 1.').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Mark unread from here' }).click();
    await line(page).waitFor();
    await entry(page, 'aside')
      .getByText(/unread/)
      .waitFor({ state: 'attached' });
    await unread(phone.page, 'aside').waitFor();
    await open(page, 'talk');
    expect(await unread(page, 'aside').count(), 'it stays unread after leaving').to.equal(1);
  });

  it('comes back when the server refuses the mark', async () => {
    const { page } = laptop;
    await page.route('**/channels/*/read', (route) => route.fulfill({ status: 404, body: '{}' }));
    await entry(page, 'aside').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Mark as read' }).click();
    await page.getByText('The messages are not marked.').waitFor();
    await unread(page, 'aside').waitFor();
    await page.unroute('**/channels/*/read');
  });

  it('opens on a phone at the line too', async () => {
    const { page } = phone;
    await unread(page, 'aside').waitFor();
    await open(page, 'aside');
    await line(page).waitFor();
    expect(await inView(line(page))).to.equal(true);
    expect(await seriousFindings(page)).to.deep.equal([]);
    await read(laptop.page, 'aside');
  });

  it('causes no faults in the pages', () => {
    const faults = [...laptop.faults, ...phone.faults].filter((fault) => !fault.includes('404'));
    expect(faults).to.deep.equal([]);
  });
});
