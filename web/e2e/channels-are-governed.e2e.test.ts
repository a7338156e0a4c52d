/** An owner orders channels, rules who sees and writes in them, and takes each act back. */

import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { AuditPage } from '#gateway/protocol/governance.ts';
import { caughtUp, pathOf, say } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { type Community, community } from '#infra/workshop/testkit/community.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, everyFinding, expectCount, logIn, messageSaying, type Visitor, visit } from './browsers.ts';

const names = (page: Page): Promise<ReadonlyArray<string>> =>
  page
    .locator('.channels [data-channel] .channel-name > span:not(.sign)')
    .evaluateAll((found) => found.map((one) => one.textContent ?? ''));
const listIs = (page: Page, ...wanted: ReadonlyArray<string>): Promise<unknown> =>
  page.waitForFunction(
    (all) =>
      JSON.stringify(
        [...document.querySelectorAll('.channels [data-channel] .channel-name > span:not(.sign)')].map(
          (one) => one.textContent,
        ),
      ) === JSON.stringify(all),
    wanted,
  );
const row = (page: Page, name: string) =>
  page.locator('.channels [data-channel]').filter({ has: page.getByText(name, { exact: true }) });
/** Chooses an item of the menu of a channel. Toasts of the act before would cover what follows. */
const choose = async (page: Page, channel: string, item: string): Promise<void> => {
  await page.locator('.toast .icon-button').evaluateAll((all) => {
    for (const dismiss of all) (dismiss as HTMLElement).click();
  });
  await row(page, channel).locator('.channel-name').click({ button: 'right' });
  await page.getByRole('menuitem', { name: item }).click();
};
const undo = (page: Page) => page.locator('.toast').getByRole('button', { name: 'Undo' }).last();
const save = (page: Page) => page.getByRole('button', { name: 'Save changes' });
const settings = (page: Page) => page.getByRole('dialog', { name: /^Settings of/ });
const closeSettings = async (page: Page): Promise<void> => {
  await settings(page).getByRole('button', { name: 'Close' }).click();
  await settings(page).waitFor({ state: 'detached' });
};
/** Sign of a channel, which the owner sees as every member does. */
const sign = (page: Page, channel: string) => row(page, channel).locator('.sign');
const setState = (page: Page, permission: string, state: 'Allow' | 'Inherit' | 'Deny') =>
  page.getByRole('radio', { name: `${permission}: ${state}` }).check();

