import { expect } from 'chai';
import type { Browser, Page, Request } from 'playwright-core';
import type { Channel } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, logIn, messageSaying, seriousFindings, type Visitor, visit } from './browsers.ts';

const MESSAGES = 320;
const AT_ONCE = 8;
const FOUND = 40;
const textOf = (n: number): string =>
  n === FOUND ? 'the saffron kite was number forty' : `number ${n}: ${'and on it goes '.repeat((n * 7) % 11)}`;

const box = (page: Page) => page.getByRole('combobox', { name: 'Search text' });
const hits = (page: Page) => page.getByRole('list', { name: 'Results' }).getByRole('button');
const focusedMessage = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.closest('[data-message]')?.textContent ?? '');

describe('the search for a message', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let reader: Visitor;
  let page: Page;
  let long: Channel;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    const owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    long = await makeChannel(owner, guild, 'long');
    const aside = await makeChannel(owner, guild, 'aside');
    const tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    for (let n = 1; n <= MESSAGES; n += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => say(owner, long, textOf(n + i))));
    }
    await say(tessel, aside, 'my saffron <b>scarf</b> is new');
    await caughtUp(api);
    browser = await launchChromium();
    reader = await visit(browser);
    page = reader.page;
    await logIn(page, `${server.url}/c/${aside.guild_id}/${aside.channel_id}`, 'owner');
    await messageSaying(page, 'scarf').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('opens with a key and lists its filters, once', async () => {
    await composer(page).focus();
    await page.keyboard.press('Control+f');
    await box(page).waitFor();
    expect(await box(page).evaluate((input) => input === document.activeElement)).to.equal(true);
    await page.locator('.search-help').getByText('from:name').waitFor();
    expect(await page.getByRole('listbox', { name: 'Filters' }).count()).to.equal(0);
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('searches while the user types, and leaves the focus and the words of the field alone', async () => {
    const searches: string[] = [];
    const heard = (request: Request): void => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname.endsWith('/search')) searches.push(searchParams.get('q') ?? '');
    };
    page.on('request', heard);
    await page.keyboard.type('saffron sc*');
    await page.getByRole('status').getByText('1 result', { exact: true }).waitFor();
    expect(searches).to.deep.equal(['saffron sc*']);
    expect(await box(page).evaluate((input) => input === document.activeElement)).to.equal(true);
    await page.keyboard.type(' from:');
    await page.getByText('Press Enter to search.').waitFor();
    expect(await page.getByRole('alert').count(), 'an unfinished text is no fault').to.equal(0);
    await box(page).fill('');
    await page.locator('.search-help').waitFor();
    expect(searches).to.deep.equal(['saffron sc*']);
    page.off('request', heard);
  });

  it('takes suggestions with the arrow keys and finds the message', async () => {
    await page.keyboard.type('saffron fr');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await box(page).inputValue()).to.equal('saffron from:');
    await page.keyboard.type('te');
    await page.getByRole('option', { name: 'from:tessel' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await box(page).inputValue()).to.equal('saffron from:tessel ');
    await page.keyboard.press('Enter');
    await page.getByText('1 result', { exact: true }).waitFor();
    expect(await hits(page).getByText('#aside').count()).to.equal(1);
    expect(await hits(page).locator('mark').allTextContents()).to.deep.equal(['saffron']);
    expect(await hits(page).locator('b').count()).to.equal(0);
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('finds a message for a browser whose time zone the server does not know', async () => {
    const there = await visit(browser);
    await there.page.addInitScript(() => {
      const known = Intl.DateTimeFormat.prototype.resolvedOptions;
      Intl.DateTimeFormat.prototype.resolvedOptions = function resolved() {
        return { ...known.call(this), timeZone: 'Mars/Olympus_Mons' };
      };
    });
    await logIn(there.page, `${server.url}/c/${long.guild_id}/${long.channel_id}`, 'owner');
    await composer(there.page).focus();
    await there.page.keyboard.press('Control+f');
    await box(there.page).fill(`kite during:${new Date().getFullYear()}`);
    await box(there.page).press('Enter');
    await there.page.getByText('1 result', { exact: true }).waitFor();
    // The browser logs the refusal of the zone as an error.
    expect(there.faults).to.have.length(1);
    await there.leave();
  });

  it('finds an own message by the day on the screen, wherever the user is', async () => {
    // A day apart, so at least one of them has another date than UTC.
    for (const timezoneId of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const there = await visit(browser, { timezoneId });
      await logIn(there.page, `${server.url}/c/${long.guild_id}/${long.channel_id}`, 'owner');
      await composer(there.page).focus();
      await there.page.keyboard.press('Control+f');
      await box(there.page).fill('kite from:m');
      await there.page.getByRole('option', { name: 'from:me' }).click();
      await there.page.keyboard.type('during:');
      await there.page.getByRole('option', { name: /^during:\d{4}-\d\d-\d\d/ }).click();
      await there.page.keyboard.press('Enter');
      await there.page.getByText('1 result', { exact: true }).waitFor();
      expect(there.faults).to.deep.equal([]);
      await there.leave();
    }
  });

  it('jumps to the message with the history around it', async () => {
    await box(page).fill('saffron kite');
    await page.keyboard.press('Enter');
    await page.getByText('1 result', { exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'long', exact: true }).waitFor();
    await messageSaying(page, 'the saffron kite').waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[data-message]') !== null);
    expect(await focusedMessage(page)).to.contain('the saffron kite');
    for (const n of [FOUND - 1, FOUND + 1]) await messageSaying(page, `number ${n}:`).waitFor();
    expect(await messageSaying(page, `number ${MESSAGES}:`).count()).to.equal(0);
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('goes on from the message in both directions and back to the present', async () => {
    const list = page.getByRole('feed');
    const scrollUntil = async (by: number, wanted: string): Promise<void> => {
      await list.hover();
      for (let turn = 0; turn < 200 && (await messageSaying(page, wanted).count()) === 0; turn += 1) {
        await page.mouse.wheel(0, by);
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
      await messageSaying(page, wanted).first().waitFor();
    };
    await scrollUntil(-600, 'number 1:');
    await scrollUntil(600, 'number 150:');
    await page.getByRole('button', { name: 'Jump to present' }).click();
    await messageSaying(page, `number ${MESSAGES}:`).waitFor();
    await page.getByRole('button', { name: 'Jump to present' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^owner #long/ }).click();
    await messageSaying(page, 'the saffron kite').waitFor();
    await scrollUntil(900, `number ${MESSAGES}:`);
  });

  it('says when it finds nothing and when its text is invalid', async () => {
    await page.keyboard.press('Control+f');
    await box(page).fill('nothinglikethis');
    await box(page).press('Enter');
    await page.getByText('Nothing found.').waitFor();
    await box(page).fill('saffron form:tessel');
    await box(page).press('Enter');
    await page.getByRole('alert').getByText('Did you mean from:?').waitFor();
    expect(await box(page).getAttribute('aria-invalid')).to.equal('true');
    expect(await page.locator('.search-wrong mark').textContent()).to.equal('form:tessel');
    // The browser logs each refusal as an error. The test caused this one.
    expect(reader.faults.splice(0)).to.have.length(1);
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('says what to do with a sentence of a script without spaces that is too long', async () => {
    await box(page).fill(`${'\u6F22'.repeat(130)}2024\u5E74`);
    await box(page).press('Enter');
    await page.getByRole('alert').getByText('Search for a shorter part of the text.').waitFor();
    expect(reader.faults.splice(0)).to.have.length(1);
  });

  it('closes on Escape and gives the focus back', async () => {
    await box(page).fill('');
    await page.keyboard.press('Escape');
    await box(page).waitFor({ state: 'detached' });
    await composer(page).focus();
    await page.keyboard.press('Control+f');
    await box(page).waitFor();
    await page.keyboard.press('Escape');
    await box(page).waitFor({ state: 'detached' });
    expect(await composer(page).evaluate((area) => area === document.activeElement)).to.equal(true);
  });

  it('makes room for the message on a narrow screen', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await page.getByRole('button', { name: 'Search messages' }).click();
    await box(page).fill('scarf');
    await box(page).press('Enter');
    expect(await seriousFindings(page)).to.deep.equal([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).to.be.at.most(0);
    await page.getByRole('button', { name: /^tessel #aside/ }).click();
    await messageSaying(page, 'scarf').waitFor();
    await box(page).waitFor({ state: 'detached' });
    expect(reader.faults).to.deep.equal([]);
  });
});
