import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Channel, type Message, Thread } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
  say as sayAs,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import {
  channelButton,
  composer,
  everyFinding,
  inThread,
  logIn,
  messageSaying,
  say,
  sayInThread,
  type Visitor,
  visit,
} from './browsers.ts';

const field = (page: Page) => inThread(page).getByRole('textbox', { name: /^Message in / });
const line = (page: Page) => page.locator('.thread-line');
const hasFocus = (page: Page, selector: string): Promise<unknown> =>
  page.waitForFunction((at) => document.activeElement?.matches(at) === true, selector);
const closed = (page: Page): Promise<void> => inThread(page).waitFor({ state: 'detached' });

describe('a thread beside its channel', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let laptop: Visitor;
  let phone: Visitor;
  let owner: Person;
  let tessel: Person;
  let talk: Channel;
  let root: Message;
  let friday: Thread;
  let place: string;
  let beside: string;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    await makeChannel(owner, guild, 'music');
    tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    root = await sayAs(tessel, talk, 'where do we meet?');
    const about = `${pathOf(talk)}/messages/${root.message_id}/threads`;
    friday = (await owner.api('POST', about, { body: { name: 'Friday' } })).as(Thread);
    await sayAs(tessel, friday, 'at the old mill');
    await caughtUp(api);
    place = `${server.url}/c/${talk.guild_id}/${talk.channel_id}`;
    beside = `${place}/t/${friday.channel_id}`;
    browser = await launchChromium();
    laptop = await visit(browser);
    phone = await visit(browser, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await logIn(laptop.page, place, 'owner');
    await logIn(phone.page, place, 'tessel');
    for (const { page } of [laptop, phone]) await line(page).getByText('Friday').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(() => expect([...laptop.faults, ...phone.faults]).to.deep.equal([]));

  it('opens from its line with the focus in its composer, and leaves the channel where it was', async () => {
    const { page } = laptop;
    await composer(page).fill('half a sentence');
    await line(page).click();
    await messageSaying(page, 'at the old mill').waitFor();
    await hasFocus(page, '#thread textarea');
    expect(page.url()).to.equal(beside);
    expect(await composer(page).inputValue()).to.equal('half a sentence');
    await messageSaying(page, 'where do we meet?').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
  });

  it('takes messages and drafts of its own', async () => {
    const { page } = laptop;
    await sayInThread(page, 'at eight?');
    await inThread(page).getByText('at eight?').waitFor();
    await field(page).fill('a thought');
    await composer(page).press('Enter');
    await page.locator('#messages').getByText('half a sentence').waitFor();
    expect(await field(page).inputValue()).to.equal('a thought');
    expect(await inThread(page).getByText('half a sentence').count()).to.equal(0);
  });

  it('edits the last message of the pane with the focus on Arrow up', async () => {
    const { page } = laptop;
    await field(page).fill('');
    await field(page).press('ArrowUp');
    const box = page.getByRole('textbox', { name: 'Edit message' });
    expect(await box.inputValue()).to.equal('at eight?');
    await box.press('Escape');
    await composer(page).press('ArrowUp');
    expect(await box.inputValue()).to.equal('half a sentence');
    await box.press('Escape');
  });

  it('stands there again after a reload, with its draft', async () => {
    const { page } = laptop;
    await field(page).fill('a thought');
    await page.reload();
    await messageSaying(page, 'at the old mill').waitFor();
    await messageSaying(page, 'where do we meet?').waitFor();
    expect(await field(page).inputValue()).to.equal('a thought');
    await hasFocus(page, '#thread textarea');
    await field(page).fill('');
  });

  it('closes with Escape, gives the focus back, and opens again with Forward', async () => {
    const { page } = laptop;
    await page.getByRole('button', { name: 'Close the thread' }).click();
    await closed(page);
    await line(page).focus();
    await page.keyboard.press('Enter');
    await hasFocus(page, '#thread textarea');
    await page.keyboard.press('Escape');
    await closed(page);
    await hasFocus(page, '.thread-line');
    expect(page.url()).to.equal(place);
    await page.goForward();
    await inThread(page).getByText('at the old mill').waitFor();
    await page.goBack();
    await closed(page);
  });

  it('opens by the address of the thread alone, and by a link to a message of it', async () => {
    const { page } = laptop;
    const said = await sayAs(tessel, friday, 'I bring the lamps');
    await page.goto(`${server.url}/c/${talk.guild_id}/${friday.channel_id}/${said.message_id}`);
    await inThread(page).locator(`[data-message="${said.message_id}"].pointed`).waitFor();
    await messageSaying(page, 'where do we meet?').waitFor();
    expect(page.url()).to.equal(`${beside}/${said.message_id}`);
  });

  it('marks what is read in either pane, and shows both as they change', async () => {
    const { page } = laptop;
    await sayAs(tessel, talk, 'news in the channel');
    await sayAs(tessel, friday, 'news in the thread');
    await page.locator('#messages').getByText('news in the channel').waitFor();
    await inThread(page).getByText('news in the thread').waitFor();
    await say(page, 'seen there');
    await sayInThread(page, 'seen here');
    await page.waitForFunction(() => document.title.startsWith('Friday · #talk'));
    await channelButton(page, 'talk').waitFor();
  });

  it('goes with the channel when another one is opened', async () => {
    const { page } = laptop;
    await page.keyboard.press('Alt+ArrowDown');
    await closed(page);
    await page.goBack();
    await inThread(page).getByText('at the old mill').waitFor();
  });

  it('gives way to the search while that is open', async () => {
    const { page } = laptop;
    await page.getByRole('button', { name: 'Search messages' }).click();
    await closed(page);
    await page.waitForFunction(() => document.activeElement?.classList.contains('search-input'));
    await page.keyboard.press('Escape');
    await inThread(page).getByText('at the old mill').waitFor();
  });

  it('stays open under the members where they have no column', async () => {
    const { page } = laptop;
    const members = page.getByRole('complementary', { name: 'Members' });
    const button = page.getByRole('button', { name: 'Member list' });
    await button.click();
    await members.waitFor();
    expect(await button.getAttribute('aria-pressed')).to.equal('true');
    await inThread(page).getByText('at the old mill').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await members.waitFor({ state: 'hidden' });
    await button.click();
    await members.waitFor();
    await button.click();
    await members.waitFor({ state: 'hidden' });
    await button.click();
    await members.waitFor();
    await page.goBack();
    await members.waitFor({ state: 'hidden' });
    await inThread(page).getByText('at the old mill').waitFor();
    expect(await button.getAttribute('aria-pressed')).to.equal('false');
  });

  it('takes no members over it to the next place', async () => {
    const { page } = laptop;
    const members = page.getByRole('complementary', { name: 'Members' });
    await page.getByRole('button', { name: 'Member list' }).click();
    await members.waitFor();
    await page.keyboard.press('Alt+ArrowDown');
    await closed(page);
    await channelButton(page, 'talk').click();
    await line(page).click();
    await inThread(page).getByText('at the old mill').waitFor();
    await members.waitFor({ state: 'hidden' });
  });

  it('leaves the page as high as its window', async () => {
    for (const { page } of [laptop, phone])
      expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).to.equal(0);
  });

  it('greets a newcomer in the channel alone, which has the sign of one', async () => {
    const maris = await newcomer(await apiOf(server.url), 'maris');
    await join(owner, { guild_id: friday.guild_id ?? expect.fail('no guild') }, maris);
    const visitor = await visit(browser);
    await logIn(visitor.page, beside, 'maris');
    await inThread(visitor.page).getByText('at the old mill').waitFor();
    await visitor.page.getByText('To say hello in #talk').waitFor();
    expect(await inThread(visitor.page).locator('.welcome-note').count()).to.equal(0);
    expect(visitor.faults).to.deep.equal([]);
    await visitor.leave();
  });

  it('stands beside the members on a wide screen', async () => {
    const { page } = laptop;
    await page.setViewportSize({ width: 1920, height: 1080 });
    await line(page).click();
    await inThread(page).getByText('at the old mill').waitFor();
    await page.getByRole('complementary', { name: 'Members' }).waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('complementary', { name: 'Members' }).waitFor({ state: 'hidden' });
  });

  it('takes the whole screen of a phone, with a way back', async () => {
    const { page } = phone;
    await line(page).click();
    await inThread(page).getByText('at the old mill').waitFor();
    expect(await page.locator('#messages').count()).to.equal(0);
    expect(await everyFinding(page)).to.deep.equal([]);
    await sayInThread(page, 'from the road');
    await inThread(page).getByText('from the road').waitFor();
    await page.reload();
    await inThread(page).getByText('from the road').waitFor();
    await page.getByRole('button', { name: 'Back to #talk' }).click();
    await closed(page);
    await page.locator('#messages').getByText('where do we meet?').waitFor();
    await line(page).click();
    await inThread(page).getByText('from the road').waitFor();
    await page.goBack();
    await closed(page);
    expect(page.url()).to.equal(place);
  });

  it('says that it is gone, with the text that was written for it', async () => {
    const { page } = laptop;
    await field(page).fill('this is lost');
    await owner.api('DELETE', pathOf(friday));
    await inThread(page).getByRole('alert').getByText('The thread Friday is gone').waitFor();
    expect(await inThread(page).locator('textarea').inputValue()).to.equal('this is lost');
    expect(await everyFinding(page)).to.deep.equal([]);
    await inThread(page).getByRole('button', { name: 'Close the thread' }).last().click();
    await closed(page);
  });

  it('says that there is none at an address that names no thread', async () => {
    const { page } = laptop;
    await page.goto(`${place}/t/${root.message_id.slice(0, -1)}Z`);
    await inThread(page).getByText('This thread is not here').waitFor();
    // The browser writes the answer to the question for the thread into its log.
    expect(laptop.faults.splice(0).filter((fault) => !fault.endsWith('/thread'))).to.deep.equal([]);
    await messageSaying(page, 'where do we meet?').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
  });
});
