import { expect } from 'chai';
import type { Browser, Page, Route } from 'playwright-core';
import type { Channel } from '#gateway/protocol/resources.ts';
import { type Person, say } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { community } from '#infra/workshop/testkit/community.ts';
import { madeUpLines } from '#infra/workshop/testkit/conversation.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import {
  channelButton,
  composer,
  everyFinding,
  holdHistory,
  logIn,
  messageSaying,
  type Visitor,
  visit,
  say as write,
} from './browsers.ts';

type ChannelList = { readonly channels: ReadonlyArray<Channel> };

const refuse = (route: Route) =>
  route.fulfill({
    status: 503,
    contentType: 'application/problem+json',
    body: JSON.stringify({
      type: 'urn:filament:problem:read_models_unavailable',
      title: 'Away',
      status: 503,
      code: 'read_models_unavailable',
      detail: 'The read models are away.',
      request_id: 'r-1',
    }),
  });

/** Drops or pastes a file or a text on the first element of the selector. True when the page kept the browser from it. */
const bring = (page: Page, how: 'drop' | 'paste', what: 'file' | 'text', selector: string): Promise<boolean> =>
  page.evaluate(
    ([type, content, place]) => {
      const data = new DataTransfer();
      if (content === 'file') data.items.add(new File(['some notes'], 'notes.txt', { type: 'text/plain' }));
      else data.setData('text/plain', 'a text');
      const options = { bubbles: true, cancelable: true };
      const event =
        type === 'drop'
          ? new DragEvent('drop', { ...options, dataTransfer: data })
          : new ClipboardEvent('paste', { ...options, clipboardData: data });
      document.querySelector(place)?.dispatchEvent(event);
      return event.defaultPrevented;
    },
    [how, what, selector] as const,
  );

/** Presses Enter as Safari sends it at the end of a composition. */
const endComposition = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const key = { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true };
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', key));
  });

