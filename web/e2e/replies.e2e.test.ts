import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Channel, type Message, MessagePage } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  say as sayOverApi,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, everyFinding, expectCount, logIn, messageSaying, say, type Visitor, visit } from './browsers.ts';

/** Messages between the first one and the present, so that the first one is outside the loaded window. */
const BETWEEN = 130;
const AT_ONCE = 10;

const pathOf = (channel: Channel, message: Pick<Message, 'message_id'>) =>
  `/channels/${channel.channel_id}/messages/${message.message_id}`;
const quoteIn = (page: Page, text: string) => messageSaying(page, text).locator('.reply-line');
const bar = (page: Page) => page.locator('.reply-bar');
const focusedText = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.closest('[data-message]')?.textContent ?? '');

describe('a reply', function () {
  this.timeout(180_000);
  let server: TestServer;
  let browser: Browser;
  let reader: Visitor;
  let page: Page;
  let owner: Person;
  let tessel: Person;
  let talk: Channel;
  let aside: Channel;
  let kite: Message;
  const enter = async (channel: Channel): Promise<void> => {
    await page.getByRole('navigation', { name: 'Channels' }).getByText(channel.name, { exact: true }).click();
    await page.getByRole('heading', { name: channel.name, exact: true }).waitFor();
  };
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    aside = await makeChannel(owner, guild, 'aside');
    tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    kite = await sayOverApi(tessel, talk, 'the saffron kite\n\nflies over <b>two</b> lines');
    for (let n = 1; n <= BETWEEN; n += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => sayOverApi(owner, talk, `number ${n + i}.`)));
    }
    await sayOverApi(tessel, talk, 'who brings the torch?');
    await caughtUp(api);
    browser = await launchChromium();
    reader = await visit(browser);
    page = reader.page;
    await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'owner');
    await messageSaying(page, 'who brings the torch?').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(() => expect(reader.faults).to.deep.equal([]));

  it('begins from the toolbar, names the answered author over the composer, and quotes the message', async () => {
    const torch = messageSaying(page, 'who brings the torch?');
    await torch.hover();
    await torch.getByRole('button', { name: 'Reply' }).click();
    await bar(page).getByText('Replying to tessel').waitFor();
    await bar(page).getByText('who brings the torch?').waitFor();
    expect(await composer(page).evaluate((area) => area === document.activeElement)).to.equal(true);
    expect(await everyFinding(page)).to.deep.equal([]);
    await say(page, 'I do');
    await bar(page).waitFor({ state: 'detached' });
    await quoteIn(page, 'I do').getByText('who brings the torch?').waitFor();
    await quoteIn(page, 'I do').getByText('tessel', { exact: true }).waitFor();
    await page.locator('.pending').waitFor({ state: 'detached' });
    expect(await messageSaying(page, 'I do').getAttribute('aria-label')).to.match(/^owner, reply to tessel, /);
    expect(await everyFinding(page)).to.deep.equal([]);
  });

  it('mentions the answered author unless the switch says otherwise, also over a reload', async () => {
    const torch = messageSaying(page, 'who brings the torch?').first();
    const mention = bar(page).getByRole('switch', { name: 'Mention the author' });
    const mentionsOf = async (text: string): Promise<ReadonlyArray<string>> => {
      await page.locator('.pending').waitFor({ state: 'detached' });
      await caughtUp(owner.api);
      const page_ = (await owner.api('GET', `/channels/${talk.channel_id}/messages`)).as(MessagePage);
      return page_.messages.find(({ content }) => content === text)?.mentions?.users ?? [];
    };
    const begin = async (): Promise<void> => {
      await torch.hover();
      await torch.getByRole('button', { name: 'Reply' }).click();
      await bar(page).getByText('Replying to tessel').waitFor();
    };
    await begin();
    expect(await mention.getAttribute('aria-checked')).to.equal('true');
    await mention.click();
    await bar(page).getByText('@ off', { exact: true }).waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.reload();
    await bar(page).getByText('@ off', { exact: true }).waitFor();
    await say(page, 'quietly');
    expect(await mentionsOf('quietly')).to.deep.equal([]);
    await begin();
    expect(await mention.getAttribute('aria-checked')).to.equal('true');
    await say(page, 'aloud');
    expect(await mentionsOf('aloud')).to.deep.equal([tessel.userId]);
    await messageSaying(page, 'aloud').focus();
    await page.keyboard.press('r');
    await bar(page).getByText('Replying to owner').waitFor();
    await expectCount(mention, 0);
    await page.keyboard.press('Escape');
    await bar(page).waitFor({ state: 'detached' });
  });

  it('stands under its own name, also after a message of the same author', async () => {
    await say(page, 'and a rope');
    await page.locator('.pending').waitFor({ state: 'detached' });
    expect(await messageSaying(page, 'and a rope').getAttribute('class')).to.not.contain('head');
    await messageSaying(page, 'and a rope').focus();
    await page.keyboard.press('r');
    await bar(page).getByText('Replying to owner').waitFor();
    expect(await composer(page).inputValue(), 'the key writes nothing').to.equal('');
    await say(page, 'a long one');
    await quoteIn(page, 'a long one').getByText('and a rope').waitFor();
    expect(await messageSaying(page, 'a long one').getAttribute('class')).to.contain('head');
  });

  it('is part of the draft: it stays over a change of the channel and a reload, until Escape gives it up', async () => {
    await messageSaying(page, 'who brings the torch?').first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Reply' }).click();
    await composer(page).fill('half a thought');
    await enter(aside);
    await expectCount(bar(page), 0);
    await enter(talk);
    await bar(page).getByText('Replying to tessel').waitFor();
    expect(await composer(page).inputValue()).to.equal('half a thought');
    await page.reload();
    await bar(page).getByText('Replying to tessel').waitFor();
    await composer(page).focus();
    await page.keyboard.press('Escape');
    await bar(page).waitFor({ state: 'detached' });
    expect(await composer(page).inputValue(), 'the text stays').to.equal('half a thought');
    await composer(page).fill('');
  });

  it('quotes a message outside the loaded window on one line, and jumps to it with a key', async () => {
    const sent = await owner.api('POST', `/channels/${talk.channel_id}/messages`, {
      body: { content: 'I saw it', reply_to: kite.message_id },
    });
    expect(sent.status).to.equal(201);
    await quoteIn(page, 'I saw it').getByText('the saffron kite flies over <b>two</b> lines').waitFor();
    expect(await page.locator(`[data-message="${kite.message_id}"]`).count()).to.equal(0);
    await messageSaying(page, 'I saw it').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator(`[data-message="${kite.message_id}"].pointed`).waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[data-message]') !== null);
    expect(await focusedText(page)).to.contain('flies over');
    await messageSaying(page, 'number 1.').waitFor();
    expect(await messageSaying(page, 'I saw it').count()).to.equal(0);
    await page.getByRole('button', { name: 'Jump to present' }).click();
    await messageSaying(page, 'I saw it').waitFor();
  });

  it('follows the edit and the deletion of the answered message, and lets nothing of it be seen', async () => {
    await tessel.api('PATCH', pathOf(talk, kite), { body: { content: 'the crimson kite' } });
    await quoteIn(page, 'I saw it').getByText('the crimson kite').waitFor();
    await messageSaying(page, 'I saw it').hover();
    await tessel.api('DELETE', pathOf(talk, kite));
    await quoteIn(page, 'I saw it').getByText('The original message was deleted.').waitFor();
    await page.reload();
    await quoteIn(page, 'I saw it').getByText('The original message was deleted.').waitFor();
    expect(await page.content()).to.not.contain('crimson');
    expect(await everyFinding(page)).to.deep.equal([]);
  });

  it('is no obstacle to a pin: the list of pins shows the message, leads to it and takes the pin away', async () => {
    const list = page.getByRole('dialog', { name: 'Pinned messages in #talk' });
    await page.keyboard.press('Control+p');
    await list.getByText('Nothing is pinned yet').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await messageSaying(page, 'and a rope').first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Pin', exact: true }).click();
    await messageSaying(page, 'and a rope').first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Unpin', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Pinned messages' }).click();
    await list.getByText('and a rope').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await list.getByRole('button', { name: /and a rope/ }).focus();
    const lantern = await sayOverApi(tessel, talk, 'a lantern with ||matches||');
    await owner.api('PUT', `${pathOf(talk, lantern)}/pin`);
    await list.getByText('a lantern with ▒▒▒').waitFor();
    await tessel.api('PATCH', pathOf(talk, lantern), { body: { content: 'a brighter lantern' } });
    await list.getByText('a brighter lantern').waitFor();
    expect(await page.evaluate(() => document.activeElement?.className), 'the list keeps the focus').to.equal(
      'pin-message',
    );
    await tessel.api('DELETE', pathOf(talk, lantern));
    await list.getByText('a brighter lantern').waitFor({ state: 'detached' });
    await list.getByRole('button', { name: /and a rope/ }).click();
    await list.waitFor({ state: 'detached' });
    await page.locator('.message.pointed', { hasText: 'and a rope' }).waitFor();
    await page.keyboard.press('Control+p');
    await list.getByRole('button', { name: 'Unpin' }).click();
    await list.getByText('Nothing is pinned yet').waitFor();
    await page.keyboard.press('Escape');
  });

  it('is sent as a plain message when the answered one is deleted while the user writes', async () => {
    const rope = await sayOverApi(tessel, talk, 'forget the rope');
    await messageSaying(page, 'forget the rope').focus();
    await page.keyboard.press('r');
    await bar(page).getByText('forget the rope').waitFor();
    await tessel.api('DELETE', pathOf(talk, rope));
    await bar(page).getByText('Your text is sent without it.').waitFor();
    await say(page, 'why not?');
    await page.locator('.pending').waitFor({ state: 'detached' });
    await messageSaying(page, 'why not?').waitFor();
    expect(await quoteIn(page, 'why not?').count()).to.equal(0);
  });
});
