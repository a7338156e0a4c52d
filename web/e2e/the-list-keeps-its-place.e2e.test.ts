import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Channel } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  makeChannel,
  makeGuild,
  type Person,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, logIn, messageSaying, type Visitor, visit } from './browsers.ts';

const MESSAGES = 360;
const AT_ONCE = 8;
const WIDE = { width: 1280, height: 800 };
const textOf = (n: number): string => `line ${n}. ${'and on it goes '.repeat((n * 7) % 11)}`;

const feed = (page: Page) => page.getByRole('feed');
const fromEnd = (page: Page): Promise<number> =>
  feed(page).evaluate((view) => view.scrollHeight - view.clientHeight - view.scrollTop);
/** Waits until everything that a change of size leads to is drawn. */
const drawn = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
/** The first message whose top is in view, with its pixels below the top of the view. */
const firstInView = (page: Page): Promise<{ readonly text: string; readonly top: number }> =>
  feed(page).evaluate((view) => {
    const { top } = view.getBoundingClientRect();
    const row = [...view.querySelectorAll('[data-message]')].find((one) => one.getBoundingClientRect().top >= top);
    return {
      text: /line \d+\./.exec(row?.textContent ?? '')?.[0] ?? '',
      top: (row?.getBoundingClientRect().top ?? 0) - top,
    };
  });
const scrollUp = async (page: Page, by: number): Promise<void> => {
  await feed(page).hover();
  await page.mouse.wheel(0, -by);
  await page.getByRole('button', { name: 'Jump to present' }).waitFor();
  await drawn(page);
};
const open = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('heading', { name, exact: true }).waitFor();
};

