import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, fillIn, logIn, messageSaying, visit } from './browsers.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const BLANK = 'about:blank';

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const channelButton = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const back = (page: Page) => page.evaluate(() => history.back());
const forward = (page: Page) => page.evaluate(() => history.forward());
const entries = (page: Page): Promise<number> => page.evaluate(() => history.length);
const focused = (page: Page, selector: string) =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted) === true, selector);

describe('the history of the window', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let owner: Person;
  let bob: Person;
  let guild: Guild;
  let talk: Channel;
  let garden: Guild;
  let wanted: string;
  const url = (channel: Channel): string => `${server.url}/c/${channel.guild_id}/${channel.channel_id}`;
  const desk = async (username = 'owner') => {
    const visitor = await visit(browser);
    await logIn(visitor.page, url(talk), username);
    await composer(visitor.page).waitFor();
    return visitor;
  };
  const phone = async () => {
    const visitor = await visit(browser, PHONE);
    await visitor.page.goto(BLANK);
    await logIn(visitor.page, url(talk), 'owner');
    await heading(visitor.page, 'talk').waitFor();
    await messageSaying(visitor.page, 'line 60').waitFor();
    return visitor;
  };
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    bob = await newcomer(api, 'bob');
    guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    await makeChannel(owner, guild, 'off-topic');
    garden = await makeGuild(owner, 'Garden');
    await join(owner, guild, bob);
    for (let n = 1; n <= 60; n += 1) {
      const { message_id } = await say(owner, talk, `line ${n} of the layout`);
      if (n === 3) wanted = message_id;
    }
    await caughtUp(api);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('leads from the messages of a phone back to the channel list, and from there out', async () => {
    const { page, leave } = await phone();
    await back(page);
    await channelButton(page, 'off-topic').waitFor();
    await focused(page, '.channels [aria-current]');
    await channelButton(page, 'off-topic').tap();
    await heading(page, 'off-topic').waitFor();
    await focused(page, '[role=feed]');
    await back(page);
    await channelButton(page, 'off-topic').waitFor();
    await forward(page);
    await heading(page, 'off-topic').waitFor();
    await page.getByRole('button', { name: 'Back to channels' }).tap();
    await channelButton(page, 'off-topic').waitFor();
    await page.goBack();
    expect(page.url()).to.equal(BLANK);
    await leave();
  });

  it('closes the members, the search and a dialog of a phone one by one', async () => {
    const { page, leave } = await phone();
    const members = page.getByRole('complementary', { name: 'Members' });
    await page.getByRole('button', { name: 'Member list' }).tap();
    await members.waitFor();
    await back(page);
    await members.waitFor({ state: 'hidden' });
    await heading(page, 'talk').waitFor();
    await page.getByRole('button', { name: 'Search messages' }).tap();
    const search = page.getByRole('combobox', { name: 'Search text' });
    await search.fill('layout');
    await search.press('Enter');
    await page.locator('.hit').first().waitFor();
    await page.reload();
    await page.locator('.hit').first().waitFor();
    expect(await search.inputValue()).to.equal('layout');
    await page.locator('.hit').first().tap();
    await search.waitFor({ state: 'detached' });
    await back(page);
    await page.locator('.hit').first().waitFor();
    await back(page);
    await search.waitFor({ state: 'detached' });
    await heading(page, 'talk').waitFor();
    await leave();
  });

  it('holds each dialog once, closes it with Back and brings it back over a reload', async () => {
    const { page, leave } = await desk();
    const before = await entries(page);
    const dialog = page.getByRole('dialog');
    await page.evaluate(() => {
      const button = document.querySelector<HTMLElement>('.channel-head [aria-label="Invite people"]');
      for (let n = 0; n < 3; n += 1) button?.click();
    });
    await dialog.waitFor();
    expect(await entries(page)).to.equal(before + 1);
    await page.reload();
    await dialog.waitFor();
    await back(page);
    await dialog.waitFor({ state: 'detached' });
    await forward(page);
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('off-topic');
    await page.keyboard.press('Enter');
    await heading(page, 'off-topic').waitFor();
    await focused(page, '.composer textarea');
    await back(page);
    await heading(page, 'talk').waitFor();
    expect(await dialog.count()).to.equal(0);
    await leave();
  });

  it('leads from a dialog that the settings opened back to the settings, and from there out', async () => {
    const { page, leave } = await desk();
    const dialog = page.getByRole('dialog');
    const settings = page.getByRole('dialog', { name: 'Settings of Night Owls' });
    const channels = settings.getByRole('heading', { name: 'Channels', exact: true });
    await page.getByRole('button', { name: 'Night Owls: community menu' }).click();
    await page.getByRole('menuitem', { name: 'Settings of the community' }).click();
    await settings.getByRole('button', { name: 'Channels', exact: true }).click();
    await settings.getByRole('button', { name: 'Create category' }).click();
    await page.getByRole('dialog', { name: 'Create category' }).waitFor();
    await page.keyboard.press('Escape');
    await channels.waitFor();
    await settings.getByRole('button', { name: 'Create category' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Observatory');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await channels.waitFor();
    await settings.getByText('Observatory').waitFor();
    await settings.getByRole('button', { name: 'Danger zone' }).click();
    await settings.getByRole('button', { name: 'Delete community' }).click();
    await page.getByRole('dialog', { name: 'Delete Night Owls?' }).waitFor();
    await back(page);
    await settings.getByRole('heading', { name: 'Danger zone', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await leave();
  });

  it('opens nothing for a dialog about a thing that is gone', async () => {
    const { page, leave } = await desk();
    const doomed = await makeChannel(owner, guild, 'doomed');
    await channelButton(page, 'doomed').waitFor();
    await page.getByRole('button', { name: '#doomed: channel menu' }).click();
    await page.getByRole('menuitem', { name: 'Rename channel' }).click();
    await page.getByRole('dialog').waitFor();
    await owner.api('DELETE', `/channels/${doomed.channel_id}`);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await forward(page);
    await heading(page, 'talk').waitFor();
    expect(await page.getByRole('dialog').count()).to.equal(0);
    await leave();
  });

  it('opens the message that an address names', async () => {
    const { page, leave } = await desk();
    await page.goto(`${url(talk)}/${wanted}`);
    const row = page.locator(`[data-message="${wanted}"]`);
    await row.waitFor();
    await focused(page, `[data-message="${wanted}"]`);
    expect(new URL(page.url()).pathname).to.include(wanted);
    await leave();
  });

  it('is followed by the focus, whatever the way to the place was', async () => {
    const visitor = await visit(browser);
    const { page, leave } = visitor;
    await page.goto(url(talk));
    await fillIn(page, 'owner');
    await page.keyboard.press('Enter');
    await focused(page, '.composer textarea');
    await page.getByRole('button', { name: 'Garden' }).click();
    await heading(page, 'general').waitFor();
    await focused(page, '.composer textarea');
    await page.keyboard.press('Control+Alt+ArrowUp');
    await heading(page, 'talk').waitFor();
    await focused(page, '.composer textarea');
    await channelButton(page, 'off-topic').click();
    await heading(page, 'off-topic').waitFor();
    await focused(page, '.composer textarea');
    await page.keyboard.press('Alt+ArrowUp');
    await heading(page, 'talk').waitFor();
    await focused(page, '.composer textarea');
    await page.keyboard.type('typed at once');
    expect(await composer(page).inputValue()).to.equal('typed at once');
    await composer(page).fill('');
    await leave();
  });

  it('says that an address names no place, and that a channel is gone or not for the user', async () => {
    const { page, leave } = await desk('bob');
    const strange = `${server.url}/c/${guild.guild_id}/${'0'.repeat(25)}1`;
    await page.goto(strange);
    await heading(page, 'This channel does not exist, or you cannot see it').waitFor();
    expect(page.url()).to.equal(strange);
    await page.getByRole('button', { name: '#talk', exact: true }).click();
    await composer(page).waitFor();
    await page.goto(`${server.url}/c/${garden.guild_id}`);
    await heading(page, 'This community does not exist, or you are not a member of it').waitFor();
    await page.getByRole('button', { name: 'Night Owls' }).first().click();
    await composer(page).waitFor();
    await leave();
  });
});
