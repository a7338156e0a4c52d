import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  everyMessage,
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
import {
  channelButton,
  composer,
  logIn,
  messageSaying,
  seesOnce,
  type Visitor,
  visit,
  say as write,
} from './browsers.ts';

const LONG_NAME = `a-name-${'that-goes-on-'.repeat(3)}and-on`;
const WIDE = { width: 1280, height: 420 };
const PHONE = { width: 360, height: 640 };

/** True when the middle of the element can be pressed: it is in the window and nothing covers it. */
const reachable = (found: Locator): Promise<boolean> =>
  found.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    return there !== null && element.contains(there);
  });
const focusIn = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate((within) => document.activeElement?.matches(within) === true, selector);
/** True when the browser would leave the page without a question. */
const leavesUnasked = (page: Page): Promise<boolean> =>
  page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })));
const ground = (found: Locator): Promise<string> => found.evaluate((one) => getComputedStyle(one).backgroundColor);
/** Asks again until the answer is true. The time-out of the story ends it. */
const expectSoon = async (asked: () => Promise<boolean>): Promise<void> => {
  while (!(await asked())) await new Promise(setImmediate);
};
const editBox = (page: Page) => page.getByRole('textbox', { name: 'Edit message' });

describe('the client in a small window and on a bad line', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let owner: Person;
  let guild: Guild;
  let talk: Channel;
  let long: Channel;
  const url = (channel: Channel): string => `${server.url}/c/${channel.guild_id}/${channel.channel_id}`;
  const startEdit = async (): Promise<void> => {
    await composer(page).press('ArrowUp');
    await editBox(page).fill('the second version');
  };
  const goOffline = async (): Promise<void> => {
    await page.context().setOffline(true);
    await page.getByText('You are offline').waitFor();
  };
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    for (let n = 1; n <= 12; n += 1) await makeChannel(owner, guild, `room-${n}`);
    long = await makeChannel(owner, guild, LONG_NAME);
    await makeChannel(owner, guild, 'last');
    for (let n = 1; n <= 8; n += 1) await makeGuild(owner, `Garden ${n}`);
    const tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    for (let n = 1; n <= 60; n += 1) await say(tessel, talk, `line ${n}: ${'and on it goes '.repeat(n % 9)}`);
    await say(owner, talk, 'the first version');
    await caughtUp(api);
    browser = await launchChromium();
    visitor = await visit(browser, { viewport: WIDE });
    page = visitor.page;
    await logIn(page, url(talk), 'owner');
    await messageSaying(page, 'line 60').waitFor();
  });
  beforeEach(async () => {
    await page.context().setOffline(false);
    await page.setViewportSize(WIDE);
    await page.goto(url(talk));
    await messageSaying(page, 'line 60').waitFor();
    await composer(page).fill('');
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('reaches every community and the buttons below them', async () => {
    const rail = page.getByRole('navigation', { name: 'Communities' });
    for (const name of ['Night Owls', 'Add a community'])
      expect(await reachable(rail.getByRole('button', { name })), name).to.equal(true);
    await page.keyboard.press('Control+Alt+ArrowUp');
    await page.getByRole('button', { name: 'Garden 8: community menu' }).waitFor();
    expect(await reachable(rail.getByRole('button', { name: 'Garden 8' }))).to.equal(true);
    await page.keyboard.press('Control+Alt+ArrowDown');
    await page.getByRole('button', { name: 'Night Owls: community menu' }).waitFor();
    expect(await reachable(rail.getByRole('button', { name: 'Night Owls' }))).to.equal(true);
    expect(await reachable(channelButton(page, 'talk')), 'beside the rail').to.equal(true);
  });

  it('keeps the open channel in view of its list', async () => {
    for (const name of ['general', 'last']) {
      await page.keyboard.press('Alt+ArrowUp');
      await page.getByRole('heading', { name, exact: true }).waitFor();
      expect(await reachable(page.getByRole('button', { name, exact: true })), name).to.equal(true);
    }
  });

  it('closes a menu at a second press of its button and opens it at a third', async () => {
    const button = page.getByRole('button', { name: 'Account menu' });
    const menu = page.getByRole('menu', { name: 'Account menu' });
    await button.click();
    await menu.waitFor();
    await button.click();
    await menu.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Account menu', expanded: false }).waitFor();
    await button.click();
    await menu.waitFor();
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
  });

  it('scrolls the messages by a page from the composer', async () => {
    const feed = page.getByRole('feed');
    const belowView = () =>
      feed.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
    const isAtEnd = () => expectSoon(async () => (await belowView()) < 2);
    await isAtEnd();
    await composer(page).focus();
    await page.keyboard.press('PageUp');
    await expectSoon(async () => (await belowView()) > 100);
    expect(await focusIn(page, '.composer textarea')).to.equal(true);
    await page.keyboard.press('PageDown');
    await isAtEnd();
  });

  it('keeps an edit that scrolls out of view, and the scroll position of the reader', async () => {
    await startEdit();
    await page.getByRole('feed').hover();
    while ((await editBox(page).count()) > 0) {
      await page.mouse.wheel(0, -900);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await page.locator('.jump').click();
    await editBox(page).waitFor();
    expect(await editBox(page).inputValue()).to.equal('the second version');
    expect(await focusIn(page, '[role=feed]')).to.equal(true);
  });

  it('shows an edit and a reaction of a bad line at once, and saves them when the line is back', async () => {
    // The picker is loaded when it is first opened, so it is opened once on a good line.
    await page.keyboard.press('Control+e');
    await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor();
    await page.keyboard.press('Escape');
    await startEdit();
    await goOffline();
    await editBox(page).press('Enter');
    const message = messageSaying(page, 'the second version');
    await message.getByText('(waiting to be saved)').waitFor();
    await message.hover();
    await message.getByRole('button', { name: 'Add reaction' }).click();
    await page.getByRole('searchbox', { name: 'Search emoji' }).fill('thumbs up');
    await page.keyboard.press('Enter');
    await message.locator('.reaction.waiting').waitFor();
    await page.context().setOffline(false);
    await message.getByText('(edited)').waitFor({ timeout: 45_000 });
    await message.locator('.reaction:not(.waiting)').waitFor({ timeout: 45_000 });
    const saved = (await everyMessage(owner, talk)).find(({ content }) => content === 'the second version');
    expect([saved?.content, saved?.reactions.length]).to.deep.equal(['the second version', 1]);
  });

  it('sends what was written on a bad line after the page was loaded anew', async () => {
    await goOffline();
    await write(page, 'written before the reload');
    await page.locator('.pending', { hasText: 'written before the reload' }).waitFor();
    page.once('dialog', (dialog) => void dialog.accept());
    await page.goto('about:blank');
    await page.context().setOffline(false);
    await page.goto(url(talk));
    await seesOnce(page, 'written before the reload');
    const found = (await everyMessage(owner, talk)).filter(({ content }) => content === 'written before the reload');
    expect(found).to.have.length(1);
  });

  it('asks before it leaves a page with an unsent message', async () => {
    expect(await leavesUnasked(page)).to.equal(true);
    await goOffline();
    await write(page, 'written while away');
    await page.locator('.pending', { hasText: 'written while away' }).waitFor();
    expect(await leavesUnasked(page)).to.equal(false);
    await page.context().setOffline(false);
    await page.locator('.pending').waitFor({ state: 'detached', timeout: 45_000 });
    expect(await leavesUnasked(page)).to.equal(true);
  });

  it('keeps the text in the composer when the channel is renamed', async () => {
    await composer(page).fill('my own words');
    // Another window with its own draft writes to the same key.
    await page.evaluate((key) => localStorage.setItem(key, 'their words'), `filament.draft.${talk.channel_id}`);
    await owner.api('PATCH', pathOf(talk), { body: { name: 'talking' } });
    await page.getByRole('heading', { name: 'talking', exact: true }).waitFor();
    expect(await composer(page).inputValue()).to.equal('my own words');
  });

  it('keeps the text in the search box when the community is renamed', async () => {
    await page.keyboard.press('Control+f');
    await page.getByRole('combobox', { name: 'Search text' }).fill('half a quest');
    await owner.api('PATCH', `/guilds/${guild.guild_id}`, { body: { name: 'Night Birds' } });
    await page.getByRole('heading', { name: 'Search Night Birds' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Search text' }).inputValue()).to.equal('half a quest');
  });

  it('pastes into the composer from anywhere and writes a Hebrew text from right to left', async () => {
    await page.evaluate(() => navigator.clipboard.writeText('שלום!'));
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('Control+v');
    await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value !== '');
    expect(await composer(page).inputValue()).to.equal('שלום!');
    expect(await composer(page).evaluate((area) => getComputedStyle(area).direction)).to.equal('rtl');
  });

  it('moves the focus from pane to pane on a narrow screen', async () => {
    await page.setViewportSize(PHONE);
    const back = page.getByRole('button', { name: 'Back to channels' });
    await back.focus();
    await back.press('Enter');
    await page.locator('.channels [aria-current]').waitFor();
    expect(await focusIn(page, '.channels [aria-current]')).to.equal(true);
    await page.getByRole('button', { name: LONG_NAME, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: LONG_NAME, exact: true }).waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('[role=feed]') === true);
  });

  it('cuts a long name short where it has no room', async () => {
    await page.setViewportSize(PHONE);
    await page.goto(url(long));
    const name = page.getByRole('heading', { level: 1 }).getByText(LONG_NAME);
    expect(await name.evaluate((text) => text.scrollWidth > text.clientWidth)).to.equal(true);
    expect(await reachable(page.getByRole('button', { name: 'Member list' }))).to.equal(true);
    await page.keyboard.press('Control+k');
    const dialog = page.getByRole('dialog', { name: 'Jump to' });
    await page.keyboard.type('a-name');
    await dialog.getByRole('option', { name: LONG_NAME }).first().waitFor();
    expect(await dialog.evaluate((it) => it.scrollWidth - it.clientWidth)).to.be.at.most(0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('closes the member list over the messages on Escape, on a press beside it and under a banner', async () => {
    await page.setViewportSize(PHONE);
    const members = page.getByRole('complementary', { name: 'Members' });
    const toggle = page.getByRole('button', { name: 'Member list' });
    await toggle.click();
    await members.waitFor();
    await page.keyboard.press('Escape');
    await members.waitFor({ state: 'hidden' });
    await toggle.click();
    await members.waitFor();
    await page.mouse.click(20, 320);
    await members.waitFor({ state: 'hidden' });
    await toggle.click();
    await members.waitFor();
    await goOffline();
    expect(await reachable(toggle)).to.equal(true);
    await toggle.click();
    await members.waitFor({ state: 'hidden' });
  });

  it('shows chosen elements in a different colour under forced colours', async () => {
    const other = await visit(browser, { forcedColors: 'active' });
    await logIn(other.page, server.url, 'owner');
    await other.page.getByRole('button', { name: 'Account menu' }).click();
    const items = other.page.getByRole('menuitem');
    await items.first().waitFor();
    expect(await ground(items.first()), 'an item of the menu').not.to.equal(await ground(items.nth(1)));
    await other.page.keyboard.press('Escape');
    for (const [chosen, not] of [
      ['.rail-guild[aria-current]', '.rail-guild:not([aria-current])'],
      ['.channel.open', '.channel:not(.open)'],
    ] as const) {
      const one = (selector: string) => ground(other.page.locator(selector).first());
      expect(await one(chosen), chosen).not.to.equal(await one(not));
    }
    await other.page.keyboard.press('Control+k');
    const options = other.page.getByRole('option');
    await options.first().waitFor();
    expect(await ground(options.first()), 'a suggestion').not.to.equal(await ground(options.nth(1)));
    await other.leave();
  });

  it('breaks no policy of the page and throws no error', () => {
    expect(visitor.faults).to.deep.equal([]);
  });
});
