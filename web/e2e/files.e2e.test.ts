import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Channel } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { animation, photoPixels } from '#infra/workshop/testkit/photos.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, expectCount, logIn, messageSaying, say, seriousFindings, type Visitor, visit } from './browsers.ts';
import { cutOff } from './cut-off.ts';

const KIB = 1_024;
const BYTES_MAX = 2_000 * KIB;

type Given = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };
const file = (name: string, mimeType: string, buffer: Buffer | string): Given => ({
  name,
  mimeType,
  buffer: Buffer.from(buffer),
});

const tray = (page: Page) => page.getByRole('region', { name: 'Files of this message' });
const card = (page: Page, name: string) => tray(page).getByRole('listitem').filter({ hasText: name });
const lastMessage = (page: Page) => page.locator('[data-message]').last();
const lightbox = (page: Page) => page.getByRole('dialog', { name: 'Picture', exact: true });

const pick = async (page: Page, ...files: ReadonlyArray<Given>): Promise<void> => {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Attach files' }).click(),
  ]);
  await chooser.setFiles(files.map(({ name, mimeType, buffer }) => ({ name, mimeType, buffer })));
};

/** Gives files to the page as a drop or a paste does. */
const give = async (
  page: Page,
  kind: 'drag' | 'drop' | 'paste',
  files: ReadonlyArray<Given>,
  text?: string,
): Promise<void> => {
  await page.evaluate(
    ([kind, files, text]) => {
      const transfer = new DataTransfer();
      for (const { name, type, base64 } of files)
        transfer.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], name, { type }));
      if (text !== null) transfer.setData('text/plain', text);
      const target = document.activeElement ?? document.body;
      const given = { bubbles: true, cancelable: true };
      if (kind === 'paste') target.dispatchEvent(new ClipboardEvent('paste', { ...given, clipboardData: transfer }));
      else if (kind === 'drag') target.dispatchEvent(new DragEvent('dragenter', { ...given, dataTransfer: transfer }));
      else target.dispatchEvent(new DragEvent('drop', { ...given, dataTransfer: transfer }));
    },
    [
      kind,
      files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, base64: buffer.toString('base64') })),
      text ?? null,
    ] as const,
  );
};

const ready = (page: Page, done: number, all: number): Promise<void> =>
  page.getByText(`${done} of ${all} ${all === 1 ? 'file' : 'files'} ready`).waitFor({ state: 'attached' });

/** True once the picture has its pixels. */
const isDrawn = (picture: Locator): Promise<boolean> =>
  picture
    .locator('img')
    .first()
    .evaluate((image) => (image as HTMLImageElement).decode().then(() => (image as HTMLImageElement).naturalWidth > 0));