describe('the list of messages', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let owner: Person;
  let long: Channel;
  let visitor: Visitor;
  let page: Page;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    long = await makeChannel(owner, guild, 'long');
    for (const n of [1, 2, 3, 4, 5, 6, 7]) await makeChannel(owner, guild, `room-${n}`);
    for (let n = 1; n <= MESSAGES; n += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => say(owner, long, textOf(n + i))));
    }
    await say(owner, long, 'see https://example.org/one and https://example.org/two');
    await say(owner, long, 'the last line');
    await caughtUp(api);
    browser = await launchChromium();
    visitor = await visit(browser);
    ({ page } = visitor);
    await logIn(page, `${server.url}/c/${long.guild_id}/${long.channel_id}`, 'owner');
    await messageSaying(page, 'the last line').waitFor();
  });
  beforeEach(async () => {
    await page.setViewportSize(WIDE);
    await open(page, 'room-1');
    await open(page, 'long');
    await page.locator('[data-message]').first().waitFor();
    await page.keyboard.press('Escape');
    await messageSaying(page, 'the last line').waitFor();
    await drawn(page);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('stays at its end while the composer grows, and follows what is said then', async () => {
    for (let n = 0; n < 8; n += 1) {
      await page.keyboard.type(`row ${n}`);
      await page.keyboard.press('Shift+Enter');
      await drawn(page);
      expect(await fromEnd(page), `after ${n + 1} rows`).to.be.below(9);
    }
    expect(await page.locator('.jump').count()).to.equal(0);
    await say(owner, long, 'said while I type');
    await messageSaying(page, 'said while I type').waitFor();
    expect(await fromEnd(page)).to.be.below(9);
    await composer(page).fill('');
    await drawn(page);
    expect(await fromEnd(page)).to.be.below(9);
  });

  it('shows the buttons of the row under a pointer that rests after a scroll', async () => {
    await open(page, 'long');
    await messageSaying(page, 'the last line').waitFor();
    await feed(page).hover();
    for (const by of [-97, -104, 111, 118, -125, -132, 139, 146]) {
      const before = await fromEnd(page);
      await page.mouse.wheel(0, by);
      await page.waitForFunction((was) => {
        const view = document.querySelector('[role=feed]');
        return view !== null && view.scrollHeight - view.clientHeight - view.scrollTop !== was;
      }, before);
      await page.locator('.virtual-sizer:not(.moving) .virtual-row:hover').waitFor({ state: 'attached' });
    }
  });

  it('stays at its end while the window shrinks and grows', async () => {
    for (const height of [500, 380, 640, 800]) {
      await page.setViewportSize({ width: 1280, height });
      await page.waitForFunction((wanted) => innerHeight === wanted, height);
      await drawn(page);
      expect(await fromEnd(page), `at ${height}`).to.be.below(9);
    }
    expect(await page.locator('.jump').count()).to.equal(0);
  });

  it('does not move under a reader further up while the composer and the window change', async () => {
    await scrollUp(page, 2_000);
    const before = await firstInView(page);
    for (let n = 0; n < 6; n += 1) await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('x');
    await page.setViewportSize({ width: 1280, height: 500 });
    await page.waitForFunction(() => innerHeight === 500);
    await drawn(page);
    const after = await firstInView(page);
    expect(after.text).to.equal(before.text);
    expect(after.top).to.be.closeTo(before.top, 1);
    await composer(page).fill('');
  });

  it('shows each channel where it was left', async () => {
    await scrollUp(page, 1_900);
    const before = await firstInView(page);
    await open(page, 'room-2');
    await open(page, 'long');
    await page.getByRole('button', { name: 'Jump to present' }).waitFor();
    await drawn(page);
    const after = await firstInView(page);
    expect(after.text).to.equal(before.text);
    expect(after.top).to.be.closeTo(before.top, 1);
  });

  it('shows a channel where it was left far up, also after many others', async () => {
    await scrollUp(page, 9_000);
    await drawn(page);
    await page.mouse.wheel(0, -9_000);
    await drawn(page);
    await page.waitForFunction(() => document.querySelector('[role=feed]')?.getAttribute('aria-busy') === 'false');
    const before = await firstInView(page);
    for (const n of [1, 2, 3, 4, 5, 6, 7]) await open(page, `room-${n}`);
    await open(page, 'long');
    await messageSaying(page, before.text).waitFor();
    await drawn(page);
    const after = await firstInView(page);
    expect(after.text).to.equal(before.text);
    expect(after.top).to.be.closeTo(before.top, 2);
  });

  it('is one stop of Tab, and Tab enters the message with the focus only', async () => {
    const at = (): Promise<string> =>
      page.evaluate(() => {
        const { activeElement: it } = document;
        return it?.getAttribute('aria-label') ?? it?.textContent ?? '';
      });
    const press = async (key: string): Promise<string> => {
      await page.keyboard.press(key);
      return at();
    };
    await composer(page).focus();
    expect(await press('Shift+Tab')).to.equal('Attach files');
    expect(await press('Shift+Tab')).to.equal('Messages in #long');
    expect(await press('Tab')).to.equal('Attach files');
    expect(await press('Tab')).to.equal('Message #long');
    await press('Shift+Tab');
    await press('Shift+Tab');
    expect(await press('ArrowUp')).to.include('said while I type');
    await press('ArrowUp');
    expect(await press('ArrowUp')).to.include('https://example.org/one');
    expect(await press('Tab')).to.equal('https://example.org/one');
    expect(await press('Tab')).to.equal('https://example.org/two');
    expect(await press('Tab')).to.equal('Add reaction');
    expect(await press('ArrowRight')).to.equal('Reply');
    expect(await press('End')).to.equal('More actions');
    expect(await press('ArrowLeft')).to.equal('Delete');
    expect(await press('Home')).to.equal('Add reaction');
    expect(await press('Escape')).to.include('https://example.org/one');
    expect(await press('Tab')).to.equal('https://example.org/one');
    expect(await press('Escape')).to.include('https://example.org/one');
    for (let n = 0; n < 3; n += 1) await press('Tab');
    expect(await press('Tab')).to.equal('Attach files');
    expect(await press('Tab')).to.equal('Message #long');
  });

  it('lays the page out once a frame while it scrolls', async () => {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const count = async (name: string): Promise<number> =>
      (await session.send('Performance.getMetrics')).metrics.find((one) => one.name === name)?.value ?? 0;
    await scrollUp(page, 1_000);
    await page.evaluate(() => {
      const list = document.querySelector('[role=feed]');
      return new Promise<void>((resolve) => {
        let left = 60;
        const step = (): void => {
          list?.scrollBy(0, left % 2 === 0 ? -300 : -280);
          left -= 1;
          if (left > 0) requestAnimationFrame(step);
          else resolve();
        };
        requestAnimationFrame(step);
      });
    });
    const before = await count('LayoutCount');
    const frames = await page.evaluate(() => {
      const list = document.querySelector('[role=feed]');
      return new Promise<number>((resolve) => {
        let seen = 0;
        const step = (): void => {
          list?.scrollBy(0, 260);
          seen += 1;
          if (seen < 60) requestAnimationFrame(step);
          else requestAnimationFrame(() => resolve(seen));
        };
        requestAnimationFrame(step);
      });
    });
    const layouts = (await count('LayoutCount')) - before;
    expect(layouts / frames).to.be.at.most(1);
  });

  it('breaks no policy of the page and throws no error', () => {
    expect(visitor.faults).to.deep.equal([]);
  });
});
