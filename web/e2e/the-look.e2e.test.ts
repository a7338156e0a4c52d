import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Channel } from '#gateway/protocol/resources.ts';
import { apiOf, claimOwner, join, makeChannel, makeGuild, newcomer, say } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, logIn, messageSaying, type Visitor, visit } from './browsers.ts';

const LONG = 'A sentence that goes on and on, as people write them late at night. '.repeat(12);
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const TARGET = 44;

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    return (
      at?.getAttribute('aria-label') ?? (at instanceof HTMLInputElement ? at.value : (at?.textContent?.trim() ?? ''))
    );
  });

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const boxOf = async (page: Page, selector: string): Promise<Box> => {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not shown`);
  return box;
};

describe('the look of the client', function () {
  this.timeout(90_000);
  let server: TestServer;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let channel: Channel;
  const at = () => `${server.url}/c/${channel.guild_id}/${channel.channel_id}`;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    const owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    channel = await makeChannel(owner, guild, 'telescopes');
    const tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    for (let n = 0; n < 40; n += 1) await say(owner, channel, `line ${n}`);
    await say(owner, channel, LONG);
    await say(tessel, channel, 'good night');
    browser = await launchChromium();
    visitor = await visit(browser);
    page = visitor.page;
    await logIn(page, at(), 'owner');
    await messageSaying(page, LONG).waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('comes with its own typeface, cached for good and below 40 kB', async () => {
    const html = await (await fetch(server.url)).text();
    const [, path] = /<link rel="preload"[^>]*href="([^"]+\.woff2)"/.exec(html) ?? [];
    const font = await fetch(server.url + path);
    expect(font.headers.get('content-type')).to.equal('font/woff2');
    expect(font.headers.get('cache-control')).to.include('immutable');
    expect((await font.arrayBuffer()).byteLength).to.be.within(10_000, 40_000);
    const loaded = await page.evaluate(() => document.fonts.check('16px Inter', 'Night Owls'));
    expect(loaded).to.equal(true);
  });

  it('keeps its lines in place when the typeface arrives', async () => {
    const widths = await page.evaluate(() => {
      const context = document.createElement('canvas').getContext('2d');
      const measure = (font: string): number => {
        if (context !== null) context.font = font;
        return context?.measureText('Focus with the mask, lock it, then do not touch anything.').width ?? 0;
      };
      return [400, 600].map((weight) => measure(`${weight} 100px Inter`) / measure(`${weight} 100px "Inter Fallback"`));
    });
    for (const ratio of widths) expect(ratio).to.be.within(0.98, 1.02);
  });

  it('has at most 90 characters in a line on a wide screen', async () => {
    await page.setViewportSize({ width: 1920, height: 1080 });
    const perLine = await messageSaying(page, LONG)
      .locator('.content')
      .evaluate((text) => {
        const range = document.createRange();
        range.selectNodeContents(text);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
        return (text.textContent?.length ?? 0) / lines;
      });
    expect(perLine).to.be.within(60, 90);
    const [row, box] = [await boxOf(page, '.message .content'), await boxOf(page, '.composer')];
    expect(Math.abs(box.x + box.width - row.x - row.width), 'composer and messages end together').to.be.below(2);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('gives the rows of the two side lists one height and the same lines', async () => {
    const [room, member] = [await boxOf(page, '.channel'), await boxOf(page, '.member')];
    expect(room.height).to.equal(member.height);
    expect(room.y).to.equal(member.y);
  });

  it('keeps the time of a grouped message away from its text', async () => {
    const row = messageSaying(page, 'line 39');
    await row.hover();
    const time = await row.locator('.gutter').boundingBox();
    const text = await row.locator('.content').boundingBox();
    expect((text?.x ?? 0) - (time?.x ?? 0) - (time?.width ?? 0)).to.be.at.least(8);
  });

  it('shows the whole toolbar of the first message in view', async () => {
    const list = await boxOf(page, '.virtual-list');
    await page.mouse.move(list.x + list.width / 2, list.y + 6);
    await page.locator('.toolbar').waitFor();
    const bar = await boxOf(page, '.toolbar');
    expect(bar.y).to.be.at.least(list.y);
  });

  it('says the time of a message without the day that its divider names', async () => {
    const time = await page.locator('.message-head time').first().innerText();
    expect(time)
      .to.match(/^\d{1,2}:\d\d( [AP]M)?$/)
      .and.not.match(/^0/);
  });

  it('gives the edge of a field a contrast of three', async () => {
    await page.keyboard.press('Control+k');
    const contrasts = await page.getByRole('dialog').evaluate((dialog) => {
      const light = (colour: string): number => {
        const [r = 0, g = 0, b = 0] = [...colour.matchAll(/[\d.]+/g)].map(([n]) => Number(n) / 255);
        const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
      };
      const ratio = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const field = dialog.querySelector('input');
      return ['dark', 'light', 'contrast'].map((theme) => {
        document.documentElement.setAttribute('data-theme', theme);
        if (field === null) return 0;
        field.style.setProperty('transition', 'none');
        field.blur();
        return ratio(light(getComputedStyle(field).borderTopColor), light(getComputedStyle(dialog).backgroundColor));
      });
    });
    await page.evaluate(() => document.documentElement.removeAttribute('data-theme'));
    await page.keyboard.press('Escape');
    for (const contrast of contrasts) expect(contrast).to.be.at.least(3);
  });

  it('deletes a message with Enter on the question, and goes on in the composer', async () => {
    const row = messageSaying(page, 'line 38');
    await row.hover();
    await row.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete message?' }).waitFor();
    expect(await focused(page)).to.equal('Delete');
    await page.keyboard.press('Enter');
    await row.waitFor({ state: 'detached' });
    expect(await focused(page)).to.equal('Message #telescopes');
  });

  it('opens an invite with a link that is ready and chosen, and keeps the focus when its content changes', async () => {
    await page.getByRole('main').getByRole('button', { name: 'Invite people' }).click();
    await page.getByLabel('Invite link').waitFor();
    expect(await focused(page)).to.match(/\/invite\//);
    await page.getByRole('button', { name: 'Change', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Make a new link' }).press('Enter');
    await page.getByLabel('Invite link').waitFor();
    expect(await focused(page)).to.match(/\/invite\//);
    await page.keyboard.press('Escape');
  });

  it('keeps the focus in the list of sessions when one is ended', async () => {
    const other = await visit(browser);
    await logIn(other.page, at(), 'owner');
    await messageSaying(other.page, LONG).waitFor();
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menuitem', { name: 'Sessions' }).click();
    const dialog = page.getByRole('dialog', { name: 'Where you are logged in' });
    const ends = dialog.getByRole('button', { name: 'Log out Chrome on Linux' });
    await ends.first().press('Enter');
    await ends.first().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).to.equal(true);
    await page.keyboard.press('Escape');
    await other.leave();
  });

  it('shows a toast clear of the composer', async () => {
    const row = messageSaying(page, 'line 37');
    await row.hover();
    await row.getByRole('button', { name: 'Copy text' }).click();
    await page.locator('.toast').waitFor();
    expect(overlap(await boxOf(page, '.toast'), await boxOf(page, '.composer'))).to.equal(false);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.locator('.toast').waitFor({ state: 'detached' });
  });

  it('has targets for a finger, and fields that no phone zooms into', async () => {
    const phone = await visit(browser, PHONE);
    await phone.page.goto(server.url);
    const size = (selector: string) =>
      phone.page
        .locator(selector)
        .first()
        .evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize));
    expect(await size('input')).to.be.at.least(16);
    await logIn(phone.page, at(), 'owner');
    await composer(phone.page).waitFor();
    expect(await size('.composer textarea')).to.be.at.least(16);
    for (const button of await phone.page.locator('.channel-head button:visible').all()) {
      const box = await button.boundingBox();
      expect(
        Math.min(box?.width ?? 0, box?.height ?? 0),
        (await button.getAttribute('aria-label')) ?? '',
      ).to.be.at.least(TARGET);
    }
    await phone.leave();
  });

  it('shows all faults of a registration at once, in place of the rules', async () => {
    const stranger = await visit(browser);
    const entry = stranger.page;
    await entry.goto(server.url);
    await entry.getByRole('button', { name: 'Create account' }).click();
    await entry.getByText('2 to 32 letters from a to z').waitFor();
    await entry.getByLabel('Username').fill('ada lovelace');
    await entry.getByLabel('Password', { exact: true }).fill('short');
    await entry.getByRole('button', { name: 'Create account' }).click();
    await entry.getByText('Use only letters from a to z').waitFor();
    await entry.getByText('7 more to go').waitFor();
    expect(await entry.getByText('letters from a to z').count(), 'the rule stands once').to.equal(1);
    expect(await entry.getByText(/characters/).count(), 'the rule stands once').to.equal(1);
    expect(await entry.evaluate(() => document.activeElement?.getAttribute('autocomplete'))).to.equal('username');
    expect(stranger.faults).to.deep.equal([]);
    await stranger.leave();
  });

  it('shows a chosen theme before the first paint', async () => {
    const painter = await visit(browser, { colorScheme: 'dark' });
    await painter.page.goto(server.url);
    await painter.page.evaluate(() => localStorage.setItem('filament.theme', 'light'));
    await painter.page.addInitScript(() => {
      document.addEventListener('readystatechange', () => {
        (window as { early?: string | undefined }).early ??= document.documentElement.dataset['theme'];
      });
    });
    await painter.page.reload();
    expect(await painter.page.evaluate(() => (window as { early?: string | undefined }).early)).to.equal('light');
    await painter.leave();
  });

  it('breaks no policy of the page and throws no error', () => {
    expect(visitor.faults).to.deep.equal([]);
  });
});
