/** A user saves messages from their menus, finds them beside the mentions, goes to them and takes them away again. */
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
import { expectCount, logIn, messageSaying, seriousFindings, visit } from './browsers.ts';

const rows = (page: Page) => page.getByRole('dialog').getByRole('list').locator('.hit');
/** Waits until the list has exactly so many rows. */
const listHas = async (page: Page, count: number): Promise<void> => {
  await rows(page)
    .nth(count - 1)
    .waitFor();
  await expectCount(rows(page), count);
};
const choose = async (page: Page, text: string, name: string): Promise<void> => {
  await messageSaying(page, text).locator('.content').click({ button: 'right' });
  await page.getByRole('menuitem', { name }).click();
};
const openList = async (page: Page): Promise<void> => {
  await page.getByRole('navigation').getByRole('button', { name: 'Mentions' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Saved', exact: true }).click();
};
const leaveList = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
};

describe('saved messages', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let owner: Person;
  let tessel: Person;
  let talk: Channel;
  let aside: Channel;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    aside = await makeChannel(owner, guild, 'aside');
    tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    for (const text of ['the recipe: two eggs, <b>flour</b>', 'the train leaves at nine', 'good night'])
      await say(tessel, talk, text);
    await caughtUp(api);
    browser = await launchChromium();
    ({ page } = await visit(browser));
    await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'owner');
    await messageSaying(page, 'good night').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('are none at first, and the list says how to save one', async () => {
    await openList(page);
    await page.getByRole('dialog').getByText('Nothing saved yet').waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await leaveList(page);
  });

  it('are saved from the menu, which then offers to remove them', async () => {
    await choose(page, 'the recipe', 'Save message');
    await page.getByText('Saved. You find it').waitFor();
    await choose(page, 'the train', 'Save message');
    await messageSaying(page, 'the recipe').locator('.content').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Remove from saved' }).waitFor();
    await page.keyboard.press('Escape');
    await openList(page);
    await listHas(page, 2);
    const texts = await rows(page).allTextContents();
    expect(texts[0]).to.contain('the train leaves').and.contain('talk · Night Owls');
    expect(texts[1]).to.contain('the recipe: two eggs, <b>flour</b>');
    expect(await seriousFindings(page)).to.deep.equal([]);
    await leaveList(page);
  });

  it('can stand in a thread, and lead back to it', async () => {
    const root = await say(tessel, talk, 'what do we bring?');
    const path = `${pathOf(talk)}/messages/${root.message_id}/threads`;
    const thread = (await owner.api('POST', path, { body: { name: 'Picnic' } })).as(Thread);
    const inside = await say(tessel, thread, 'I bring the salad');
    await caughtUp(await apiOf(server.url));
    expect((await owner.api('PUT', `/me/saved/${inside.message_id}`)).status).to.equal(200);
    await openList(page);
    await rows(page).filter({ hasText: 'I bring the salad' }).click();
    await messageSaying(page, 'I bring the salad').waitFor();
    expect(new URL(page.url()).pathname).to.contain(thread.channel_id);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('follow what another device of the user does while the list is open', async () => {
    const said = await say(tessel, aside, 'a word from aside');
    await caughtUp(await apiOf(server.url));
    await openList(page);
    await listHas(page, 3);
    await owner.api('PUT', `/me/saved/${said.message_id}`);
    await listHas(page, 4);
    await owner.api('DELETE', `/me/saved/${said.message_id}`);
    await listHas(page, 3);
  });

  it('are taken away with a button and the keyboard, and come back with Undo', async () => {
    await rows(page).first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await listHas(page, 2);
    expect(
      await rows(page)
        .allTextContents()
        .then((all) => all.join()),
    ).not.to.contain('the train');
    expect(await page.evaluate(() => document.activeElement?.className)).to.contain('hit');
    await page.getByRole('button', { name: 'Undo' }).click();
    await listHas(page, 3);
    await leaveList(page);
  });

  it('are not shown once they are deleted or out of sight', async () => {
    const recipe = (await owner.api('GET', '/me/saved/ids')).body as { readonly message_ids: ReadonlyArray<string> };
    const oldest = recipe.message_ids.at(-1);
    await owner.api('DELETE', `${pathOf(talk)}/messages/${oldest}`);
    await caughtUp(await apiOf(server.url));
    await openList(page);
    await listHas(page, 2);
    expect((await rows(page).allTextContents()).join()).not.to.contain('the recipe');
    expect((await owner.api('PUT', `/me/saved/${oldest}`)).status).to.equal(404);
    await leaveList(page);
  });
});
