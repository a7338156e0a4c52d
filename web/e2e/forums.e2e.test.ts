import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { Channel, Thread } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { channelButton, fillIn, messageSaying, say, seriousFindings, type Visitor, visit } from './browsers.ts';

const card = (page: Page, title: string) => page.locator('.post-card', { hasText: title });
const titles = (page: Page): Promise<ReadonlyArray<string>> => page.locator('.post-card strong').allTextContents();
const head = (page: Page) => page.locator('.thread-head h1');
const pane = (page: Page) => page.locator('.forum');

describe('a forum', function () {
  this.timeout(240_000);
  let server: TestServer;
  let browser: Browser;
  let person: Person;
  let owner: Visitor;
  let tessel: Visitor;
  let place: string;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    person = await claimOwner(server, api);
    const guild = await makeGuild(person, 'Night Owls');
    const member = await newcomer(api, 'tessel');
    await join(person, guild, member);
    await caughtUp(api);
    browser = await launchChromium();
    owner = await visit(browser, { viewport: { width: 1280, height: 800 } });
    tessel = await visit(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
    place = `${server.url}/c/${guild.guild_id}`;
    await owner.page.goto(place);
    await fillIn(owner.page, 'owner');
    await channelButton(owner.page, 'general').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('is created with its kind, has a sign of its own in the list, and says that it has no posts', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Create channel: Text channels' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Forum', { exact: true }).click();
    await dialog.getByLabel('Channel name').fill('questions');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.waitFor({ state: 'detached' });
    await pane(page).getByText('No posts yet').waitFor();
    expect(await page.getByRole('textbox', { name: /^Message #/ }).count()).to.equal(0);
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('leaves no error in either page', () => {
    expect([...owner.faults, ...tessel.faults]).to.deep.equal([]);
  });
  void [card, titles, head, messageSaying, say, Thread, Channel, pathOf];
});
