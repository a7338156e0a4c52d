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

const versions = (page: Page) => page.getByRole('dialog').locator('.version');

describe('the versions of a message', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let reader: Visitor;
  let page: Page;
  let owner: Person;
  let tessel: Person;
  let talk: Channel;
  let kite: Message;
  const edit = async (content: string) =>
    await tessel.api('PATCH', `${pathOf(talk)}/messages/${kite.message_id}`, { body: { content } });
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    kite = await say(tessel, talk, 'the <b>saffron</b> kite');
    await edit(`the **blue** kite of <@${owner.userId}>`);
    await say(owner, talk, 'mine');
    await caughtUp(api);
    browser = await launchChromium();
    reader = await visit(browser);
    page = reader.page;
    await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'owner');
    await messageSaying(page, 'kite').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(() => expect(reader.faults).to.deep.equal([]));

  it('open at the mark of an edit, with the words that came and went', async () => {
    await messageSaying(page, 'kite').getByRole('button', { name: '(edited)' }).click();
    await versions(page).nth(1).waitFor();
    expect(await versions(page).locator('p').allTextContents()).to.deep.equal([
      'the <b>saffron</b>**blue** kite of @owner',
      'the <b>saffron</b> kite',
    ]);
    expect(await versions(page).first().locator('ins').allTextContents()).to.deep.equal(['**blue**', ' of @owner']);
    expect(await versions(page).first().locator('del').allTextContents()).to.deep.equal(['<b>saffron</b>']);
    expect(await everyFinding(page)).to.deep.equal([]);
  });

  it('follow an edit while they are open, and close with the message', async () => {
    await edit('the green kite');
    await versions(page).nth(2).waitFor();
    expect(await versions(page).first().textContent()).to.contain('green');
    await tessel.api('DELETE', `${pathOf(talk)}/messages/${kite.message_id}`);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('are not offered to a member who may not moderate', async () => {
    const text = await say(owner, talk, 'a lantern');
    await owner.api('PATCH', `${pathOf(talk)}/messages/${text.message_id}`, { body: { content: 'a bright lantern' } });
    const member = await visit(browser);
    await logIn(member.page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'tessel');
    await messageSaying(member.page, 'a bright lantern').getByText('(edited)').waitFor();
    expect(
      await messageSaying(member.page, 'a bright lantern').getByRole('button', { name: '(edited)' }).count(),
    ).to.equal(0);
    await member.leave();
  });
});
