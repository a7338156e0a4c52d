import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
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

type Noted = { readonly title: string; readonly body: string; readonly tag: string };
type Watched = {
  notified: Array<Noted & { readonly onclick: (() => void) | null }>;
  asked: number;
  tones: number;
};

/** Replaces the notifications and the sound of the browser by a record of them. It is asked once and then grants. */
const watchNotifications = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const watched: Watched = { notified: [], asked: 0, tones: 0 };
    class Recorded {
      static get permission(): string {
        return localStorage.getItem('granted') === null ? 'default' : 'granted';
      }
      static async requestPermission(): Promise<string> {
        watched.asked += 1;
        localStorage.setItem('granted', 'yes');
        return 'granted';
      }
      onclick: (() => void) | null = null;
      readonly title: string;
      readonly body: string;
      readonly tag: string;
      constructor(title: string, { body = '', tag = '' }: { body?: string; tag?: string } = {}) {
        [this.title, this.body, this.tag] = [title, body, tag];
        watched.notified.push(this);
      }
      close(): void {}
    }
    const tone = AudioContext.prototype.createOscillator;
    AudioContext.prototype.createOscillator = function createOscillator() {
      watched.tones += 1;
      return tone.call(this);
    };
    Object.assign(window, { Notification: Recorded, watched });
  });
const watchedIn = (page: Page): Promise<{ readonly notified: ReadonlyArray<Noted>; asked: number; tones: number }> =>
  page.evaluate(() => {
    const { notified, asked, tones } = (window as unknown as { readonly watched: Watched }).watched;
    return { notified: notified.map(({ title, body, tag }) => ({ title, body, tag })), asked, tones };
  });
const bodies = async (page: Page): Promise<ReadonlyArray<string>> =>
  (await watchedIn(page)).notified.map(({ body }) => body);
const notifiedOf = (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction(
    (wanted) =>
      (window as unknown as { readonly watched: Watched }).watched.notified.some(({ body }) => body.includes(wanted)),
    text,
  );
/** Lets the window of the page lose the focus, or gives it back. */
const look = (page: Page, looks: boolean): Promise<void> =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => now });
    dispatchEvent(new Event(now ? 'focus' : 'blur'));
  }, looks);