describe('files', function () {
  this.timeout(180_000);
  let server: TestServer;
  let browser: Browser;
  let ada: Visitor;
  let ben: Visitor;
  let talk: Channel;
  let wide: Given;
  let high: Given;
  let moving: Given;
  before(async () => {
    server = await startServer({ files: { fileBytesMax: BYTES_MAX } });
    const api = await apiOf(server.url);
    const owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    await makeChannel(owner, guild, 'quiet');
    for (const name of ['ada', 'ben']) await join(owner, guild, await newcomer(api, name));
    await caughtUp(api);
    wide = file('lake.png', 'image/png', await photoPixels(640, 400));
    high = file('tower.png', 'image/png', await photoPixels(300, 600));
    moving = file('wave.gif', 'image/gif', await animation('gif', 120, 80, 4));
    browser = await launchChromium();
    ada = await visit(browser);
    ben = await visit(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
    for (const [visitor, name] of [
      [ada, 'ada'],
      [ben, 'ben'],
    ] as const) {
      await logIn(visitor.page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, name);
      await composer(visitor.page).waitFor();
    }
  });
  afterEach(async () => {
    for (const { page } of [ada, ben]) await page.unrouteAll();
    const left = tray(ada.page).getByRole('button', { name: /^Remove / });
    while ((await left.count()) > 0) await left.first().click();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('are picked, described, and sent without words; the other user sees them on a phone', async () => {
    const { page } = ada;
    await pick(page, wide);
    await ready(page, 1, 1);
    await page.getByRole('button', { name: 'Describe lake.png' }).click();
    await page.getByLabel('Description of lake.png').fill('A lake in the morning');
    expect(await seriousFindings(page)).to.deep.equal([]);
    expect(await cutOff(page)).to.deep.equal([]);
    await composer(page).press('Enter');
    await tray(page).waitFor({ state: 'detached' });
    const picture = lastMessage(page).getByRole('button', { name: 'Open the picture: A lake in the morning' });
    await picture.waitFor();
    const theirs = lastMessage(ben.page);
    await theirs.getByRole('button', { name: 'Open the picture: A lake in the morning' }).waitFor();
    await theirs.locator('.picture img').waitFor();
    expect(await isDrawn(theirs.locator('.picture'))).to.equal(true);
    expect(await theirs.getAttribute('aria-label')).to.include('a picture: A lake in the morning');
    expect(await seriousFindings(ben.page)).to.deep.equal([]);
    expect(await cutOff(ben.page)).to.deep.equal([]);
  });

  it('have their place before a byte of them is there', async () => {
    const { page } = ben;
    const free = Promise.withResolvers<void>();
    await page.route('**/preview/**', async (route) => {
      await free.promise;
      await route.continue();
    });
    await page.reload();
    const place = lastMessage(page).locator('.picture');
    await place.waitFor();
    await lastMessage(page).locator('canvas').waitFor();
    const before = await place.boundingBox();
    free.resolve();
    await place.locator('img').waitFor();
    expect(await place.boundingBox()).to.deep.equal(before);
    await page.unroute('**/preview/**');
  });

  it('are dropped on the conversation, which shows where they go, and stand as a gallery', async () => {
    const { page } = ada;
    await give(page, 'drag', [wide]);
    await page.getByText('Drop files to send them to #talk').waitFor();
    await give(page, 'drop', [wide, high, moving]);
    await page.getByText('Drop files to send them to #talk').waitFor({ state: 'detached' });
    await ready(page, 3, 3);
    await say(page, 'three of them');
    const row = messageSaying(page, 'three of them');
    await row.getByRole('listitem').nth(2).waitFor();
    await expectCount(row.getByRole('listitem'), 3);
    await messageSaying(ben.page, 'three of them').locator('.picture img').nth(2).waitFor();
    expect(await row.getAttribute('aria-label')).to.include('three of them, 3 pictures');
  });

  it('are seen large by keyboard, and the focus comes back', async () => {
    const { page } = ada;
    const row = messageSaying(page, 'three of them');
    await row.focus();
    await row.getByRole('button', { name: 'Open the picture: lake' }).press('Enter');
    await lightbox(page).getByText('1 of 3').waitFor();
    await lightbox(page).locator('.lightbox-picture img').waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await page.keyboard.press('ArrowRight');
    await lightbox(page).getByText('2 of 3').waitFor();
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await lightbox(page).locator('.zoomed').waitFor();
    await page.keyboard.press('0');
    await lightbox(page).locator('.zoomed').waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await lightbox(page).getByText('3 of 3').waitFor();
    for (let n = 0; n < 12; n += 1) await page.keyboard.press('Tab');
    expect(
      await page.evaluate(
        () => document.activeElement?.closest('dialog') !== null || document.activeElement === document.body,
      ),
    ).to.equal(true);
    await page.keyboard.press('Escape');
    await lightbox(page).waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).to.include(
      'Open the picture: lake',
    );
  });

  it('are swiped on a phone, and closed with Back', async () => {
    const { page } = ben;
    await messageSaying(page, 'three of them').getByRole('button', { name: 'Open the picture: lake' }).click();
    await lightbox(page).getByText('1 of 3').waitFor();
    expect(await cutOff(page)).to.deep.equal([]);
    await page.mouse.move(300, 400);
    await page.mouse.down();
    await page.mouse.move(200, 405, { steps: 4 });
    await page.mouse.up();
    await lightbox(page).getByText('2 of 3').waitFor();
    await page.goBack();
    await lightbox(page).waitFor({ state: 'detached' });
    await messageSaying(page, 'three of them').waitFor();
  });

  it('move only when the user wants it, for a user who asks for less motion', async () => {
    const still = await visit(browser, { reducedMotion: 'reduce' });
    await logIn(still.page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'ben');
    const row = messageSaying(still.page, 'three of them');
    await row.locator('.picture img').nth(2).waitFor();
    await row.getByRole('button', { name: 'Let the picture move' }).click();
    await row.getByRole('button', { name: 'Hold the picture still' }).waitFor();
    await still.leave();
  });

  it('are pasted, and a text with a picture of itself stays a text', async () => {
    const { page } = ada;
    await composer(page).focus();
    await give(page, 'paste', [file('image.png', 'image/png', wide.buffer)]);
    await card(page, 'image.png').waitFor();
    await give(page, 'paste', [file('cells.png', 'image/png', wide.buffer)], 'two cells');
    await expectCount(tray(page).getByRole('listitem'), 1);
    await page.getByRole('button', { name: 'Remove image.png' }).click();
    await tray(page).waitFor({ state: 'detached' });
  });

  it('hold their message back until they are whole, with their progress', async () => {
    const { page } = ada;
    const free = Promise.withResolvers<void>();
    await page.route('**/attachments?*', async (route) => {
      await free.promise;
      await route.continue();
    });
    await pick(page, file('slow.bin', 'application/octet-stream', Buffer.alloc(300 * KIB, 7)));
    await page.getByRole('progressbar', { name: 'Progress of slow.bin' }).waitFor();
    await say(page, 'after its file');
    await page.getByText('The message goes out as soon as its files are there.').waitFor();
    expect(await messageSaying(page, 'after its file').count()).to.equal(0);
    free.resolve();
    await messageSaying(ben.page, 'after its file').getByText('slow.bin').waitFor();
    await tray(page).waitFor({ state: 'detached' });
    await page.unroute('**/attachments?*');
  });

  it('go on after a cut connection under the same key, and fail with a way to try again', async () => {
    const { page } = ada;
    const keys: string[] = [];
    let cuts = 2;
    await page.route('**/attachments?*', (route) => {
      keys.push(route.request().headers()['idempotency-key'] ?? '');
      cuts -= 1;
      return cuts >= 0 ? route.abort('connectionreset') : route.continue();
    });
    await pick(page, file('cut.bin', 'application/octet-stream', Buffer.alloc(KIB, 1)));
    await ready(page, 1, 1);
    expect(keys).to.have.length(3);
    expect(new Set(keys).size).to.equal(1);
    await page.unroute('**/attachments?*');
    await page.route('**/attachments?*', (route) =>
      route.fulfill({
        status: 413,
        contentType: 'application/problem+json',
        json: {
          type: 'about:blank',
          title: 'full',
          status: 413,
          code: 'quota_reached',
          detail: 'full',
          request_id: 'r',
        },
      }),
    );
    await pick(page, file('full.bin', 'application/octet-stream', Buffer.alloc(KIB, 2)));
    await card(page, 'full.bin').getByRole('alert').getByText('The space for files is used up').waitFor();
    await page.unroute('**/attachments?*');
    await page.getByRole('button', { name: 'Send full.bin again' }).click();
    await ready(page, 2, 2);
    await say(page, 'both after all');
    await messageSaying(ben.page, 'both after all').getByText('full.bin').waitFor();
  });

  it('are discarded when the user cancels them or leaves the channel', async () => {
    const { page } = ada;
    const gone: string[] = [];
    page.on('request', (asked) => {
      if (asked.method() === 'DELETE' && asked.url().includes('/attachments/')) gone.push(asked.url());
    });
    await pick(
      page,
      file('one.bin', 'application/octet-stream', 'one'),
      file('two.bin', 'application/octet-stream', 'two'),
    );
    await ready(page, 2, 2);
    await page.getByRole('button', { name: 'Remove one.bin' }).click();
    await ready(page, 1, 1);
    await page
      .getByRole('button', { name: /^quiet/ })
      .first()
      .click();
    await page.getByRole('textbox', { name: 'Message #quiet' }).waitFor();
    await tray(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^talk/ }).first().click();
    await composer(page).waitFor();
    while (gone.length < 2) await page.waitForEvent('requestfinished');
    expect(await tray(page).count()).to.equal(0);
  });

  it('are refused before a byte is sent when they are too large or empty, and beyond ten', async () => {
    const { page } = ada;
    let sent = 0;
    page.on('request', (asked) => {
      if (asked.method() === 'POST' && asked.url().includes('/attachments')) sent += 1;
    });
    await pick(page, file('huge.bin', 'application/octet-stream', Buffer.alloc(BYTES_MAX + 1)));
    await card(page, 'huge.bin').getByText('This file has 2 MiB. The server takes at most 2 MiB.').waitFor();
    await page.getByRole('button', { name: 'Remove huge.bin' }).click();
    await pick(page, file('empty.txt', 'text/plain', ''));
    await card(page, 'empty.txt').getByText('This file is empty. Choose another one.').waitFor();
    await page.getByRole('button', { name: 'Remove empty.txt' }).click();
    expect(sent).to.equal(0);
    await pick(page, ...Array.from({ length: 11 }, (_, n) => file(`n${n}.txt`, 'text/plain', `number ${n}`)));
    await page.getByText('A message has at most 10 files. The others were left out.').waitFor();
    await ready(page, 10, 10);
    expect(await cutOff(page)).to.deep.equal([]);
    await say(page, 'ten of them');
    await messageSaying(ben.page, 'ten of them').locator('.file-card').nth(9).waitFor();
  });

  it('are covered as spoilers until the reader wants to see them', async () => {
    const { page } = ada;
    await pick(page, high);
    await ready(page, 1, 1);
    await page.getByRole('button', { name: 'Hide tower.png as a spoiler' }).click();
    await say(page, 'the end of the film');
    const row = messageSaying(ben.page, 'the end of the film');
    const cover = row.getByRole('button', { name: 'Spoiler: show what is hidden' });
    await cover.waitFor();
    expect(await row.locator('.picture img').count()).to.equal(0);
    await cover.click();
    await row.locator('.picture img').waitFor();
  });

  it('with hostile names and contents run nothing, and are saved under a plain name', async () => {
    const { page } = ada;
    const script = '<script>window.ran = true</script>';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran = true">${script}</svg>`;
    await pick(
      page,
      file('\u202egnp.exe', 'application/octet-stream', 'x'),
      file('<img src=x onerror="window.ran=true">.html', 'text/html', script),
      file(`${'long-'.repeat(60)}end.svg`, 'image/svg+xml', svg),
    );
    await ready(page, 3, 3);
    expect(await cutOff(page)).to.deep.equal([]);
    await say(page, 'strange ones');
    const row = messageSaying(page, 'strange ones');
    await row.locator('.file-card').nth(2).waitFor();
    expect(await row.locator('.file-card bdi').allInnerTexts()).to.satisfy((names: ReadonlyArray<string>) =>
      names.every((name) => name.length <= 200 && !/[\u202a-\u202e\u2066-\u2069]/.test(name)),
    );
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      row.getByRole('button', { name: /^Download long-.*\.svg$/ }).click(),
    ]);
    expect(download.suggestedFilename()).to.match(/^long-.*\.svg$/);
    expect(await readFile(await download.path(), 'utf8')).to.equal(svg);
    expect(await page.evaluate(() => 'ran' in globalThis)).to.equal(false);
    expect(await cutOff(ben.page)).to.deep.equal([]);
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('stand in a message that waits while the client is offline', async () => {
    const { page } = ada;
    await pick(page, wide);
    await ready(page, 1, 1);
    await page.context().setOffline(true);
    await page
      .getByText(/No connection|offline|Offline/)
      .first()
      .waitFor();
    await say(page, 'out of reach');
    await page.locator('.pending .picture').waitFor();
    await page.context().setOffline(false);
    await messageSaying(ben.page, 'out of reach').locator('.picture img').waitFor();
  });

  it('cause no fault on either page', () => {
    const mine = [...ada.faults, ...ben.faults].filter((fault) => !/status of (?:404|413|507)/.test(fault));
    expect(mine).to.deep.equal([]);
  });
});
