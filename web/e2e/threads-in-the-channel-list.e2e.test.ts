import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Channel, Thread } from '#gateway/protocol/resources.ts';
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
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { everyFinding, inThread, logIn, messageSaying, type Visitor, visit } from './browsers.ts';

const row = (page: Page, name: string) => page.locator('.thread-row', { hasText: name });

describe('the threads in the channel list', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let owner: Person;
  let tessel: Person;
  let talk: Channel;
  let friday: Thread;
  let lamps: Thread;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    await makeChannel(owner, guild, 'music');
    tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    await say(tessel, talk, 'good evening');
    const begin = async (who: Person, name: string): Promise<Thread> =>
      (await who.api('POST', `${pathOf(talk)}/threads`, { body: { name, content: `the first of ${name}` } })).as(
        Thread,
      );
    friday = await begin(owner, 'Friday');
    lamps = await begin(tessel, 'Lamps');
    await caughtUp(api);
    browser = await launchChromium();
    visitor = await visit(browser);
    page = visitor.page;
    await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'owner');
    await messageSaying(page, 'good evening').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(() => expect(visitor.faults).to.deep.equal([]));

  it('are those that the user follows, under their channel', async () => {
    await row(page, 'Friday').waitFor();
    expect(await row(page, 'Lamps').count()).to.equal(0);
    expect(await everyFinding(page)).to.deep.equal([]);
  });

  it('say what is new, also in the title of the window, and are read when they are opened', async () => {
    await say(tessel, friday, 'at eight?');
    await page.locator('.thread-row.unread', { hasText: 'Friday' }).waitFor();
    await row(page, 'Friday')
      .getByRole('button', { name: /^Friday Thread, 1 unread/ })
      .waitFor();
    await page.waitForFunction(() => /^\W*(\(|•|1)/.test(document.title));
    expect(await everyFinding(page)).to.deep.equal([]);
    await row(page, 'Friday')
      .getByRole('button', { name: /^Friday/ })
      .click();
    await inThread(page).getByText('at eight?').waitFor();
    await page.locator('.thread-row.open:not(.unread)', { hasText: 'Friday' }).waitFor();
  });

  it('show the open one, although the user does not follow it', async () => {
    await page.goto(`${server.url}/c/${talk.guild_id}/${talk.channel_id}/t/${lamps.channel_id}`);
    await page.locator('.thread-row.open', { hasText: 'Lamps' }).waitFor();
    await page.getByRole('button', { name: 'Close the thread' }).click();
    await row(page, 'Lamps').waitFor({ state: 'detached' });
  });

  it('are reached by the keys that go to what is unread', async () => {
    await say(tessel, friday, 'or at nine?');
    await page.locator('.thread-row.unread', { hasText: 'Friday' }).waitFor();
    await page.keyboard.press('Alt+Shift+ArrowDown');
    await inThread(page).getByText('or at nine?').waitFor();
    await page.keyboard.press('Escape');
    await inThread(page).waitFor({ state: 'detached' });
  });

  it('are marked as read, renamed and left by their menu', async () => {
    await say(tessel, friday, 'one more');
    await page.locator('.thread-row.unread', { hasText: 'Friday' }).waitFor();
    const choose = async (name: string): Promise<void> => {
      await row(page, 'Friday').click({ button: 'right' });
      await page.getByRole('menuitem', { name }).click();
    };
    await choose('Mark as read');
    await page.locator('.thread-row:not(.unread)', { hasText: 'Friday' }).waitFor();
    await choose('Rename the thread');
    await page.getByRole('dialog').getByRole('textbox').fill('Friday night');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Save|Rename)/ })
      .click();
    await row(page, 'Friday night').waitFor();
    await choose('Stop following');
    await row(page, 'Friday night').waitFor({ state: 'detached' });
  });
});
