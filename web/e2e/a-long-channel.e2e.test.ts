import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Channel } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  everyMessage,
  makeChannel,
  makeGuild,
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { channelButton, drawnIds, holdHistory, logIn, messageSaying, type Visitor, visit } from './browsers.ts';

const MESSAGES = 440;
const AT_ONCE = 8;

/** Text of one line, a few or many, so that the list keeps its place over rows of any height. */
const textOf = (n: number): string => `message number ${n}: ${'and on it goes '.repeat((n * 7) % 23)}`;

const list = (page: Page) => page.getByRole('feed');
/** The number of the message in the middle of the view, and its pixels below the top of the view. */
const inTheMiddle = (page: Page): Promise<{ readonly text: string; readonly top: number }> =>
  list(page).evaluate((view) => {
    const { top, height } = view.getBoundingClientRect();
    const rows = [...view.querySelectorAll('[data-message]')];
    const row = rows.find((one) => one.getBoundingClientRect().bottom > top + height / 2);
    return {
      text: /number \d+:/.exec(row?.textContent ?? '')?.[0] ?? '',
      top: (row?.getBoundingClientRect().top ?? 0) - top,
    };
  });
const topOf = (page: Page, text: string): Promise<number> =>
  messageSaying(page, text).evaluate((row) => {
    const view = row.closest('[role=feed]');
    return row.getBoundingClientRect().top - (view?.getBoundingClientRect().top ?? 0);
  });
const heightOf = (page: Page): Promise<number> => list(page).evaluate((view) => view.scrollHeight);
const fromEnd = (page: Page): Promise<number> =>
  list(page).evaluate((view) => view.scrollHeight - view.clientHeight - view.scrollTop);

describe('a long channel', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let reader: Visitor;
  let owner: Person;
  let channel: Channel;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    channel = await makeChannel(owner, await makeGuild(owner, 'Night Owls'), 'long');
    for (let n = 1; n <= MESSAGES; n += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => say(owner, channel, textOf(n + i))));
    }
    await caughtUp(api);
    browser = await launchChromium();
    reader = await visit(browser);
    await logIn(reader.page, `${server.url}/c/${channel.guild_id}/${channel.channel_id}`, 'owner');
    await reader.page.locator('[data-message]').first().waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('opens at its end and draws little more than the rows in view', async () => {
    const { page } = reader;
    expect(await fromEnd(page)).to.be.below(9);
    expect(await page.locator('[data-message]').count()).to.be.below(80);
  });

  it('stays at its end when a new message comes', async () => {
    const { page } = reader;
    await say(owner, channel, 'something new');
    await messageSaying(page, 'something new').waitFor();
    expect(await fromEnd(page)).to.be.below(9);
  });

  it('does not move under a reader further up when messages are sent, edited and deleted', async () => {
    const { page } = reader;
    // The earlier page comes after the list has fixed its place, as on a slow line.
    const { held, release } = await holdHistory(page);
    await list(page).hover();
    await page.mouse.wheel(0, -3_000);
    await page.getByRole('button', { name: 'Jump to present' }).waitFor();
    await held;
    const before = await inTheMiddle(page);
    const height = await heightOf(page);
    release();
    await page.waitForFunction((lower) => (document.querySelector('[role=feed]')?.scrollHeight ?? 0) > lower, height);
    await say(owner, channel, 'while you were reading');
    await page.getByRole('button', { name: '1 new message' }).waitFor();
    expect(await topOf(page, before.text)).to.be.closeTo(before.top, 1);
    const drawn = await drawnIds(page);
    const path = (id: string | undefined): string => `${pathOf(channel)}/messages/${id}`;
    await owner.api('DELETE', path(drawn[1]));
    await owner.api('DELETE', path(drawn.at(-2)));
    await owner.api('PATCH', path(drawn[0]), { body: { content: `edited above ${'and longer now '.repeat(40)}` } });
    await owner.api('PATCH', path(drawn.at(-1)), { body: { content: 'edited below' } });
    await page.waitForFunction(
      (gone) => gone.every((id) => document.querySelector(`[data-message="${id}"]`) === null),
      [drawn[1], drawn.at(-2)],
    );
    for (const text of ['edited above', 'edited below']) await messageSaying(page, text).waitFor({ state: 'attached' });
    expect(await topOf(page, before.text)).to.be.closeTo(before.top, 1);
    await page.setViewportSize({ width: 1280, height: 700 });
    await page.waitForFunction(() => innerHeight === 700);
    expect(await topOf(page, before.text)).to.be.closeTo(before.top, 60);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('scrolls back to its first message and keeps its place over every page', async () => {
    const { page } = reader;
    await list(page).hover();
    const beginning = page.getByRole('heading', { name: 'Welcome to #long' });
    const seen = new Set<string>();
    const order: ReadonlyArray<string> = (await everyMessage(owner, channel)).map(({ message_id }) => message_id);
    const [start] = await drawnIds(page);
    const drawn = new Set<string>();
    for (let turn = 0; turn < 400 && !(await beginning.isVisible()); turn += 1) {
      const before = await inTheMiddle(page);
      seen.add(before.text);
      const here = await drawnIds(page);
      for (const id of here) drawn.add(id);
      // The messages stand in the order of the log without a gap, also where pages meet.
      const from = order.indexOf(here[0] ?? '');
      expect(here).to.deep.equal(order.slice(from, from + here.length));
      await page.mouse.wheel(0, -600);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      // The wheel moves each row by at most one turn, except at the top of the list.
      const { scrollTop } = await list(page).evaluate((view) => ({ scrollTop: view.scrollTop }));
      if ((await messageSaying(page, before.text).count()) === 1 && scrollTop > 0) {
        expect(await topOf(page, before.text)).to.be.within(before.top - 1, before.top + 601);
      }
    }
    await beginning.waitFor();
    await messageSaying(page, 'message number 1:').waitFor();
    expect(seen.size).to.be.above(30);
    for (const id of await drawnIds(page)) drawn.add(id);
    const above = order.slice(0, order.indexOf(start ?? '') + 1);
    expect(above.filter((id) => !drawn.has(id))).to.deep.equal([]);
    expect(await page.locator('[data-message]').count()).to.be.below(80);
  });

  it('returns to the present with one button', async () => {
    const { page } = reader;
    await page.locator('.jump').click();
    await messageSaying(page, 'while you were reading').waitFor();
    expect(await fromEnd(page)).to.be.below(9);
    expect(await list(page).evaluate((view) => view === document.activeElement)).to.equal(true);
    expect(reader.faults).to.deep.equal([]);
  });

  it('is whole and in order when it is left and opened again', async () => {
    const { page } = reader;
    await channelButton(page, 'general').click();
    await page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await say(owner, channel, 'said in the other room');
    await channelButton(page, 'long').click();
    await messageSaying(page, 'said in the other room').waitFor();
    const tail = await page.locator('[data-message] .content').allTextContents();
    expect(tail.slice(-3)).to.deep.equal(['something new', 'while you were reading', 'said in the other room']);
  });
});
