import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { InviteList } from '#gateway/protocol/resources.ts';
import { caughtUp, say } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { type Community, community } from '#infra/workshop/testkit/community.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { expectCount, logIn, messageSaying, PASSWORD, type Visitor, visit } from './browsers.ts';

const toasts = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const inDialog = (page: Page) => page.getByRole('dialog', { name: 'Settings of Night Owls' });
const section = (page: Page, name: string) => inDialog(page).getByRole('button', { name, exact: true });
const heading = (page: Page, name: string) => inDialog(page).getByRole('heading', { name, exact: true, level: 3 });
const act = (page: Page, says: string) => inDialog(page).locator('.audit-act', { hasText: says }).first();

describe('a community is governed', function () {
  this.timeout(90_000);
  let server: TestServer;
  let browser: Browser;
  let here: Community<'square' | 'backstage', 'bob' | 'cleo' | 'dora'>;
  let ann: Visitor;
  let page: Page;

  const openSettings = async (at: Page): Promise<void> => {
    await at.getByRole('button', { name: 'Night Owls: community menu' }).click();
    await at.getByRole('menuitem', { name: 'Settings of the community' }).click();
    await heading(at, 'Overview').waitFor();
  };
  const go = async (at: Page, name: string): Promise<void> => {
    await section(at, name).click();
    await heading(at, name).waitFor();
  };

  before(async () => {
    server = await startServer();
    here = await community(server, {
      owner: 'ann',
      channels: ['square', 'backstage'],
      members: ['bob', 'cleo', 'dora'],
    });
    const { owner, api, guild, channels, members } = here;
    await say(members.dora, channels.square, 'cheap telescopes here');
    await owner.api('POST', `/guilds/${guild.guild_id}/members/${members.dora.userId}/ban`, {
      body: { reason: 'spam', delete_message_days: 7 },
    });
    await owner.api('PUT', `/channels/${channels.backstage.channel_id}/overwrites/role/${guild.guild_id}`, {
      body: { allow: [], deny: ['view_channel'] },
    });
    await caughtUp(api);
    browser = await launchChromium();
    ann = await visit(browser);
    ({ page } = ann);
    page.setDefaultTimeout(8_000);
    await logIn(page, `${server.url}/c/${guild.guild_id}/${channels.square.channel_id}`, 'ann');
    await openSettings(page);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('keeps unsaved changes when the user goes back, as long as they are neither saved nor reset', async () => {
    const field = inDialog(page).getByLabel('Name', { exact: true });
    const bar = inDialog(page).locator('.unsaved-bar');
    await field.fill('Early Birds');
    await bar.waitFor();
    for (const _ of [1, 2]) {
      await page.goBack();
      await bar.getByText('Save or reset your changes first.').waitFor();
      expect(await field.inputValue()).to.equal('Early Birds');
    }
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => setTimeout(() => location.reload()));
    const question = await asked;
    expect(question.type()).to.equal('beforeunload');
    await question.dismiss();
    expect(await field.inputValue()).to.equal('Early Birds');
    await section(page, 'Reset').click();
    await bar.waitFor({ state: 'detached' });
    await page.goBack();
    await inDialog(page).waitFor({ state: 'detached' });
    await openSettings(page);
  });

  it('shows the old name of the community again after the undo of a rename', async () => {
    const field = page.getByRole('dialog').getByLabel('Name', { exact: true });
    await field.fill('Early Birds');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('dialog', { name: 'Settings of Early Birds' }).waitFor();
    await page.locator('.unsaved-bar').waitFor({ state: 'detached' });
    await toasts(page).getByRole('button', { name: 'Undo' }).click();
    await inDialog(page).waitFor();
    expect(await field.inputValue()).to.equal('Night Owls');
    await expectCount(inDialog(page).locator('.unsaved-bar'), 0);
  });

  it('creates two roles and gives one a name, a colour and a permission', async () => {
    await go(page, 'Roles');
    await inDialog(page).getByText('This community has no roles yet.').waitFor();
    // The second click of a double click creates no second role.
    await section(page, 'Create role').dblclick();
    await inDialog(page).locator('.role-name[aria-current]', { hasText: 'new role' }).waitFor();
    await inDialog(page).getByLabel('Role name').fill('Moderator');
    await inDialog(page).getByRole('radio', { name: '#5b94e8' }).check({ force: true });
    await inDialog(page).getByRole('switch', { name: 'See the audit log' }).check();
    await section(page, 'Save changes').click();
    await toasts(page).getByText('Saved').waitFor();
    await expectCount(inDialog(page).locator('.unsaved-bar'), 0);
    const notice = await toasts(page).boundingBox();
    const content = await inDialog(page).locator('.settings-section').boundingBox();
    expect((notice?.x ?? 0) + (notice?.width ?? 0), 'the toast stands beside the section').to.be.at.most(
      content?.x ?? 0,
    );
    const names = await inDialog(page).locator('.settings-nav button').last().boundingBox();
    expect(notice?.y ?? 0, 'the toast stands under the names of the sections').to.be.at.least(
      (names?.y ?? 0) + (names?.height ?? 0),
    );
    if (process.env['SHOT']) await page.screenshot({ path: process.env['SHOT'] });
    await section(page, 'Create role').click();
    await inDialog(page).locator('.role-name[aria-current]', { hasText: 'new role' }).waitFor();
    await inDialog(page).getByLabel('Role name').fill('Crew');
    await section(page, 'Save changes').click();
    await expectCount(inDialog(page).locator('.unsaved-bar'), 0);
    expect(await inDialog(page).locator('.role-list .role-name').allInnerTexts()).to.deep.equal([
      'Moderator\n0 members',
      'Crew\n0 members',
      'Everyone\nEvery member has these permissions.',
    ]);
  });

  it('does not leave a section with unsaved changes', async () => {
    await inDialog(page).getByLabel('Role name').fill('Crew of the night');
    await section(page, 'Invites').click();
    await inDialog(page).getByText('Save or reset your changes first.').waitFor();
    await page.keyboard.press('Escape');
    await heading(page, 'Roles').waitFor();
    await section(page, 'Reset').click();
    expect(await inDialog(page).getByLabel('Role name').inputValue()).to.equal('Crew');
  });

  it('orders roles with the keyboard, keeps the focus, and takes it back from the notice', async () => {
    const names = () => inDialog(page).locator('.role-list li .role-name').allTextContents();
    const handle = inDialog(page).getByRole('button', { name: 'Move the role Crew' });
    await handle.focus();
    await page.keyboard.press('ArrowUp');
    await toasts(page).getByText('Crew is now 1 of 2.').waitFor();
    expect(await names()).to.deep.equal(['Crew0 members', 'Moderator0 members']);
    expect(await handle.evaluate((element) => element === document.activeElement)).to.equal(true);
    await toasts(page)
      .locator('.toast', { hasText: 'Crew is now 1 of 2.' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await toasts(page).getByText('Taken back', { exact: true }).waitFor();
    await inDialog(page).locator('.role-list li', { hasText: 'Moderator' }).first().waitFor();
    await page.waitForFunction(() =>
      document.querySelector('.role-list li .role-name')?.textContent?.startsWith('Mod'),
    );
  });

  it('sees who would gain sight of a channel before it saves', async () => {
    const { owner, guild, members, api } = here;
    const roles = (await owner.api('GET', `/guilds/${guild.guild_id}/roles`)).body as {
      readonly roles: ReadonlyArray<{ readonly role_id: string; readonly name: string }>;
    };
    const crew = roles.roles.find(({ name }) => name === 'Crew');
    await owner.api('PUT', `/guilds/${guild.guild_id}/members/${members.bob.userId}/roles/${crew?.role_id}`);
    await caughtUp(api);
    await inDialog(page).locator('.role-name', { hasText: 'Crew' }).getByText('1 member').waitFor();
    await inDialog(page).locator('.role-name', { hasText: 'Crew' }).click();
    await inDialog(page).getByRole('switch', { name: 'Administrator' }).check();
    const effect = inDialog(page).locator('.what-if');
    await effect.getByText('#backstage').waitFor();
    await effect.getByText('bob').waitFor();
    await section(page, 'Reset').click();
  });

  it('deletes a role after it has said how many lose it, and brings it back with them', async () => {
    await inDialog(page).getByRole('button', { name: 'Delete role: Crew' }).click();
    const question = page.getByRole('dialog', { name: 'Delete role' });
    await question.getByText('1 member loses').waitFor();
    await question.getByLabel('Reason (optional)').fill('the crew is ashore');
    await question.getByRole('button', { name: 'Delete role' }).click();
    const notice = toasts(page).locator('.toast', { hasText: 'The role Crew was deleted.' });
    await notice.waitFor();
    await expectCount(inDialog(page).locator('.role-list li', { hasText: 'Crew' }), 0);
    await notice.getByRole('button', { name: 'Undo' }).click();
    await inDialog(page).locator('.role-list li', { hasText: 'Crew' }).getByText('1 member').waitFor();
  });

  it('no longer lists an invite that has expired', async () => {
    const open = await here.owner.api('GET', `/guilds/${here.guild.guild_id}/invites`);
    const [invite] = open.as(InviteList).invites;
    const ending = { ...invite, inviter: { ...invite?.inviter, username: 'ending soon' } };
    const expires = new Date(Date.now() + 3_000).toISOString();
    const list = /\/guilds\/[0-9A-Z]+\/invites$/;
    const answer = { json: { invites: [{ ...ending, expires_at: expires }] } };
    await page.route(list, (route) => route.fulfill(answer), { times: 1 });
    await go(page, 'Invites');
    await inDialog(page).getByText('Made by ending soon').waitFor();
    await inDialog(page).getByText('Made by ending soon').waitFor({ state: 'detached' });
    await go(page, 'Overview');
  });

  it('keeps the list of the roles in view while the form of one scrolls', async () => {
    await go(page, 'Roles');
    const list = inDialog(page).locator('.role-list');
    await list.getByRole('button', { name: /^Moderator/ }).click();
    await inDialog(page).getByText('Manage messages').scrollIntoViewIfNeeded();
    await inDialog(page)
      .locator('.settings-section')
      .evaluate((pane) => pane.scrollTo({ top: pane.scrollHeight }));
    const [box, pane] = [await list.boundingBox(), await inDialog(page).locator('.settings-section').boundingBox()];
    expect(box?.y).to.be.at.least((pane?.y ?? 0) - 1);
    expect((box?.y ?? 0) + (box?.height ?? 0)).to.be.at.most((pane?.y ?? 0) + (pane?.height ?? 0));
  });

  it('ends an invite', async () => {
    await go(page, 'Invites');
    await inDialog(page).getByText('Made by ann').waitFor();
    // Several invites by one member differ by their moment and their terms.
    await inDialog(page)
      .getByText(/^made: .* · /)
      .first()
      .waitFor();
    await inDialog(page)
      .getByRole('button', { name: /^End invite by ann: .*uses?/ })
      .click();
    const question = page.getByRole('dialog', { name: 'End the invite by ann?' });
    await question.getByText(/ · \d+ uses? · never ends|of \d+ uses/).waitFor();
    await question.getByLabel('Reason (optional)').fill('it went to spammers');
    await question.getByRole('button', { name: 'End invite' }).dblclick();
    await toasts(page).getByText('The invite was ended.').waitFor();
    await inDialog(page).getByText('No invite is open.').waitFor();
    expect(await toasts(page).locator('.toast.bad').count(), 'the second click asks for nothing').to.equal(0);
    await go(page, 'Audit log');
    await act(page, 'ann ended an invite').getByText('Reason: it went to spammers').waitFor();
  });

  it('lifts a ban, and bans again by taking that back', async () => {
    await go(page, 'Bans');
    await inDialog(page).getByText('spam').waitFor();
    await section(page, 'Lift ban of dora').click();
    const notice = toasts(page).locator('.toast', { hasText: 'dora may come back' });
    await inDialog(page).getByText('Nobody is banned.').waitFor();
    await notice.getByRole('button', { name: 'Undo' }).click();
    await notice.waitFor({ state: 'detached' });
    await inDialog(page).getByText('dora', { exact: true }).waitFor();
    await inDialog(page).getByText('spam').waitFor();
  });

  it('begins and ends a lockdown', async () => {
    await go(page, 'Danger zone');
    await inDialog(page).getByLabel('It ends').selectOption('in one hour');
    await inDialog(page).getByLabel('Reason (optional)').fill('a raid');
    await section(page, 'Begin lockdown').click();
    await inDialog(page).getByText('Locked down until').waitFor();
    const until = await inDialog(page).getByText('Locked down until').innerText();
    await section(page, 'End lockdown').click();
    await section(page, 'Begin lockdown').waitFor();
    await toasts(page)
      .locator('.toast', { hasText: 'The lockdown has ended.' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await inDialog(page).getByText(until, { exact: true }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).to.equal(true);
    await section(page, 'End lockdown').click();
    await section(page, 'Begin lockdown').waitFor();
  });

  it('reads the log in sentences, finds an act by its filters, and takes back what can come back', async () => {
    await go(page, 'Audit log');
    await act(page, 'ann ended the lockdown').waitFor();
    await act(page, 'ann deleted the role Crew').waitFor();
    const lockdowns = inDialog(page).locator('.audit-act', { hasText: 'ann locked the community down' });
    await expectCount(lockdowns.getByText('Reason: a raid'), 2);
    await inDialog(page).getByLabel('What').selectOption('Role changed');
    await act(page, 'ann changed the role Moderator').waitFor();
    await expectCount(inDialog(page).locator('.audit-act', { hasText: 'lockdown' }), 0);
    await act(page, 'ann changed the role Moderator').getByRole('button', { name: 'Details' }).click();
    await act(page, 'ann changed the role Moderator').locator('.added', { hasText: 'See the audit log' }).waitFor();
    await section(page, 'Clear filters').click();
    const ban = inDialog(page).locator('.audit-act', { hasText: 'ann banned dora' }).last();
    await ban.getByRole('button', { name: '2 entries' }).click();
    await ban.getByText('deleted a message in #square').waitFor();
    await ban.getByRole('button', { name: 'Undo' }).click();
    const preview = page.getByRole('dialog', { name: 'Take this back?' });
    // The ban was lifted and put back since, which is another act. So only the message comes back.
    await preview.getByRole('heading', { name: 'This is put back as it was' }).waitFor();
    await preview.getByText('1 message').waitFor();
    const left = preview.locator('.undo-things.bad');
    await left.getByText('dora', { exact: true }).waitFor();
    await left.getByText('It was changed later').waitFor();
    await preview.getByRole('button', { name: 'Take back' }).click();
    await preview.waitFor({ state: 'detached' });
    await toasts(page).getByText('Taken back. 1 thing could not come back.').waitFor();
    await act(page, 'ann brought back a message in #square').waitFor();
    await messageSaying(page, 'cheap telescopes here').waitFor();
  });

  it('takes a change of a role back from the log, and links both entries', async () => {
    await act(page, 'ann changed the role Moderator').getByRole('button', { name: 'Undo' }).click();
    const preview = page.getByRole('dialog', { name: 'Take this back?' });
    await preview.getByText('1 role').waitFor();
    await preview.getByRole('button', { name: 'Take back' }).click();
    await preview.waitFor({ state: 'detached' });
    await toasts(page).getByText('Taken back', { exact: true }).waitFor();
    await inDialog(page).getByRole('button', { name: 'Takes back an earlier act' }).first().click();
    await inDialog(page).locator('.audit-act.sought', { hasText: 'Taken back' }).waitFor();
  });

  it('hands the community over with the password, and only with it', async () => {
    await go(page, 'Danger zone');
    await inDialog(page).getByLabel('New owner').selectOption('cleo');
    await inDialog(page).getByLabel('Your password').fill('not my password at all');
    await section(page, 'Hand over').click();
    await inDialog(page).getByText('This is not your password.').waitFor();
    await inDialog(page).getByLabel('Your password').fill(PASSWORD);
    await section(page, 'Hand over').click();
    await toasts(page).getByText('cleo owns this community now.').waitFor();
    await inDialog(page).getByRole('button', { name: 'Leave community' }).waitFor();
  });

  it('leaves the notices outside of the settings as they looked before', async () => {
    await page.keyboard.press('Escape');
    await inDialog(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Night Owls: community menu' }).click();
    await page.getByRole('menuitem', { name: 'Copy community ID' }).click();
    const notice = toasts(page).locator('.toast', { hasText: 'Copied' });
    await notice.waitFor();
    expect(await notice.evaluate((element) => getComputedStyle(element).paddingInlineStart)).to.equal('12px');
  });

  it('works on a phone, in German, with no fault on the page', async () => {
    const cleo = await visit(browser, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      locale: 'de-DE',
    });
    const { guild, channels } = here;
    await cleo.page.goto(`${server.url}/c/${guild.guild_id}/${channels.square.channel_id}`);
    await cleo.page.locator('[autocomplete=username]').fill('cleo');
    await cleo.page.locator('[autocomplete=current-password]').fill(PASSWORD);
    await cleo.page.locator('[autocomplete=current-password]').press('Enter');
    await cleo.page.locator('.composer').waitFor();
    await cleo.page.evaluate((guildId) => {
      history.replaceState({ dialog: { kind: 'guild-settings', guildId, section: 'audit' } }, '');
      dispatchEvent(new PopStateEvent('popstate'));
    }, guild.guild_id);
    await cleo.page.getByText('ann hat die Community an cleo übergeben').waitFor();
    const width = await cleo.page.evaluate(() => document.querySelector('dialog[open]')?.scrollWidth);
    expect(width, 'nothing is wider than the phone').to.equal(390);
    expect(cleo.faults).to.deep.equal([]);
    expect(ann.faults.filter((fault) => !fault.includes('403'))).to.deep.equal([]);
    await cleo.leave();
  });
});
