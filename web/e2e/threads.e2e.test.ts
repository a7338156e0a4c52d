import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Channel } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  say as sayAs,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { inThread, logIn, messageSaying, sayInThread, seriousFindings, type Visitor, visit } from './browsers.ts';

const line = (page: Page) => page.locator('.thread-line');
const head = (page: Page) => page.locator('.thread-head :is(h1, h2)');
const begin = async (page: Page, name?: string): Promise<void> => {
  const dialog = page.getByRole('dialog', { name: 'Begin a thread' });
  if (name !== undefined) await dialog.getByLabel('Name of the thread').fill(name);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await dialog.waitFor({ state: 'detached' });
};

describe('a thread', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let owner: Visitor;
  let tessel: Visitor;
  let talk: Channel;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    const person = await claimOwner(server, api);
    const guild = await makeGuild(person, 'Night Owls');
    talk = await makeChannel(person, guild, 'talk');
    const member = await newcomer(api, 'tessel');
    await join(person, guild, member);
    await sayAs(member, talk, 'where do we meet on Friday evening?');
    await caughtUp(api);
    browser = await launchChromium();
    owner = await visit(browser);
    tessel = await visit(browser, { viewport: { width: 400, height: 800 } });
    const place = `${server.url}/c/${talk.guild_id}/${talk.channel_id}`;
    for (const [visitor, name] of [
      [owner, 'owner'],
      [tessel, 'tessel'],
    ] as const) {
      await logIn(visitor.page, place, name);
      await messageSaying(visitor.page, 'where do we meet').waitFor();
    }
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('is begun from the menu of a message, opens, and takes messages', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Threads', exact: true }).waitFor();
    await messageSaying(page, 'where do we meet').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Begin a thread' }).click();
    expect(await page.getByLabel('Name of the thread').inputValue()).to.equal('where do we meet on Friday evening?');
    expect(await seriousFindings(page)).to.deep.equal([]);
    await begin(page, 'Friday');
    await head(page).getByText('Friday').waitFor();
    await page.getByText(/^owner began this thread on /).waitFor();
    await sayInThread(page, 'at the old mill');
    await messageSaying(page, 'at the old mill').waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('stands under its message for another member, who opens it on a phone and writes, live for both', async () => {
    const { page } = tessel;
    await line(page).getByText('Friday').waitFor();
    await line(page).getByText('1 message', { exact: true }).waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await line(page).click();
    await messageSaying(page, 'at the old mill').waitFor();
    await sayInThread(page, 'I bring the lamps');
    await messageSaying(owner.page, 'I bring the lamps').waitFor();
    await page.getByRole('button', { name: 'Back to #talk' }).click();
    await line(page).getByText('2 messages').waitFor();
  });

  it('is found by its address after a reload, and a message of it by its link', async () => {
    const { page } = owner;
    await page.reload();
    await head(page).getByText('Friday').waitFor();
    await messageSaying(page, 'I bring the lamps').waitFor();
    await inThread(page).getByRole('textbox').waitFor();
  });

  it('is in the list of its channel, and a thread by itself is begun there', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Threads', exact: true }).click();
    const list = page.getByRole('dialog').getByRole('list');
    await list.getByText('Friday').waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Begin a thread' }).click();
    await page.getByLabel('First message').fill('who knows a good lamp shop?');
    await begin(page, 'Lamps');
    await messageSaying(page, 'who knows a good lamp shop?').waitFor();
  });

  it('is archived by its maker, says so, and opens again with the next message', async () => {
    const { page } = owner;
    await page.locator('.thread-head').getByRole('button', { name: 'Menu of the thread Lamps' }).click();
    await page.getByRole('menuitem', { name: 'Archive the thread' }).click();
    await page.getByText('This thread is archived.').waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await sayInThread(page, 'found one');
    await page.getByText('This thread is archived.').waitFor({ state: 'detached' });
  });

  it('goes for all when a moderator deletes it', async () => {
    const { page } = owner;
    await page.locator('.thread-head').getByRole('button', { name: 'Menu of the thread Lamps' }).click();
    await page.getByRole('menuitem', { name: 'Delete the thread' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('alert').getByText('The thread Lamps is gone').waitFor();
    await page.getByRole('button', { name: 'Close the thread' }).first().click();
    await head(page).waitFor({ state: 'detached' });
    await tessel.page.getByRole('button', { name: 'Threads', exact: true }).click();
    await tessel.page.getByRole('dialog').getByText('Friday').waitFor();
    await tessel.page.getByRole('dialog').getByText('Lamps').waitFor({ state: 'detached' });
  });

  it('leaves no error in either page', () => {
    expect([...owner.faults, ...tessel.faults]).to.deep.equal([]);
  });
});