describe('a message', function () {
  this.timeout(180_000);
  let server: TestServer;
  let browser: Browser;
  let api: Api;
  let tessel: Person;
  let maris: Person;
  let guild: Guild;
  let channels: Readonly<Record<'talk' | 'aside' | 'stars', Channel>>;
  let laptop: Visitor;
  const entry = (name: string) => laptop.page.locator('.channel', { hasText: name });
  const calls = (text: string): string => `<@${maris.userId}> ${text}`;
  const menu = async (name: string, item: string): Promise<void> => {
    await entry(name).click({ button: 'right' });
    await laptop.page.getByRole('menuitem', { name: item }).click();
  };
  const openNotifications = async (): Promise<void> => {
    await laptop.page.locator('.user-panel').getByRole('button', { name: 'Account menu' }).click();
    await laptop.page.getByRole('menuitem', { name: 'Notifications' }).click();
    await laptop.page.getByRole('dialog', { name: 'Notifications' }).waitFor();
  };
  const closeDialog = async (): Promise<void> => {
    await laptop.page.keyboard.press('Escape');
    await laptop.page.locator('dialog[open]').waitFor({ state: 'detached' });
  };

  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    maris = await claimOwner(server, api, 'maris');
    guild = await makeGuild(maris, 'Night Owls');
    tessel = await newcomer(api, 'tessel');
    await join(maris, guild, tessel);
    channels = {
      talk: await makeChannel(maris, guild, 'talk'),
      aside: await makeChannel(maris, guild, 'aside'),
      stars: await makeChannel(maris, guild, 'stars'),
    };
    await caughtUp(api);
    browser = await launchChromium();
    laptop = await visit(browser);
    await watchNotifications(laptop.page);
    await logIn(laptop.page, `${server.url}/c/${guild.guild_id}/${channels.talk.channel_id}`, 'maris');
    await composer(laptop.page).waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('notifies nobody before the user has pressed a button for that', async () => {
    const { page } = laptop;
    expect((await watchedIn(page)).asked).to.equal(0);
    await openNotifications();
    expect((await watchedIn(page)).asked).to.equal(0);
    await page.getByRole('button', { name: 'Allow notifications' }).click();
    await page.getByRole('switch', { name: 'Notify me on this device' }).waitFor();
    expect((await watchedIn(page)).asked).to.equal(1);
    expect(await seriousFindings(page)).to.deep.equal([]);
    await closeDialog();
  });

  it('notifies of a mention, and a click leads to that very message', async () => {
    const { page } = laptop;
    await look(page, false);
    await say(tessel, channels.aside, 'nothing of note');
    const { message_id: id } = await say(tessel, channels.aside, calls('come and see'));
    await notifiedOf(page, 'come and see');
    expect((await watchedIn(page)).notified).to.deep.equal([
      { title: 'tessel (#aside, Night Owls)', body: '@maris come and see', tag: id },
    ]);
    await page.evaluate(() => (window as unknown as { readonly watched: Watched }).watched.notified[0]?.onclick?.());
    await page.getByRole('heading', { name: 'aside', exact: true }).waitFor();
    await messageSaying(page, 'come and see').waitFor();
    expect(page.url()).to.contain(id);
  });

  it('does not notify of what is in view, and plays no sound unless the user chose that', async () => {
    const { page } = laptop;
    await look(page, true);
    await say(tessel, channels.aside, calls('in view'));
    await messageSaying(page, 'in view').waitFor();
    await say(tessel, channels.stars, calls('out of view'));
    await notifiedOf(page, 'out of view');
    expect(await bodies(page)).to.deep.equal(['@maris come and see', '@maris out of view']);
    expect((await watchedIn(page)).tones).to.equal(0);
    await openNotifications();
    await page.getByRole('switch', { name: 'Sound' }).click();
    await closeDialog();
    const { tones } = await watchedIn(page);
    expect(tones).to.be.greaterThan(0);
    await say(tessel, channels.stars, calls('with a sound'));
    await notifiedOf(page, 'with a sound');
    expect((await watchedIn(page)).tones).to.be.greaterThan(tones);
  });

  it('follows the level of its channel, and otherwise that of the community', async () => {
    const { page } = laptop;
    await menu('talk', 'Notification settings');
    await page.getByRole('radio', { name: 'All messages', exact: true }).check();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await closeDialog();
    await say(tessel, channels.talk, 'every word counts');
    await notifiedOf(page, 'every word counts');
    await menu('stars', 'Notification settings');
    await page.getByRole('radio', { name: 'Nothing', exact: true }).check();
    await closeDialog();
    await say(tessel, channels.stars, calls('unheard'));
    await say(tessel, channels.talk, 'after the unheard');
    await notifiedOf(page, 'after the unheard');
    expect((await bodies(page)).filter((body) => body.includes('unheard'))).to.deep.equal(['after the unheard']);
    await menu('stars', 'Notification settings');
    await page.getByRole('radio', { name: 'Inherited: Mentions of me' }).check();
    await closeDialog();
  });

  it('in a muted channel does not stand out and does not notify, and its mentions still count', async () => {
    const { page } = laptop;
    const read = `/channels/${channels.stars.channel_id}/read`;
    const newest = await say(tessel, channels.stars, 'the last one before');
    // A message is read once the read models have it.
    await caughtUp(api);
    await maris.api('PUT', read, { body: { message_id: newest.message_id } });
    await page.locator('.channel:not(.unread)', { hasText: 'stars' }).waitFor();
    await menu('stars', 'Mute');
    await page.getByText('stars is muted').waitFor();
    await entry('stars').getByText('muted').waitFor({ state: 'attached' });
    await say(tessel, channels.stars, 'in the dark');
    await say(tessel, channels.stars, calls('also in the dark'));
    await entry('stars').locator('.mention-badge', { hasText: '1' }).waitFor();
    expect(await page.locator('.channel.unread', { hasText: 'stars' }).count()).to.equal(0);
    await say(tessel, channels.talk, 'a light');
    await notifiedOf(page, 'a light');
    expect((await bodies(page)).filter((body) => body.includes('dark'))).to.deep.equal([]);
    await menu('stars', 'End mute');
    await page.locator('.channel.unread', { hasText: 'stars' }).waitFor();
  });

  it('does not notify while the user wants no disturbance, by choice or by quiet hours', async () => {
    const { page } = laptop;
    await openNotifications();
    // Each change is saved by itself. Only the last one makes the whole day quiet.
    const wholeDay = page.waitForResponse(async (answer) => {
      if (!answer.url().endsWith('/me/settings') || !answer.ok()) return false;
      const { quiet_hours: quiet } = await answer.json();
      return quiet?.from === 0 && quiet.until === 0;
    });
    await page.getByRole('switch', { name: 'Quiet hours' }).click();
    await page.getByLabel('From', { exact: true }).fill('00:00');
    await page.getByLabel('Until', { exact: true }).fill('00:00');
    await wholeDay;
    await closeDialog();
    await say(tessel, channels.talk, 'in the quiet');
    await page.locator('.channel.unread', { hasText: 'talk' }).waitFor();
    await openNotifications();
    await page.getByRole('switch', { name: 'Quiet hours' }).click();
    await closeDialog();
    await page.locator('.user-status').click();
    await page.getByRole('menuitem', { name: 'Do not disturb' }).click();
    await say(tessel, channels.talk, 'not now');
    await entry('talk')
      .getByText(/ unread/)
      .waitFor({ state: 'attached' });
    await page.locator('.user-status').click();
    await page.getByRole('menuitem', { name: 'Online' }).click();
    await say(tessel, channels.stars, calls('now again'));
    await notifiedOf(page, 'now again');
    expect((await bodies(page)).filter((body) => /quiet|not now/.test(body))).to.deep.equal([]);
  });

  it('notifies once, however many windows are open', async () => {
    const { page } = laptop;
    const second = await page.context().newPage();
    await watchNotifications(second);
    await second.goto(`${server.url}/c/${guild.guild_id}/${channels.talk.channel_id}`);
    await composer(second).waitFor();
    await look(second, false);
    await look(page, false);
    await say(tessel, channels.stars, calls('once only'));
    await notifiedOf(page, 'once only');
    await second.waitForFunction(() => document.title.startsWith('('));
    expect((await bodies(second)).length).to.equal(0);
    await second.close();
    expect(laptop.faults).to.deep.equal([]);
  });
});
