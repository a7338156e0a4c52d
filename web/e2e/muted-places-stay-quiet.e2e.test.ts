import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Channel, type Guild, Role } from '#gateway/protocol/resources.ts';
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
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, logIn, seriousFindings, type Visitor, visit } from './browsers.ts';

const HOUR_MS = 3_600_000;
const titled = (page: Page, sign: RegExp): Promise<unknown> =>
  page.waitForFunction((source) => new RegExp(source).test(document.title), sign.source);
const hasIcon = (page: Page, begin: string): Promise<unknown> =>
  page.waitForFunction(
    (wanted) => document.querySelector('link[rel=icon]')?.getAttribute('href')?.startsWith(wanted) === true,
    begin,
  );

describe('a place that the user mutes', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let api: Api;
  let owner: Person;
  let tessel: Person;
  let guild: Guild;
  let role: Role;
  let channels: Readonly<Record<'talk' | 'stars', Channel>>;
  let laptop: Visitor;
  let page: Page;
  const entry = (name: string) => page.locator('.channel', { hasText: name });
  const badge = (name: string, count: string) => entry(name).locator('.mention-badge', { hasText: count });
  const openRules = async (name: string): Promise<void> => {
    await entry(name).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Notification settings' }).click();
    await page
      .getByRole('dialog', { name: `Notifications of #${name}` })
      .or(page.locator('dialog[open]'))
      .first()
      .waitFor();
  };
  const closeDialog = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  };
  const readAll = async (): Promise<void> => {
    await caughtUp(api);
    await owner.api('PUT', `/guilds/${guild.guild_id}/read`);
    await page.waitForFunction(() => document.querySelector('.channel.unread, .channel .mention-badge') === null);
  };

  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    owner = await claimOwner(server, api, 'maris');
    guild = await makeGuild(owner, 'Night Owls');
    tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    const made = await owner.api('POST', `/guilds/${guild.guild_id}/roles`, {
      body: { name: 'gazers', mentionable: true },
    });
    role = made.as(Role);
    await owner.api('PUT', `/guilds/${guild.guild_id}/members/${owner.userId}/roles/${role.role_id}`);
    channels = { talk: await makeChannel(owner, guild, 'talk'), stars: await makeChannel(owner, guild, 'stars') };
    await caughtUp(api);
    browser = await launchChromium();
    laptop = await visit(browser);
    page = laptop.page;
    await page.clock.install();
    await logIn(page, `${server.url}/c/${guild.guild_id}/${channels.talk.channel_id}`, 'maris');
    await composer(page).waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('for a time stays out of the title and the icon, but for its mentions, and stands out once the time is over', async () => {
    await openRules('stars');
    await page.getByLabel('Mute', { exact: true }).selectOption({ label: 'For an hour' });
    await page.getByText(/^Muted until/).waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await closeDialog();
    await entry('stars').getByText('muted').waitFor({ state: 'attached' });
    await say(tessel, channels.stars, 'in the dark');
    await say(tessel, channels.stars, `<@${owner.userId}> come`);
    await badge('stars', '1').waitFor();
    await titled(page, /^\(1\) /);
    await hasIcon(page, 'blob:');
    expect(await page.locator('.channel.unread', { hasText: 'stars' }).count()).to.equal(0);
    await readAll();
    await titled(page, /^[^(•]/);
    await hasIcon(page, '/icon.svg');
    await say(tessel, channels.stars, 'in the dark again');
    await say(tessel, channels.talk, 'a sign that the word before was told');
    await page.getByText('a sign that the word before was told').waitFor();
    expect(await page.title()).to.match(/^[^(•]/);
    await page.clock.fastForward(HOUR_MS);
    await page.locator('.channel.unread', { hasText: 'stars' }).waitFor();
    await titled(page, /^• /);
    await hasIcon(page, 'blob:');
    await readAll();
  });

  it('can ignore everyone and roles, each by itself, and still lists them in the inbox', async () => {
    const roleSwitch = page.getByRole('switch', { name: 'Ignore mentions of roles' });
    const everyoneSwitch = page.getByRole('switch', { name: 'Ignore @everyone and @here' });
    const openGuildRules = async (): Promise<void> => {
      await page
        .getByRole('button', { name: /^Night Owls/ })
        .first()
        .click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Notification settings' }).click();
      await roleSwitch.waitFor();
    };
    await openGuildRules();
    await everyoneSwitch.click();
    await page.waitForFunction(() => document.querySelectorAll('input[role=switch][aria-checked=true]').length === 1);
    expect(await seriousFindings(page)).to.deep.equal([]);
    await closeDialog();
    await owner.api('PUT', `/channels/${channels.stars.channel_id}/overwrites/member/${tessel.userId}`, {
      body: { allow: ['mention_everyone'], deny: [] },
    });
    await say(tessel, channels.stars, '@everyone look up');
    await page.locator('.channel.unread', { hasText: 'stars' }).waitFor();
    await say(tessel, channels.stars, `<@&${role.role_id}> look up`);
    await badge('stars', '1').waitFor();
    await readAll();
    await openGuildRules();
    await roleSwitch.click();
    await page.waitForFunction(() => document.querySelectorAll('input[role=switch][aria-checked=true]').length === 2);
    await closeDialog();
    await say(tessel, channels.stars, `<@&${role.role_id}> look down`);
    await page.locator('.channel.unread', { hasText: 'stars' }).waitFor();
    await say(tessel, channels.stars, `<@${owner.userId}> you alone`);
    await badge('stars', '1').waitFor();
    await page.keyboard.press('Control+i');
    for (const words of ['look up', 'look down', 'you alone'])
      await page.getByRole('dialog').getByText(words).first().waitFor();
    await closeDialog();
    expect(laptop.faults).to.deep.equal([]);
  });
});
