/** A lockdown tells newcomers why they cannot write, and guests why they cannot join. */

import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { HOUR_MS } from '#domain/kernel/units.ts';
import { Invite } from '#gateway/protocol/resources.ts';
import { caughtUp, newcomer } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { type Community, community } from '#infra/workshop/testkit/community.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, everyFinding, expectCount, fillIn, logIn, type Visitor, visit } from './browsers.ts';

describe('a community that is locked down', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let here: Community<'talk', 'nina'>;
  let invite: Invite;
  const visitors: Visitor[] = [];
  const lockdown = (method: 'PUT' | 'DELETE', body?: object) =>
    here.owner.api(method, `/guilds/${here.guild.guild_id}/lockdown`, body === undefined ? {} : { body });
  const someone = async (): Promise<Visitor> => {
    const visitor = await visit(browser);
    visitors.push(visitor);
    return visitor;
  };

  before(async () => {
    server = await startServer();
    browser = await launchChromium();
    here = await community(server, { channels: ['talk'], members: ['nina'] });
    await newcomer(here.api, 'gert');
    invite = (await here.owner.api('POST', `/guilds/${here.guild.guild_id}/invites`, { body: {} })).as(Invite);
    await caughtUp(here.api);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(() => {
    expect(visitors.flatMap(({ faults }) => faults)).to.deep.equal([]);
  });

  it('shows a newcomer the reason and the end in place of the composer, and the composer afterwards', async () => {
    const { page } = await someone();
    const { talk } = here.channels;
    await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'nina');
    await composer(page).waitFor();
    const until = new Date(Date.now() + HOUR_MS).toISOString();
    expect((await lockdown('PUT', { until, newcomers_hours: 1 })).status).to.equal(204);
    await page.getByText(/^Moderators have locked this community down until .* may write after that/).waitFor();
    await expectCount(composer(page), 0);
    await expectCount(page.getByText(/To say hello/), 0);
    expect(await everyFinding(page)).to.deep.equal([]);
    expect((await lockdown('DELETE')).status).to.equal(204);
    await composer(page).waitFor();
    await composer(page).fill('good evening');
    await lockdown('PUT', { newcomers_hours: 1 });
    await page.getByText('Nothing is sent from here. Copy your text if you need it.').waitFor();
    expect(await composer(page).inputValue()).to.equal('good evening');
  });

  it('says on the page of an invite that it takes in no members, to guests and to users', async () => {
    const guest = await someone();
    const link = `${server.url}/invite/${invite.code}`;
    const says = 'It takes in no members now.';
    await guest.page.goto(link);
    await guest.page.getByText(says).waitFor();
    await guest.page.getByText('This link lets you in when the lockdown has ended.').waitFor();
    expect(await everyFinding(guest.page)).to.deep.equal([]);
    const { page } = await someone();
    await logIn(page, server.url, 'gert');
    await page.getByText('Nothing here yet').waitFor();
    await page.goto(link);
    await page.getByText(says).waitFor();
    await expectCount(page.getByRole('button', { name: /^Join/ }), 0);
    expect(await everyFinding(page)).to.deep.equal([]);
    const again = page.getByRole('button', { name: 'Try again' });
    const join = page.getByRole('button', { name: 'Join Night Owls' });
    const asked = page.waitForResponse(/\/invites\//);
    await again.press('Enter');
    await asked;
    expect(await again.evaluate((button) => button === document.activeElement)).to.equal(true);
    await lockdown('DELETE');
    await caughtUp(here.api);
    await again.press('Enter');
    await join.waitFor();
    expect(await join.evaluate((button) => button === document.activeElement)).to.equal(true);
    await expectCount(page.getByText(says), 0);
  });

  it('gives a guest an account, and does not act as if that joined', async () => {
    await lockdown('PUT', {});
    await caughtUp(here.api);
    const { page } = await someone();
    await page.goto(`${server.url}/invite/${invite.code}`);
    await page.getByText('This link lets you in when the lockdown has ended.').waitFor();
    await fillIn(page, 'hugo');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('It takes in no members now.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await expectCount(page.getByRole('alert').filter({ hasText: /\S/ }), 0);
  });
});

describe('a community that is locked down, where only an invite makes an account', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  before(async () => {
    server = await startServer({ registration: 'invite' });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('shows a guest no form that it would refuse, and the form once the lockdown has ended', async () => {
    const { owner, guild, api } = await community(server, { channels: ['talk'], members: [] });
    const at = `/guilds/${guild.guild_id}`;
    const { code } = (await owner.api('POST', `${at}/invites`, { body: {} })).as(Invite);
    await owner.api('PUT', `${at}/lockdown`, { body: {} });
    await caughtUp(api);
    const { page, faults } = await visit(browser);
    await page.goto(`${server.url}/invite/${code}`);
    await page.getByText('You can create an account with this invite when the lockdown has ended.').waitFor();
    await expectCount(page.getByLabel('Username'), 0);
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('This link lets you in when the lockdown has ended.').waitFor();
    await page.getByRole('button', { name: 'Create account' }).click();
    await owner.api('DELETE', `${at}/lockdown`);
    await caughtUp(api);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Log in or create an account to join.').waitFor();
    await page.getByLabel('Username').waitFor();
    expect(faults).to.deep.equal([]);
  });
});
