import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Channel, Message } from '#gateway/protocol/resources.ts';
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
import { everyFinding, logIn, messageSaying, type Visitor, visit } from './browsers.ts';

const embed = (page: Page, text: string) => messageSaying(page, text).locator('.linked-message');

describe('a link to a message', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let reader: Visitor;
  let page: Page;
  let owner: Person;
  let talk: Channel;
  let aside: Channel;
  let hidden: Channel;
  let kite: Message;
  const linkTo = ({ guild_id, channel_id, message_id }: Message): string =>
    `${server.url}/c/${guild_id}/${channel_id}/${message_id}`;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    aside = await makeChannel(owner, guild, 'aside');
    hidden = await makeChannel(owner, guild, 'hidden');
    const overwrite = { allow: [], deny: ['view_channel'] };
    await owner.api('PUT', `${pathOf(hidden)}/overwrites/role/${guild.guild_id}`, { body: overwrite });
    await join(owner, guild, await newcomer(api, 'tessel'));
    kite = await say(owner, aside, 'the **saffron** kite for ||nobody||');
    const secret = await say(owner, hidden, 'a secret');
    await say(owner, talk, `seen: ${linkTo(kite)}`);
    await say(owner, talk, `unseen: ${linkTo(secret)} and ${linkTo(kite).replace(/.$/, '0')}`);
    await caughtUp(api);
    browser = await launchChromium();
    reader = await visit(browser);
    page = reader.page;
    await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'tessel');
    await messageSaying(page, 'unseen:').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  // The browser writes down that a linked message is not found.
  afterEach(() => expect(reader.faults.filter((fault) => !fault.includes('404'))).to.deep.equal([]));

  it('shows the author, the channel and the plain text, and nothing of a hidden or an unknown message', async () => {
    await embed(page, 'seen:').first().getByText('the saffron kite for ▒▒▒').waitFor();
    expect(await embed(page, 'seen: ').first().textContent())
      .to.contain('owner')
      .and.contain('#aside');
    expect(await embed(page, 'unseen:').count()).to.equal(0);
    // A bare address is drawn as its channel where the reader sees that, and as it is where not.
    await messageSaying(page, 'seen:').first().getByRole('link', { name: '#aside › message', exact: true }).waitFor();
    const [unseen] = await messageSaying(page, 'unseen:').getByRole('link').allTextContents();
    expect(unseen).to.contain(hidden.channel_id);
    expect(await everyFinding(page)).to.deep.equal([]);
  });

  it('follows the edit of the linked message', async () => {
    await owner.api('PATCH', `${pathOf(aside)}/messages/${kite.message_id}`, { body: { content: 'a _blue_ kite' } });
    await page.reload();
    await embed(page, 'seen:').first().getByText('a blue kite').waitFor();
  });

  it('opens in place, without a reload', async () => {
    await page.evaluate(() => Object.assign(window, { stays: true }));
    await page.locator('a.mention', { hasText: '#aside › message' }).first().click();
    await page.locator(`[data-message="${kite.message_id}"].pointed`).waitFor();
    expect(await page.evaluate(() => 'stays' in window)).to.equal(true);
    expect(new URL(page.url()).pathname).to.contain(aside.channel_id);
    await page.goBack();
    await embed(page, 'seen:').first().click();
    await page.locator(`[data-message="${kite.message_id}"].pointed`).waitFor();
  });
});