describe('the channels of a community', function () {
  this.timeout(240_000);
  let server: TestServer;
  let browser: Browser;
  let here: Community<'talk' | 'plans' | 'sky', 'tessel'>;
  let own: Visitor;
  let other: Visitor;

  before(async () => {
    server = await startServer({ undoDays: 3 });
    browser = await launchChromium();
    here = await community(server, { channels: ['talk', 'plans', 'sky'], members: ['tessel'] });
    await say(here.owner, here.channels.talk, 'clear sky tonight');
    own = await visit(browser);
    other = await visit(browser);
    const place = `${server.url}/c/${here.guild.guild_id}/${here.channels.talk.channel_id}`;
    await logIn(own.page, place, 'owner');
    await logIn(other.page, place, 'tessel');
    await messageSaying(own.page, 'clear sky').waitFor();
    await messageSaying(other.page, 'clear sky').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(() => {
    expect([...own.faults, ...other.faults]).to.deep.equal([]);
  });

  it('get a category, and a channel in it, which folds away for good', async () => {
    const { page } = own;
    expect(await names(page)).to.deep.equal(['general', 'talk', 'plans', 'sky']);
    await page.getByRole('button', { name: 'Create channel: Text channels' }).click();
    await page.getByRole('radio', { name: /^Category/ }).check();
    await page.getByLabel('Name', { exact: true }).fill('Observatory');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await listIs(page, 'general', 'talk', 'plans', 'sky', 'Observatory');
    // A member who may not fill the category sees it with its first channel.
    await listIs(other.page, 'general', 'talk', 'plans', 'sky');
    await page.getByRole('button', { name: 'Create channel: Observatory' }).click();
    expect(await page.getByLabel('Category', { exact: true }).last().inputValue()).to.match(/^[0-9A-Z]{26}$/);
    await page.getByRole('radio', { name: /^Category/ }).check();
    await expectCount(page.locator('dialog[open] select'), 0);
    await page.getByRole('radio', { name: /^Text/ }).check();
    await page.getByLabel('Channel name').fill('dome');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { name: 'dome', exact: true }).waitFor();
    await listIs(page, 'general', 'talk', 'plans', 'sky', 'Observatory', 'dome');
    await listIs(other.page, 'general', 'talk', 'plans', 'sky', 'Observatory', 'dome');
    await page.getByRole('button', { name: 'Create channel: Without a category' }).click();
    expect(await page.getByLabel('Category', { exact: true }).last().inputValue()).to.equal('');
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await row(page, 'talk').locator('.channel-name').click();
    await page.getByRole('button', { name: 'Observatory', exact: true }).click();
    await listIs(page, 'general', 'talk', 'plans', 'sky', 'Observatory');
    await page.reload();
    await listIs(page, 'general', 'talk', 'plans', 'sky', 'Observatory');
    await page.getByRole('button', { name: 'Observatory', exact: true }).click();
    await listIs(page, 'general', 'talk', 'plans', 'sky', 'Observatory', 'dome');
    expect(await everyFinding(page)).to.deep.equal([]);
  });

  it('move by the menu and by a drag, for everyone, and move back by Undo', async () => {
    const { page } = own;
    await choose(page, 'sky', 'Move up');
    await listIs(page, 'general', 'talk', 'sky', 'plans', 'Observatory', 'dome');
    await listIs(other.page, 'general', 'talk', 'sky', 'plans', 'Observatory', 'dome');
    await undo(page).click();
    await listIs(page, 'general', 'talk', 'plans', 'sky', 'Observatory', 'dome');
    const from = await row(page, 'plans').boundingBox();
    const to = await row(page, 'dome').boundingBox();
    if (from === null || to === null) throw new Error('a channel is not drawn');
    await page.mouse.move(from.x + 40, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + 40, to.y + to.height * 0.3, { steps: 5 });
    await page.mouse.move(to.x + 40, to.y + to.height * 0.8, { steps: 5 });
    await page.locator('[data-drop=after]').waitFor();
    await page.mouse.up();
    await listIs(other.page, 'general', 'talk', 'sky', 'Observatory', 'dome', 'plans');
    await page.getByRole('heading', { name: 'talk', exact: true }).waitFor();
    await undo(page).click();
    await listIs(other.page, 'general', 'talk', 'plans', 'sky', 'Observatory', 'dome');
  });

  it('have a name, a topic and slow mode, which the bar saves and Undo takes back', async () => {
    const { page } = own;
    await choose(page, 'talk', 'Channel settings');
    await settings(page).getByLabel('Topic').fill('Where we meet before the stars come out');
    await settings(page).getByLabel('Slow mode').selectOption({ label: '30 seconds' });
    await page.locator('.settings-nav').getByRole('button', { name: 'Roles' }).click();
    await page.getByText('Save or reset your changes first.').waitFor();
    await save(page).click();
    await save(page).waitFor({ state: 'detached' });
    expect(await everyFinding(page)).to.deep.equal([]);
    await closeSettings(page);
    const topic = other.page.getByRole('button', { name: 'Where we meet before the stars come out' });
    await topic.click();
    expect(await topic.getAttribute('aria-expanded')).to.equal('true');
    await topic.click();
  });

  it('keep a text until the pause of slow mode is over', async () => {
    const { page } = other;
    await page.getByText('Slow mode: one message every 30 seconds').waitFor();
    await composer(page).fill('the first one');
    await composer(page).press('Enter');
    await messageSaying(page, 'the first one').waitFor();
    await page.getByText(/Slow mode: you can send in 0:[0-9]{2}/).waitFor();
    await composer(page).fill('too soon');
    await composer(page).press('Enter');
    expect(await composer(page).inputValue()).to.equal('too soon');
    await composer(page).fill('');
    await here.owner.api('PATCH', pathOf(here.channels.talk), { body: { slow_mode_secs: 0 } });
    await page.getByText(/^Slow mode/).waitFor({ state: 'detached' });
  });

  it('are locked from the menu, and say so to who may not write', async () => {
    const { page } = own;
    await choose(page, 'talk', 'Lock channel');
    await other.page.getByText('This channel is locked.').waitFor();
    await composer(other.page).waitFor({ state: 'detached' });
    for (const one of [page, other.page]) {
      await sign(one, 'talk').waitFor();
      expect(await sign(one, 'talk').innerText()).to.match(/^Read only/);
    }
    expect(await everyFinding(other.page)).to.deep.equal([]);
    await choose(page, 'talk', 'Lock channel');
    await page.locator('.toast').getByRole('button', { name: 'Unlock' }).click();
    await composer(other.page).waitFor();
    await sign(page, 'talk').waitFor({ state: 'detached' });
    await sign(other.page, 'talk').waitFor({ state: 'detached' });
  });

  it('become private after a look at who loses sight, and open again by Undo', async () => {
    const { page } = own;
    await choose(page, 'plans', 'Permissions');
    await settings(page).getByRole('switch', { name: 'Private' }).check();
    await settings(page).getByText('1 person will no longer see #plans').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await save(page).click();
    await listIs(other.page, 'general', 'talk', 'sky', 'Observatory', 'dome');
    await sign(page, 'plans').waitFor();
    expect(await row(page, 'plans').locator('.channel-name').innerText()).to.match(/Private/);
    await undo(page).click();
    await listIs(other.page, 'general', 'talk', 'plans', 'sky', 'Observatory', 'dome');
    await sign(page, 'plans').waitFor({ state: 'detached' });
    await closeSettings(page);
  });

  it('allow one member what everyone is denied, and say why', async () => {
    const { page } = own;
    await choose(page, 'plans', 'Permissions');
    await settings(page).getByRole('switch', { name: 'Private' }).check();
    await settings(page).getByLabel('Add a role or member').selectOption({ label: 'tessel' });
    await setState(page, 'See channels', 'Allow');
    await save(page).click();
    await save(page).waitFor({ state: 'detached' });
    await settings(page).getByRole('button', { name: 'View as', exact: true }).click();
    await settings(page).getByText('Sees 4 channels').waitFor();
    await expectCount(settings(page).locator('summary', { hasText: 'Share screen' }), 0);
    await settings(page).locator('summary', { hasText: 'See channels' }).click();
    await settings(page).getByText('This channel denies it for everyone.').waitFor();
    await settings(page).getByLabel('View as').selectOption({ label: 'tessel' });
    await settings(page).locator('summary', { hasText: 'See channels' }).click();
    await settings(page).getByText('This channel allows it for this member.').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await closeSettings(page);
    expect(await names(other.page)).to.include('plans');
  });

  it('follow their category again by one press', async () => {
    const { page } = own;
    await choose(page, 'dome', 'Permissions');
    await settings(page).getByText('Has the permissions of Observatory, also later ones').waitFor();
    await setState(page, 'Send messages', 'Deny');
    await save(page).click();
    await settings(page).getByText('Has permissions of its own, not those of Observatory.').waitFor();
    await settings(page).getByRole('button', { name: 'Sync with category' }).click();
    await settings(page).getByText('Has the permissions of Observatory, also later ones').waitFor();
    await closeSettings(page);
  });

  it('move by the arrow keys at their handle in the settings', async () => {
    const { page } = own;
    await choose(page, 'sky', 'Channel settings');
    await settings(page).getByRole('button', { name: 'Move #sky' }).focus();
    await page.keyboard.press('ArrowUp');
    await listIs(other.page, 'general', 'talk', 'sky', 'plans', 'Observatory', 'dome');
    await undo(page).click();
    await listIs(other.page, 'general', 'talk', 'plans', 'sky', 'Observatory', 'dome');
    await closeSettings(page);
  });

  it('are deleted with a way back, and come back with their messages', async () => {
    const { page } = own;
    await say(here.owner, here.channels.sky, 'the moon is up');
    await choose(page, 'sky', 'Delete channel');
    await page.getByRole('dialog').getByText('You can take this back for 3 days').waitFor();
    await page
      .getByRole('dialog')
      .getByText(/^1 message goes with it, and \d+ members lose sight of it\.$/)
      .waitFor();
    expect((await page.getByRole('dialog').innerText()).match(/messages? goe?s? with it/g)).to.have.length(1);
    await page.getByRole('dialog').getByLabel('Reason (optional)').fill('clouds, for weeks ☁️');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete channel' }).click();
    await listIs(other.page, 'general', 'talk', 'plans', 'Observatory', 'dome');
    await undo(page).click();
    // The button is gone, so the focus is where the user goes on.
    await page.waitForFunction(() => document.activeElement?.matches('.composer textarea') === true);
    await listIs(other.page, 'general', 'talk', 'plans', 'sky', 'Observatory', 'dome');
    await row(other.page, 'sky').locator('.channel-name').click();
    await messageSaying(other.page, 'the moon is up').waitFor();
    await caughtUp(here.api);
    const audit = `/guilds/${here.guild.guild_id}/audit?action=channel.deleted&limit=1`;
    const [deletion] = (await here.owner.api('GET', audit)).as(AuditPage).entries;
    expect(deletion?.reason).to.equal('clouds, for weeks ☁️');
  });

  it('say in the menu of a category that it is one', async () => {
    const { page } = own;
    await choose(page, 'Observatory', 'Rename category');
    await page.getByRole('dialog', { name: 'Rename category' }).getByLabel('Name of the category').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await choose(page, 'Observatory', 'Delete category');
    const question = page.getByRole('dialog', { name: /^Delete/ });
    await question.getByText('2 members lose sight of the category.').waitFor();
    await question.getByText('1 channel stays').waitFor();
    await question.getByText('You can take this back for 3 days').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  });

  it('show who governs why an act is not theirs', async () => {
    const { owner, api, guild, members } = here;
    const made = await owner.api('POST', `/guilds/${guild.guild_id}/roles`, {
      body: { name: 'keepers', permissions: ['manage_channels'] },
    });
    const role = (made.body as { readonly role_id: string }).role_id;
    await owner.api('PUT', `/guilds/${guild.guild_id}/members/${members.tessel.userId}/roles/${role}`);
    await caughtUp(api);
    const { page } = other;
    await page.getByRole('button', { name: 'Create channel: Observatory' }).waitFor();
    await row(page, 'dome').locator('.channel-name').click({ button: 'right' });
    const locked = page.getByRole('menuitem', { name: /^Lock channel/ });
    expect(await locked.getAttribute('aria-disabled')).to.equal('true');
    expect(await locked.innerText()).to.include('You lack the permission');
    expect(await page.getByRole('menuitem', { name: 'Move up' }).getAttribute('aria-disabled')).to.equal('false');
    await page.keyboard.press('Escape');
  });
});
