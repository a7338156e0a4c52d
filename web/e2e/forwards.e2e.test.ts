/** A member forwards a message into another channel. Readers see its words in a frame, as long as they stand in the first place. */
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Channel, Message } from '#gateway/protocol/resources.ts';
import {
  type Api,
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
import { channelButton, logIn, messageSaying, seriousFindings, visit } from './browsers.ts';

const frame = (page: Page, words: string) => page.locator('figure.forward', { hasText: words });
const openDialog = async (page: Page, text: string): Promise<void> => {
  await messageSaying(page, text)
    .locator('.content')
    .first()
    .click({ button: 'right', position: { x: 4, y: 4 } });
  await page.getByRole('menuitem', { name: 'Forward' }).click();
};

describe('a forwarded message', function () {
  this.timeout(120_000);
  let server: TestServer;
  let api: Api;
  let browser: Browser;
  let page: Page;
  let reader: Page;
  let owner: Person;
  let tessel: Person;
  let secret: Channel;
  let talk: Channel;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const council = await makeGuild(owner, 'Council');
    secret = await makeChannel(owner, council, 'secret');
    const guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    await say(owner, secret, 'the **gate** opens at six, says ||nobody||');
    await say(owner, secret, 'a word to forward and regret');
    await caughtUp(api);
    browser = await launchChromium();
    ({ page } = await visit(browser));
    await logIn(page, `${server.url}/c/${secret.guild_id}/${secret.channel_id}`, 'owner');
    await messageSaying(page, 'the gate opens').waitFor();
    ({ page: reader } = await visit(browser));
    await logIn(reader, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'tessel');
    await reader.getByRole('textbox', { name: /^Message #/ }).waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('is sent with the keyboard to a channel of another community, with a comment', async () => {
    await openDialog(page, 'the gate opens');
    const dialog = page.getByRole('dialog', { name: 'Forward message' });
    await dialog
      .getByRole('option', { name: /general/ })
      .first()
      .waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await page.keyboard.type('talk');
    await dialog.getByRole('option', { name: 'talk Night Owls' }).waitFor();
    await dialog.getByRole('textbox', { name: 'Comment' }).fill('be there');
    await dialog.getByRole('button', { name: 'Forward' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Forwarded to talk.').waitFor();
    await page.getByRole('button', { name: 'Go there' }).click();
    await frame(page, 'the gate opens').waitFor();
  });

  it('shows its words formatted, with the author, to a reader who may not see the first place', async () => {
    await frame(reader, 'the gate opens').waitFor();
    const shown = frame(reader, 'the gate opens');
    expect(await shown.locator('figcaption').textContent())
      .to.contain('Forwarded')
      .and.contain('owner');
    expect(await shown.locator('strong', { hasText: 'gate' }).count()).to.equal(1);
    expect(await shown.getByRole('button', { name: /Go to the message/ }).count()).to.equal(0);
    expect(await messageSaying(reader, 'be there').count()).to.equal(1);
    expect(await seriousFindings(reader)).to.deep.equal([]);
  });

  it('leads back to the first place for a reader who may see it', async () => {
    await frame(page, 'the gate opens').getByRole('button', { name: 'Go to the message in secret' }).click();
    await messageSaying(page, 'a word to forward').waitFor();
    expect(new URL(page.url()).pathname).to.contain(secret.channel_id);
  });

  it('loses its words on every screen when the first message is deleted', async () => {
    await openDialog(page, 'a word to forward');
    const dialog = page.getByRole('dialog', { name: 'Forward message' });
    await page.keyboard.type('talk');
    await dialog.getByRole('option', { name: 'talk Night Owls' }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await frame(reader, 'a word to forward').waitFor();
    await messageSaying(page, 'a word to forward')
      .locator('.content')
      .click({ button: 'right', position: { x: 4, y: 4 } });
    await page.getByRole('menuitem', { name: 'Delete' }).click({ modifiers: ['Shift'] });
    await frame(reader, 'The forwarded message was deleted.').waitFor();
    expect(await reader.getByText('a word to forward').count()).to.equal(0);
    await reader.reload();
    await frame(reader, 'The forwarded message was deleted.').waitFor();
    expect(await reader.getByText('a word to forward').count()).to.equal(0);
  });

  it('runs nothing, whatever its words are', async () => {
    const hostile =
      '<img src=x onerror="window.ran=1"><script>window.ran=1</script> [a](javascript:window.ran=1) <b>bold</b>';
    const said = await say(owner, secret, hostile);
    await caughtUp(api);
    const forward_of = { channel_id: secret.channel_id, message_id: said.message_id };
    const sent = await owner.api('POST', `${pathOf(talk)}/messages`, { body: { content: '', forward_of } });
    expect(sent.as(Message).forward?.said?.content).to.equal(hostile);
    await frame(reader, '<b>bold</b>').waitFor();
    expect(await frame(reader, '<b>bold</b>').locator('img, script, b, a[href^="javascript"]').count()).to.equal(0);
    expect(await reader.evaluate(() => 'ran' in window)).to.equal(false);
  });

  it('stays where its channel is, when the other community is out of sight', async () => {
    await channelButton(reader, 'talk').click();
    await frame(reader, '<b>bold</b>').waitFor();
    const answer = await tessel.api('GET', `${pathOf(secret)}/messages`);
    expect(answer.status).to.equal(404);
  });
});
