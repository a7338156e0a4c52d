import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Channel, type Guild, Invite, MemberPage } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, fillIn, logIn, visit } from './browsers.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const focused = (page: Page, selector: string) =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted) === true, selector);

describe('a link to the server', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let ada: Person;
  let guild: Guild;
  let garden: Guild;
  let talk: Channel;
  const invited = async (body: object = {}, to = guild): Promise<string> =>
    (await ada.api('POST', `/guilds/${to.guild_id}/invites`, { body })).as(Invite).code;
  const members = async (of: Guild): Promise<number> =>
    (await ada.api('GET', `/guilds/${of.guild_id}/members?limit=100`)).as(MemberPage).members.length;
  before(async () => {
    server = await startServer({ registration: 'invite' });
    const api = await apiOf(server.url);
    ada = await claimOwner(server, api, 'ada');
    guild = await makeGuild(ada, 'Night Owls');
    talk = await makeChannel(ada, guild, 'talk');
    const bob = await newcomer(api, 'bob', await invited());
    await join(ada, guild, bob);
    await newcomer(api, 'cleo', await invited());
    garden = await makeGuild(ada, 'Garden');
    await caughtUp(api);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('of an invite shows what it leads to before a person registers, and then leads there', async () => {
    const { page, faults, leave } = await visit(browser);
    await page.goto(`${server.url}/invite/${await invited()}`);
    const card = page.locator('.invitation');
    await card.getByText('Night Owls').waitFor();
    await card.getByText(`${await members(guild)} members`).waitFor();
    await card.getByText('ada invites you.').waitFor();
    await fillIn(page, 'dora');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('button', { name: 'Night Owls: community menu' }).waitFor();
    await focused(page, '.composer textarea');
    expect(faults).to.deep.equal([]);
    await leave();
  });

  it('of a dead invite says so at once, logged in or not', async () => {
    const { page, leave } = await visit(browser);
    await page.goto(`${server.url}/invite/nosuchcode`);
    await heading(page, 'This invite does not work').waitFor();
    await logIn(page, `${server.url}/c/${guild.guild_id}/${talk.channel_id}`, 'bob');
    await composer(page).waitFor();
    await page.goto(`${server.url}/invite/nosuchcode`);
    await heading(page, 'This invite does not work').waitFor();
    await page.getByRole('button', { name: 'Go to the start' }).click();
    await composer(page).waitFor();
    await leave();
  });

  it('of an invite joins nothing by being opened, and one button joins', async () => {
    const { page, leave } = await visit(browser);
    await logIn(page, server.url, 'cleo');
    await composer(page).waitFor();
    const before = await members(garden);
    await page.goto(`${server.url}/invite/${await invited({}, garden)}`);
    await page.getByText('ada invites you.').waitFor();
    expect(await members(garden)).to.equal(before);
    await page.getByRole('button', { name: 'Join Garden' }).click();
    await page.getByRole('button', { name: 'Garden: community menu' }).waitFor();
    await focused(page, '.composer textarea');
    await leave();
  });

  it('of an invite tells a kicked user at once that it is too old, and shows others the community', async () => {
    const code = await invited({}, garden);
    const removed = await newcomer(await apiOf(server.url), 'edda', code);
    await ada.api('POST', `/guilds/${garden.guild_id}/members/${removed.userId}/kick`, { body: { reason: null } });
    const { page, leave } = await visit(browser);
    await logIn(page, server.url, 'edda');
    await heading(page, 'Nothing here yet').waitFor();
    await page.goto(`${server.url}/invite/${code}`);
    await heading(page, 'This invite does not work').waitFor();
    await page.getByRole('alert').getByText('Ask a moderator for a new invite.').waitFor();
    expect(await page.getByRole('button', { name: 'Join Garden' }).count()).to.equal(0);
    await page.goto(`${server.url}/invite/${await invited({}, garden)}`);
    await page.getByRole('button', { name: 'Join Garden' }).waitFor();
    await leave();
  });

  it('of an invite leads a member in without a question', async () => {
    const { page, leave } = await visit(browser);
    const code = await invited({ max_uses: 1 });
    await logIn(page, server.url, 'bob');
    await composer(page).waitFor();
    await page.goto(`${server.url}/invite/${code}`);
    await composer(page).waitFor();
    expect(new URL(page.url()).pathname).to.include(guild.guild_id);
    await leave();
  });

  it('that names no place shows a page with a way out', async () => {
    const { page, leave } = await visit(browser);
    const answer = await page.goto(`${server.url}/nonsense/page`);
    expect(answer?.status()).to.equal(404);
    await heading(page, 'This page does not exist').waitFor();
    await page.getByRole('button', { name: 'Go to the start' }).click();
    await heading(page, 'Welcome back').waitFor();
    await leave();
  });

  it('of an owner is spent once the server has an owner, and says so', async () => {
    const { page, leave } = await visit(browser);
    await page.goto(`${server.url}/claim#${server.ownerSecret}`);
    await heading(page, 'This server has an owner').waitFor();
    expect(await page.getByLabel('Username').count()).to.equal(0);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await heading(page, 'Welcome back').waitFor();
    await leave();
  });

  it('to a server without an owner says how to own it, and offers no account', async () => {
    const unclaimed = await startServer({ registration: 'open' });
    const { page, leave } = await visit(browser);
    await page.goto(unclaimed.url);
    await heading(page, 'This server has no owner yet').waitFor();
    await page.getByText('It stands in the server’s log').waitFor();
    expect(await page.getByRole('button', { name: 'Create account' }).count()).to.equal(0);
    await leave();
    await unclaimed.stop();
  });

  it('under another address than its own names the right one', async () => {
    const { port } = new URL(server.url);
    const { page, leave } = await visit(browser);
    // Every name below localhost is this machine, and only some of them are names of the server.
    await page.goto(`http://chat.localhost:${port}/c/${guild.guild_id}`);
    await heading(page, 'This address does not work here').waitFor();
    const link = page.getByRole('link', { name: /^Go to / });
    expect(await link.getAttribute('href')).to.equal(`${server.url}/c/${guild.guild_id}`);
    await leave();
  });
});
