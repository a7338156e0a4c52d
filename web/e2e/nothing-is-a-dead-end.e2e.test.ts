import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  everyMessage,
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
import {
  channelButton,
  composer,
  expectCount,
  logIn,
  messageSaying,
  steppedBack,
  type Visitor,
  visit,
  say as write,
} from './browsers.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const back = (page: Page) => page.evaluate(() => history.back());
const toast = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const editBox = (page: Page) => page.getByRole('textbox', { name: 'Edit message' });
const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

describe('a user of the client', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let ada: Person;
  let bob: Person;
  let guild: Guild;
  let garden: Guild;
  let square: Channel;
  let visitor: Visitor;
  let page: Page;
  const url = (channel: Channel): string => `${server.url}/c/${channel.guild_id}/${channel.channel_id}`;
  const rail = (at: Page = page) => at.getByRole('navigation', { name: 'Communities' });
  const goTo = async (channel: Channel): Promise<void> => {
    await page.goto(url(channel));
    await composer(page).waitFor();
  };
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    ada = await claimOwner(server, api, 'ada');
    bob = await newcomer(api, 'bob');
    guild = await makeGuild(ada, 'Night Owls');
    square = await makeChannel(ada, guild, 'square');
    garden = await makeGuild(ada, 'Garden');
    await join(ada, guild, bob);
    await join(ada, garden, bob);
    await say(bob, square, 'hello from bob');
    await caughtUp(api);
    browser = await launchChromium();
    visitor = await visit(browser);
    ({ page } = visitor);
    await logIn(page, url(square), 'bob');
    await messageSaying(page, 'hello from bob').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('keeps the text of an open edit when its channel is deleted', async () => {
    const plans = await makeChannel(ada, guild, 'plans');
    await goTo(plans);
    await write(page, 'the first version');
    await messageSaying(page, 'the first version').waitFor();
    await composer(page).press('ArrowUp');
    await editBox(page).fill('a much better version');
    await ada.api('DELETE', pathOf(plans));
    await heading(page, '#plans was deleted').waitFor();
    const texts = page.getByRole('region', { name: 'These texts of yours were not sent or saved.' });
    await texts.getByText('a much better version').waitFor();
    await texts.getByRole('button', { name: 'Copy text' }).click();
    await page.getByText('Copied').waitFor();
    expect(await clipboard(page)).to.equal('a much better version');
  });

  it('keeps a message that was sent just before its channel was deleted, also over a reload', async () => {
    const plans = await makeChannel(ada, guild, 'plans');
    await goTo(plans);
    await page.context().setOffline(true);
    await page.getByText('You are offline').waitFor();
    await write(page, 'written in a tunnel');
    await ada.api('DELETE', pathOf(plans));
    await page.context().setOffline(false);
    await heading(page, 'You can no longer see #plans').waitFor();
    await page.getByText('written in a tunnel').waitFor();
    await page.reload();
    await page.getByText('written in a tunnel').waitFor();
    await page.getByRole('button', { name: 'Copy text' }).click();
    await page.getByText('Copied').waitFor();
    expect(await clipboard(page)).to.equal('written in a tunnel');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('written in a tunnel').waitFor({ state: 'detached' });
  });

  it('sees the reason alone, and no dead field, where nothing was being written', async () => {
    const plans = await makeChannel(ada, guild, 'plans');
    await goTo(plans);
    await composer(page).focus();
    await ada.api('DELETE', pathOf(plans));
    await heading(page, '#plans was deleted').waitFor();
    await page.getByText('Nothing is sent from here.').waitFor();
    await expectCount(composer(page), 0);
    await page.keyboard.type('into the void');
    await page.getByRole('button', { name: '#square', exact: true }).click();
    await heading(page, 'square').waitFor();
    expect(await composer(page).inputValue()).to.equal('');
  });

  it('deletes a message with a second try after a failure that passes', async () => {
    await goTo(square);
    await write(page, 'delete me');
    const row = messageSaying(page, 'delete me');
    await row.waitFor();
    const deletions = /\/messages\/[^/?]+$/;
    await page.route(deletions, (route) => route.abort());
    await row.hover();
    await row.getByRole('button', { name: 'Delete' }).click({ modifiers: ['Shift'] });
    await toast(page).getByText('The message is not deleted.').waitFor();
    await page.unroute(deletions);
    await toast(page).getByRole('button', { name: 'Try again' }).click();
    await row.waitFor({ state: 'detached' });
    await toast(page).getByText('The message is not deleted.').waitFor({ state: 'detached' });
  });

  it('takes a removed reaction back', async () => {
    const row = messageSaying(page, 'hello from bob');
    const [message] = await everyMessage(bob, square);
    await bob.api('PUT', `${pathOf(square)}/messages/${message?.message_id}/reactions/${encodeURIComponent('👍')}/me`);
    await row.getByRole('button', { name: /one is yours/ }).click();
    await row.getByRole('button', { name: /one is yours/ }).waitFor({ state: 'detached' });
    await toast(page).getByRole('button', { name: 'Undo' }).click();
    await row.getByRole('button', { name: /one is yours/ }).waitFor();
  });

  it('takes an own rename back', async () => {
    const own = await visit(browser);
    await logIn(own.page, url(square), 'ada');
    await composer(own.page).waitFor();
    await own.page.getByRole('button', { name: '#square: channel menu' }).click();
    await own.page.getByRole('menuitem', { name: 'Rename channel' }).click();
    await own.page.getByLabel('Channel name').fill('circle');
    await own.page.getByRole('button', { name: 'Save' }).click();
    await heading(own.page, 'circle').waitFor();
    await toast(own.page).getByText('square is now called circle.').waitFor();
    await toast(own.page).getByRole('button', { name: 'Undo' }).click();
    await heading(own.page, 'square').waitFor();
    await own.leave();
  });

  it('closes a menu, the emoji picker and a profile with Back, and stays where they were', async () => {
    await goTo(square);
    const here = page.url();
    const opened = [
      [() => page.getByRole('button', { name: 'Account menu' }).click(), page.getByRole('menu')],
      [() => page.keyboard.press('Control+e'), page.getByRole('dialog', { name: 'Emoji' })],
      [
        () => messageSaying(page, 'hello from bob').getByRole('button', { name: 'bob' }).first().click(),
        page.getByRole('dialog', { name: 'Profile of bob' }),
      ],
    ] as const;
    for (const [open, float] of opened) {
      await open();
      await float.waitFor();
      await back(page);
      await float.waitFor({ state: 'detached' });
      expect(page.url()).to.equal(here);
      await heading(page, 'square').waitFor();
    }
  });

  it('goes back past a closed menu in one step, and on from an item of a menu', async () => {
    const quiet = await makeChannel(ada, guild, 'quiet');
    await channelButton(page, 'quiet').click();
    await heading(page, 'quiet').waitFor();
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menuitem', { name: 'Sessions' }).click();
    await page.getByRole('dialog', { name: 'Where you are logged in' }).waitFor();
    await back(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await heading(page, 'quiet').waitFor();
    // A press on another place closes the picker and goes there at once.
    await page.keyboard.press('Control+e');
    await page.getByRole('dialog', { name: 'Emoji' }).waitFor();
    await channelButton(page, 'square').click();
    await heading(page, 'square').waitFor();
    await back(page);
    await heading(page, 'quiet').waitFor();
    await back(page);
    await heading(page, 'square').waitFor();
    await ada.api('DELETE', pathOf(quiet));
  });

  it('leaves no step of a menu behind over a reload', async () => {
    await goTo(square);
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menu').waitFor();
    await page.reload();
    await composer(page).waitFor();
    await steppedBack(page);
  });

  it('goes to the last communities with two keys', async () => {
    await goTo(square);
    await rail().getByRole('button', { name: 'Garden' }).click();
    await page.getByRole('button', { name: 'Garden: community menu' }).waitFor();
    await page.keyboard.press('Control+Alt+ArrowRight');
    await page.getByRole('button', { name: 'Night Owls: community menu' }).waitFor();
    await page.keyboard.press('Control+Alt+ArrowRight');
    await page.getByRole('button', { name: 'Garden: community menu' }).waitFor();
    await page.keyboard.press('Control+/');
    await page.getByText('The community that you were in last').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('opens the emoji picker and a dialog for the first time without a connection', async () => {
    await goTo(square);
    const loaded = ['emoji-browser', 'en-', 'dialogs', 'profile', 'lost-place'];
    await page.waitForFunction(
      (parts) => {
        const paths = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
        return parts.every((part) => paths.some((path) => path.startsWith(`/assets/${part}`) && path.endsWith('.js')));
      },
      loaded,
      { timeout: 60_000 },
    );
    await page.context().setOffline(true);
    await page.getByText('You are offline').waitFor();
    await page.keyboard.press('Control+e');
    await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+,');
    await page.getByRole('dialog', { name: 'Appearance' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.context().setOffline(false);
  });

  it('sees the shape of the screen while the client connects', async () => {
    const free = Promise.withResolvers<void>();
    await page.route('**/auth/refresh', async (route) => {
      await free.promise;
      await route.continue();
    });
    await page.reload({ waitUntil: 'commit' });
    await page.locator('.rail .skeleton-tile').first().waitFor();
    await page.locator('main').getByRole('status', { name: 'Connecting…' }).waitFor();
    free.resolve();
    await composer(page).waitFor();
    await expectCount(page.locator('.skeleton-tile'), 0);
    await page.unroute('**/auth/refresh');
  });

  it('finds the way out of a place that is not theirs, on a phone', async () => {
    const phone = await visit(browser, PHONE);
    await logIn(phone.page, url(square), 'bob');
    await heading(phone.page, 'square').waitFor();
    const unseen = '0'.repeat(25);
    await phone.page.goto(`${server.url}/c/${unseen}1/${unseen}2`);
    await heading(phone.page, 'This channel does not exist, or you cannot see it').waitFor();
    await phone.page.getByRole('button', { name: 'Account menu' }).waitFor();
    await rail(phone.page).getByRole('button', { name: 'Night Owls' }).tap();
    await channelButton(phone.page, 'square').waitFor();
    await phone.page.goto(`${server.url}/c/${guild.guild_id}/${unseen}2`);
    await heading(phone.page, 'This channel does not exist, or you cannot see it').waitFor();
    await phone.page.getByRole('button', { name: 'Back to channels' }).tap();
    await channelButton(phone.page, 'square').waitFor();
    await phone.page.getByRole('button', { name: 'Account menu' }).waitFor();
    await phone.leave();
  });

  it('meets no error and no violation of the policy', () => {
    expect(visitor.faults.filter((fault) => !fault.includes('404'))).to.deep.equal([]);
  });
});
