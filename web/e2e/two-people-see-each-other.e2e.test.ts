import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { apiOf, claimOwner, join, makeGuild, newcomer } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, logIn, say, seesOnce, seriousFindings, type Visitor, visit } from './browsers.ts';

describe('two people in one community', function () {
  this.timeout(90_000);
  let server: TestServer;
  let browser: Browser;
  let maris: Visitor;
  let tessel: Visitor;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    const owner = await claimOwner(server, api, 'maris');
    const guild = await makeGuild(owner, 'Night Owls');
    await join(owner, guild, await newcomer(api, 'tessel'));
    browser = await launchChromium();
    maris = await visit(browser);
    tessel = await visit(browser, { colorScheme: 'light' });
    for (const [one, name] of [[maris, 'maris'] as const, [tessel, 'tessel'] as const]) {
      await logIn(one.page, server.url, name);
      await one.page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    }
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const memberOn = (page: Page, name: string) =>
    page.getByRole('complementary', { name: 'Members' }).locator('.member', { hasText: name });
  const dot = (page: Page, name: string, presence: string) =>
    memberOn(page, name).locator(`.avatar[data-presence="${presence}"]`).waitFor();
  const statusButton = (page: Page) => page.getByRole('button', { name: /: change status$/ });
  const choose = async (page: Page, status: string): Promise<void> => {
    await statusButton(page).click();
    await page.getByRole('menuitem', { name: status }).click();
  };

  it('see that the other is there, in a shape and in words', async () => {
    await dot(maris.page, 'tessel', 'online');
    await dot(tessel.page, 'maris', 'online');
    await memberOn(maris.page, 'tessel').getByText('Online').waitFor();
  });

  it('see who types, until the message is there', async () => {
    const line = maris.page.locator('.typing-line');
    const place = await line.boundingBox();
    await composer(tessel.page).pressSequentially('Look up');
    await line.getByText('tessel is typing').waitFor();
    expect(await line.boundingBox(), 'the line keeps its place').to.deep.equal(place);
    expect(await tessel.page.locator('.typing-line').innerText()).to.equal('');
    await composer(tessel.page).press('Enter');
    await seesOnce(maris.page, 'Look up');
    await line.getByText('tessel is typing').waitFor({ state: 'detached' });
  });

  it('read a custom status, which survives a reload', async () => {
    const { page } = tessel;
    await choose(page, 'Do not disturb');
    await dot(maris.page, 'tessel', 'dnd');
    await statusButton(page).click();
    for (const [name, presence] of [
      ['Online', 'online'],
      ['Idle', 'idle'],
      ['Do not disturb', 'dnd'],
      ['Invisible', 'invisible'],
    ] as const)
      await page.getByRole('menuitem', { name }).locator(`[data-presence="${presence}"]`).waitFor();
    await page.keyboard.press('Escape');
    await choose(page, 'Set a custom status');
    await page.getByLabel('Status', { exact: true }).fill('at the telescope');
    await page.getByLabel('Clear after').selectOption('1 hour');
    await page.getByRole('button', { name: 'Save' }).click();
    await memberOn(maris.page, 'tessel').getByText('at the telescope').waitFor();
    await page.reload();
    await page.locator('.user-panel').getByText('at the telescope').waitFor();
    await dot(maris.page, 'tessel', 'dnd');
    expect(await seriousFindings(maris.page)).to.deep.equal([]);
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('do not see a user who is invisible, and still see the messages of that user', async () => {
    await choose(tessel.page, 'Invisible');
    await memberOn(maris.page, 'tessel').locator('.avatar[data-presence]').waitFor({ state: 'detached' });
    await memberOn(maris.page, 'tessel').getByText('Offline').waitFor();
    await tessel.page.locator('.user-panel .avatar[data-presence="invisible"]').waitFor();
    await say(tessel.page, 'still here');
    await seesOnce(maris.page, 'still here');
    await choose(tessel.page, 'Online');
    await dot(maris.page, 'tessel', 'online');
  });

  it('show no presence of each other while a client is offline', async () => {
    const { page } = maris;
    const dots = page.getByRole('complementary', { name: 'Members' }).locator('.avatar[data-presence]');
    await dots.first().waitFor();
    await page.context().setOffline(true);
    await page.getByText('You are offline').waitFor();
    await dots.first().waitFor({ state: 'detached' });
    expect(
      await memberOn(page, 'tessel')
        .getByText(/Online|Offline/)
        .count(),
    ).to.equal(0);
    await page.context().setOffline(false);
    await dots.first().waitFor();
  });

  it('cause no faults in the pages', () => {
    expect([...maris.faults, ...tessel.faults]).to.deep.equal([]);
  });
});
