import { expect } from 'chai';
import type { Browser, Page, Request } from 'playwright-core';
import { AuditPage } from '#gateway/protocol/governance.ts';
import { Invite, Role } from '#gateway/protocol/resources.ts';
import { caughtUp, say } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { type Community, community } from '#infra/workshop/testkit/community.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, everyFinding, expectCount, logIn, messageSaying, type Visitor, visit } from './browsers.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const toast = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const members = (page: Page) => page.getByRole('complementary', { name: 'Members' });
/** Sign that a member is in a time-out. Moderators see it, and the member. */
const timeOut = (page: Page, person: string) =>
  members(page).locator('.member', { hasText: person }).locator('.time-out-sign');
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

describe('members are moderated', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let here: Community<'talk', 'ada' | 'bob' | 'cleo'>;
  let page: Page;
  let bobs: Page;
  let cleos: Page;
  const visitors: Visitor[] = [];

  const enter = async (name: string, options = {}): Promise<Page> => {
    const visitor = await visit(browser, options);
    visitors.push(visitor);
    const { talk } = here.channels;
    await logIn(visitor.page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, name);
    await heading(visitor.page, 'talk').waitFor();
    return visitor.page;
  };
  const act = async (on: Page, person: string, name: string): Promise<void> => {
    await members(on).locator('.member', { hasText: person }).click({ button: 'right' });
    await on.getByRole('menuitem', { name }).first().click();
  };
  const undo = async (on: Page): Promise<void> => {
    await toast(on).getByRole('button', { name: 'Undo' }).last().click();
    await toast(on).getByText('Taken back').waitFor();
    await toast(on).getByRole('button', { name: 'Dismiss' }).last().click();
  };

  before(async () => {
    server = await startServer();
    here = await community(server, { channels: ['talk'], members: ['ada', 'bob', 'cleo'] });
    const { owner, guild } = here;
    const roles = `/guilds/${guild.guild_id}/roles`;
    const permissions = [
      'kick_members',
      'ban_members',
      'moderate_members',
      'manage_messages',
      'manage_nicknames',
      'manage_roles',
    ];
    const body = { name: 'Moderator', color: '#1a237e', hoist: true, permissions };
    const baked = { name: 'Baker', color: '#ffd400', hoist: true };
    const baker = (await owner.api('POST', roles, { body: baked })).as(Role);
    const moderator = (await owner.api('POST', roles, { body })).as(Role);
    // The order begins with the lowest role.
    await owner.api('PATCH', roles, { body: { order: [baker.role_id, moderator.role_id] } });
    await owner.api('PUT', `/guilds/${guild.guild_id}/members/${here.members.ada.userId}/roles/${moderator.role_id}`);
    await caughtUp(here.api);
    for (const text of ['one', 'two', 'three', 'four', 'five']) await say(here.members.bob, here.channels.talk, text);
    browser = await launchChromium();
    page = await enter('ada');
    bobs = await enter('bob');
    cleos = await enter('cleo');
    await messageSaying(page, 'five').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('show their roles as groups of the list, from the highest, in the colours of the roles', async () => {
    await members(page)
      .getByRole('heading', { name: /^Moderator/ })
      .waitFor();
    const titles = await members(page).locator('h3').allTextContents();
    expect(titles.map((title) => title.trim())).to.deep.equal(['Owner 1', 'Moderator 1', 'Members 2']);
    const colour = await members(page)
      .getByRole('button', { name: 'ada', exact: true })
      .evaluate((element) => getComputedStyle(element).color);
    expect(colour).to.match(/^oklch/);
    expect(await everyFinding(page)).to.deep.equal([]);
  });

  it('say why one cannot act on them', async () => {
    await members(page).locator('.member', { hasText: 'owner' }).click({ button: 'right' });
    const kick = page.getByRole('menuitem', { name: /^Kick/ });
    await kick.waitFor();
    expect(await kick.textContent()).to.include('This is the owner.');
    await page.keyboard.press('Escape');
    await members(bobs).locator('.member', { hasText: 'cleo' }).click({ button: 'right' });
    await bobs.getByRole('menuitem', { name: 'Copy name' }).waitFor();
    await expectCount(bobs.getByRole('menuitem', { name: /^Kick/ }), 0);
    await bobs.keyboard.press('Escape');
  });

  it('keep their rows, with the open menu and its focus, while the list is read anew', async () => {
    const row = members(page).locator('.member', { hasText: 'bob' });
    const element = (await row.elementHandle()) ?? expect.fail('bob is in the list');
    await row.click({ button: 'right' });
    await page.keyboard.press('ArrowDown');
    const focused = page.locator('[role=menuitem]:focus');
    const item = await focused.innerText();
    const read = page.waitForResponse((response) => response.url().includes('/members?'));
    // A new role may be worn by members whom the list shows, so the client reads it anew.
    const made = await here.owner.api('POST', `/guilds/${here.guild.guild_id}/roles`, { body: { name: 'brief' } });
    await read;
    // The change of a nickname comes after the list, and shows that the list was drawn.
    const nicknameOf = (nickname: string | null) =>
      here.owner.api('PATCH', `/guilds/${here.guild.guild_id}/members/${here.members.cleo.userId}`, {
        body: { nickname },
      });
    await nicknameOf('Clio');
    await members(page).getByText('Clio').waitFor();
    expect(await focused.innerText()).to.equal(item);
    expect(await element.evaluate(({ isConnected }) => isConnected)).to.equal(true);
    await page.keyboard.press('Escape');
    await expectCount(page.getByRole('menuitem'), 0);
    await nicknameOf(null);
    await here.owner.api('DELETE', `/guilds/${here.guild.guild_id}/roles/${made.as(Role).role_id}`);
    await members(page).getByText('cleo').waitFor();
  });

  it('are read once more when the list turns stale while it is read', async () => {
    const roles = `/guilds/${here.guild.guild_id}/roles`;
    const pages = (url: URL) => url.pathname.endsWith('/members');
    const free = Promise.withResolvers<void>();
    await page.route(pages, (route) => free.promise.then(() => route.continue()), { times: 1 });
    const isPage = (request: Request) => pages(new URL(request.url()));
    const [first, one] = await Promise.all([
      page.waitForRequest(isPage),
      here.owner.api('POST', roles, { body: { name: 'brief' } }),
    ]);
    const [second, two] = await Promise.all([
      page.waitForRequest((request) => request !== first && isPage(request)),
      here.owner.api('POST', roles, { body: { name: 'briefer' } }),
    ]);
    free.resolve();
    expect((await second.response())?.status()).to.equal(200);
    for (const made of [one, two]) await here.owner.api('DELETE', `${roles}/${made.as(Role).role_id}`);
  });

  it('get a nickname that everybody sees at once, also beside old messages, and lose it by an undo', async () => {
    await act(page, 'bob', 'Change nickname');
    await page.getByLabel('Nickname of bob').fill('Bobby');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await members(bobs).getByRole('button', { name: 'Bobby', exact: true }).waitFor();
    await messageSaying(bobs, 'one').getByRole('button', { name: 'Bobby', exact: true }).click();
    const card = dialog(bobs, 'Profile of Bobby');
    await card.getByText('bob', { exact: true }).waitFor();
    await bobs.keyboard.press('Escape');
    await undo(page);
    await members(bobs).getByRole('button', { name: 'bob', exact: true }).waitFor();
  });

  it('get a role with one press in a dialog, and move in the list', async () => {
    await act(page, 'bob', 'Roles');
    await dialog(page, 'Roles of bob').waitFor();
    expect(
      await dialog(page, 'Roles of bob')
        .getByLabel(/^Moderator/)
        .isDisabled(),
    ).to.equal(true);
    await dialog(page, 'Roles of bob')
      .getByLabel(/^Baker/)
      .click();
    await members(bobs)
      .getByRole('heading', { name: /^Baker/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await undo(page);
    await members(bobs)
      .getByRole('heading', { name: /^Baker/ })
      .waitFor({ state: 'detached' });
  });

  it('are timed out for a while, and write again after an early end', async () => {
    await act(page, 'bob', 'Time out');
    await dialog(page, 'Time out bob?').waitFor();
    await page.getByLabel('It lasts').selectOption({ label: 'until a time that I choose' });
    await page.getByLabel('It ends').fill('2001-01-01T10:00');
    await dialog(page, 'Time out bob?').getByRole('button', { name: 'Time out' }).click();
    await page.getByText('Choose a time in the next 28 days.').first().waitFor();
    await page.getByLabel('It lasts').selectOption({ label: '1 hour' });
    await page.getByLabel('Reason (optional)').fill('too loud');
    await dialog(page, 'Time out bob?').getByRole('button', { name: 'Time out' }).click();
    await toast(page)
      .getByText(/^bob is timed out until/)
      .waitFor();
    await composer(bobs).waitFor({ state: 'detached' });
    for (const one of [page, bobs]) {
      await timeOut(one, 'bob').waitFor();
      expect(await timeOut(one, 'bob').getAttribute('title')).to.match(/^In a time-out until .*:[0-9]{2}/);
    }
    await members(cleos).getByRole('button', { name: 'bob', exact: true }).waitFor();
    await expectCount(timeOut(cleos, 'bob'), 0);
    expect(await everyFinding(page)).to.deep.equal([]);
    await act(page, 'bob', 'End time-out');
    await composer(bobs).waitFor();
    for (const one of [page, bobs]) await timeOut(one, 'bob').waitFor({ state: 'detached' });
    await undo(page);
    await composer(bobs).waitFor({ state: 'detached' });
    await act(page, 'bob', 'End time-out');
    await composer(bobs).waitFor();
  });

  it('lose one message, and get it back by an undo', async () => {
    await messageSaying(page, 'three').hover();
    await messageSaying(page, 'three').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByLabel('Reason (optional)').fill('rude, again');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await messageSaying(bobs, 'three').waitFor({ state: 'detached' });
    await toast(page).getByText('The message of bob was deleted.').waitFor();
    await undo(page);
    await messageSaying(bobs, 'three').waitFor();
  });

  it('lose selected messages together, and get them back in their places', async () => {
    const order = () => bobs.locator('[data-message] .content').allTextContents();
    const before = await order();
    await messageSaying(page, 'two')
      .locator('.content')
      .click({ modifiers: ['Shift'] });
    await page.getByText('1 message selected').waitFor();
    await messageSaying(page, 'four')
      .locator('.content')
      .click({ modifiers: ['Shift'] });
    await page.getByText('3 messages selected').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.keyboard.press('Space');
    await page.getByText('2 messages selected').waitFor();
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('3 messages selected').waitFor();
    await page.getByRole('region', { name: 'Selected messages' }).getByRole('button', { name: 'Delete' }).click();
    await dialog(page, 'Delete 3 messages?').getByLabel('Reason (optional)').fill('spam');
    await dialog(page, 'Delete 3 messages?').getByRole('button', { name: 'Delete' }).click();
    await toast(page).getByText('3 messages were deleted.').waitFor();
    await messageSaying(bobs, 'four').waitFor({ state: 'detached' });
    await composer(page).waitFor();
    await undo(page);
    for (const text of ['two', 'three', 'four']) await messageSaying(bobs, text).waitFor();
    expect(await order()).to.deep.equal(before);
  });

  it('are selected on a phone from the menu of a message', async () => {
    const phone = await enter('ada', PHONE);
    await messageSaying(phone, 'two').locator('.content').tap();
    await messageSaying(phone, 'two').getByRole('button', { name: 'More actions' }).click();
    await phone.getByRole('menuitem', { name: 'Select messages' }).click();
    await messageSaying(phone, 'four').locator('.content').tap();
    await phone.getByText('2 messages selected').waitFor();
    await phone.getByRole('button', { name: 'Cancel' }).tap();
    await composer(phone).waitFor();
    await phone.goto(`${server.url}/c/${here.guild.guild_id}`);
    await phone.context().close();
  });

  it('lose all their last messages at once, after a count', async () => {
    await act(page, 'bob', 'Delete messages');
    await page.getByText('This deletes 5 messages.').waitFor();
    await page.getByRole('dialog').getByLabel('Reason (optional)').fill('all of it');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete messages' }).click();
    await toast(page).getByText('5 messages of bob were deleted.').waitFor();
    await messageSaying(bobs, 'one').waitFor({ state: 'detached' });
    await undo(page);
    await messageSaying(bobs, 'five').waitFor();
  });

  it('lose messages for reasons, which the audit log shows', async () => {
    await caughtUp(here.api);
    const audit = `/guilds/${here.guild.guild_id}/audit?action=message.deleted&limit=100`;
    const reasons = (await here.owner.api('GET', audit)).as(AuditPage).entries.map(({ reason }) => reason);
    expect(new Set(reasons)).to.deep.equal(new Set(['all of it', 'spam', 'rude, again']));
  });

  it('are listed in the settings, found by name and role, and act on from there', async () => {
    await page.getByRole('button', { name: 'Night Owls: community menu' }).click();
    await page.getByRole('menuitem', { name: 'Settings of the community' }).click();
    await page.getByRole('button', { name: 'Members', exact: true }).click();
    const list = page.getByRole('list', { name: 'Members' });
    await list.getByText('cleo').waitFor();
    expect(JSON.stringify(await everyFinding(page))).to.equal('[]');
    await page.getByLabel('With the role').selectOption({ label: 'Moderator' });
    await page.getByText('1 of 4 members').waitFor();
    await page.getByLabel('With the role').selectOption({ label: 'any role' });
    await page.getByLabel('Find a member').fill('cl');
    await page.getByText('1 of 4 members').waitFor();
    await page.getByRole('button', { name: 'Give cleo a role' }).click();
    await page.getByRole('menuitem', { name: 'Baker' }).click();
    await list.getByRole('button', { name: 'Take the role Baker from cleo' }).click();
    await list.getByRole('button', { name: 'Take the role Baker from cleo' }).waitFor({ state: 'detached' });
    await list.getByRole('button', { name: 'cleo: actions' }).click();
    await page.getByRole('menuitem', { name: 'Kick' }).click();
    await dialog(page, 'Kick cleo?').getByRole('button', { name: 'Kick' }).click();
    await page.getByText('No member fits.').waitFor();
    await undo(page);
    await list.getByText('cleo').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
  });

  it('are banned with their messages, see why, and come back by an undo with all of them', async () => {
    const body = { max_uses: null, expires_in_secs: null };
    const invite = (await here.owner.api('POST', `/guilds/${here.guild.guild_id}/invites`, { body })).as(Invite);
    await act(page, 'bob', 'Ban');
    await dialog(page, 'Ban bob?').waitFor();
    await page.getByLabel('Reason (optional)').fill('spam');
    await page.getByLabel('Delete their messages').selectOption({ label: 'of the last day' });
    await page.getByText('This deletes 5 messages.').waitFor();
    await dialog(page, 'Ban bob?').getByRole('button', { name: 'Ban' }).click();
    await heading(bobs, 'You were banned from Night Owls').waitFor();
    await bobs.getByText('Reason: spam').waitFor();
    await messageSaying(page, 'five').waitFor({ state: 'detached' });
    await bobs.goto(`${server.url}/invite/${invite.code}`);
    await heading(bobs, 'This invite does not work').waitFor();
    await undo(page);
    await messageSaying(page, 'five').waitFor();
    await members(page).getByRole('button', { name: 'bob', exact: true }).waitFor();
  });

  it('lose the offer of an undo once another person has taken the act back', async () => {
    const { owner, guild } = here;
    await act(page, 'cleo', 'Time out');
    await dialog(page, 'Time out cleo?').getByRole('button', { name: 'Time out' }).click();
    const offer = toast(page).locator('.toast', { hasText: /^cleo is timed out until/ });
    await timeOut(page, 'cleo').waitFor();
    // A toast under the pointer does not go by the clock.
    await offer.hover();
    const [latest] = (await owner.api('GET', `/guilds/${guild.guild_id}/audit`)).as(AuditPage).entries;
    expect(latest?.action).to.equal('guild.member-timed-out');
    const undone = await owner.api('POST', `/guilds/${guild.guild_id}/audit/${latest?.entry_id}/undo`, { body: {} });
    expect(undone.status).to.equal(200);
    await timeOut(page, 'cleo').waitFor({ state: 'detached' });
    await offer.waitFor({ state: 'detached' });
  });

  it('read news at the top of a phone, which covers no last row and no composer', async () => {
    const phone = await enter('owner', PHONE);
    await phone.getByRole('button', { name: 'Back to channels' }).click();
    await phone.getByRole('button', { name: 'Night Owls: community menu' }).click();
    await phone.getByRole('menuitem', { name: 'Settings of the community' }).click();
    await phone.getByLabel('Name', { exact: true }).fill('Day Owls');
    await phone.getByRole('button', { name: 'Save changes' }).click();
    await toast(phone).locator('.toast').waitFor();
    const place = await toast(phone).boundingBox();
    expect((place?.y ?? 0) + (place?.height ?? 0)).to.be.below(PHONE.viewport.height / 2);
  });

  it('meet no error and no violation of the policy', () => {
    const faults = visitors.flatMap((visitor) => visitor.faults).filter((fault) => !/40[34]/.test(fault));
    expect(faults).to.deep.equal([]);
  });
});