describe('every pane', function () {
  this.timeout(180_000);
  let server: TestServer;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let owner: Person;
  let talk: Channel;
  let first: Channel;
  let other: Channel;
  const url = (channel: Pick<Channel, 'guild_id' | 'channel_id'>): string =>
    `${server.url}/c/${channel.guild_id}/${channel.channel_id}`;

  before(async () => {
    server = await startServer();
    const here = await community(server, { channels: ['talk', 'other'], members: ['tessel'] });
    ({ owner } = here);
    ({ talk, other } = here.channels);
    const read = (await owner.api('GET', `/guilds/${here.guild.guild_id}/channels`)).body as ChannelList;
    first = read.channels[0] ?? talk;
    browser = await launchChromium();
    visitor = await visit(browser);
    page = visitor.page;
    await logIn(page, url(talk), 'owner');
    await composer(page).waitFor();
  });
  after(async () => {
    await visitor?.leave();
    await browser?.close();
    await server?.stop();
  });

  it('of a new guild greets with its first steps, one of which says how to import', async () => {
    await page.goto(url(first));
    const greeting = page.locator('.beginning', { hasText: `#${first.name}` });
    await greeting.getByText('To say hello, write below and press Enter.').waitFor();
    await greeting.getByRole('button', { name: 'Import a conversation' }).waitFor();
    expect(await greeting.getByRole('button').allTextContents()).to.deep.equal([
      'Invite people',
      'Create channel',
      'Import a conversation',
    ]);
    await greeting.getByText(/This channel was created on \w+/).waitFor();
    await greeting.getByRole('button', { name: 'Import a conversation' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Command').inputValue()).to.match(/^filament import .* --guild /);
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.goto(url(other));
    await page.locator('.beginning', { hasText: '#other' }).waitFor();
    expect(await page.locator('.beginning').getByRole('button').count()).to.equal(0);
  });

  it('gives a dropped and a pasted file to the message that is written, and leaves texts to the field', async () => {
    const tray = page.getByRole('region', { name: 'Files of this message' });
    const removed = async () => {
      await tray.getByRole('button', { name: 'Remove notes.txt' }).click();
      await tray.waitFor({ state: 'detached' });
    };
    for (const place of ['.members', '.composer textarea', '.guilds, .rail, nav']) {
      expect(await bring(page, 'drop', 'file', place), place).to.equal(true);
      await removed();
    }
    expect(await bring(page, 'paste', 'file', '.composer textarea')).to.equal(true);
    await removed();
    expect(await bring(page, 'drop', 'text', '.composer textarea')).to.equal(false);
    expect(await bring(page, 'paste', 'text', '.composer textarea')).to.equal(false);
    expect(await bring(page, 'drop', 'text', '.members')).to.equal(true);
    expect(await tray.count()).to.equal(0);
  });

  it('leaves the Enter that ends a composition to the input method', async () => {
    await composer(page).fill('にほん');
    await composer(page).focus();
    await endComposition(page);
    expect(await composer(page).inputValue()).to.equal('にほん');
    await composer(page).fill('');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('other');
    await endComposition(page);
    expect(await page.getByRole('dialog').count()).to.equal(1);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+f');
    // A text of two letters waits for Enter. So only the Enter of the input method could search for it.
    await page.getByLabel('Search text').fill('he');
    await endComposition(page);
    expect(await page.locator('.search-results').count()).to.equal(0);
    await page.getByText('Press Enter to search.').waitFor();
  });

  it('of the search says which names nobody has, and opens with its text selected', async () => {
    const box = page.getByLabel('Search text');
    await box.fill('hello from:nobodyhere in:nowhere');
    await box.press('Enter');
    await page.getByText('No member of this community is named nobodyhere.').waitFor();
    await page.getByText('You see no channel named nowhere.').waitFor();
    expect(await page.getByText('Press Enter to search.').count()).to.equal(0);
    await page.getByRole('button', { name: 'Close search' }).click();
    await page.keyboard.press('Control+f');
    await box.waitFor();
    await page.waitForFunction(
      () => document.activeElement instanceof HTMLInputElement && document.activeElement.selectionEnd === 32,
    );
    await page.keyboard.type('layout');
    expect(await box.inputValue()).to.equal('layout');
    await page.getByRole('button', { name: 'Close search' }).click();
  });

  it('that failed says why and tries again', async () => {
    await page.route('**/members*', refuse);
    await page.route('**/auth/sessions', refuse);
    await page.reload();
    const members = page.getByRole('complementary', { name: 'Members' });
    await members.getByText('The member list could not be loaded. The server cannot do this at the moment.').waitFor();
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menuitem', { name: 'Sessions' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText('The list of your sessions could not be loaded. The server cannot do this at the moment.')
      .waitFor();
    await page.unrouteAll();
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByText('This device').waitFor();
    await page.keyboard.press('Escape');
    await members.getByRole('button', { name: 'Try again' }).click();
    await members.getByText('tessel').waitFor();
    expect(await members.getByRole('alert').count()).to.equal(0);
  });

  it('that waits shows shapes after a moment, and after ten seconds a text', async () => {
    const slow = await visit(browser);
    await slow.page.clock.install();
    await logIn(slow.page, url(talk), 'owner');
    await composer(slow.page).waitFor();
    const { held, release } = await holdHistory(slow.page);
    await channelButton(slow.page, 'other').click();
    await held;
    const shapes = slow.page.locator('.skeleton.messages');
    await shapes.waitFor();
    expect(await shapes.evaluate((one) => getComputedStyle(one).animationDelay)).to.equal('0.15s');
    expect(await shapes.evaluate((one) => getComputedStyle(one).animationFillMode)).to.equal('backwards');
    const text = slow.page.getByText('This takes longer than usual.');
    expect(await text.count()).to.equal(0);
    await slow.page.clock.fastForward(10_000);
    await text.waitFor();
    release();
    await shapes.waitFor({ state: 'detached' });
    await slow.leave();
  });

  it('tells a new member how to say hello, until they have', async () => {
    await say(owner, other, 'anybody there?');
    const guest = await visit(browser, { viewport: { width: 390, height: 844 } });
    await logIn(guest.page, url(other), 'tessel');
    const note = guest.page.getByText('Welcome! To say hello in #other, write here and press Enter.');
    await note.waitFor();
    await write(guest.page, 'hello');
    await messageSaying(guest.page, 'hello').waitFor();
    await note.waitFor({ state: 'detached' });
    expect(guest.faults).to.deep.equal([]);
    await guest.leave();
  });

  it('of an imported channel says so once, and its long answers come compressed', async () => {
    const source = (async function* () {
      yield Buffer.from(`${madeUpLines(60).join('\n')}\n`);
    })();
    const { guildId } = await server.importConversation({
      guildName: 'Old Times',
      source,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    const encodings = new Map<string, string>();
    page.on('response', (response) => {
      const path = /\/(messages|members|guilds|refresh)(?:\?|$)/.exec(response.url())?.[1];
      if (path !== undefined) encodings.set(path, response.headers()['content-encoding'] ?? 'identity');
    });
    const { channels } = (await owner.api('GET', `/guilds/${guildId}/channels`)).body as ChannelList;
    const [imported] = channels;
    if (imported === undefined) throw new Error('no channel was imported');
    await page.goto(url(imported));
    await page.locator('[data-message]').first().waitFor();
    await page.getByRole('feed').press('Home');
    await page.getByText(/^Imported on .* cannot log in\.$/).waitFor();
    expect(await page.locator('.imported-note').count()).to.equal(1);
    expect(encodings.get('messages')).to.equal('br');
    expect(encodings.get('refresh')).to.equal('identity');
    expect(visitor.faults.filter((fault) => !fault.includes('503'))).to.deep.equal([]);
  });
});
