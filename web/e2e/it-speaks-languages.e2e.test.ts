import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Channel, Invite } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { PSEUDO } from '#web/words/languages.ts';
import { everyFinding, messageSaying, PASSWORD, visit } from './browsers.ts';
import { cutOff } from './cut-off.ts';
import { logInAnyhow, type WalkedWorld, walkEntry, walkFirstScreen, walkInside } from './walk.ts';

const SIZES = {
  phone: { width: 390, height: 844 },
  laptop: { width: 1280, height: 800 },
  desktop: { width: 1920, height: 1080 },
};
/** Pixels by which the page is wider than the window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const middleOf = (page: Page, selector: string): Promise<number> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => element.getBoundingClientRect().x + element.getBoundingClientRect().width / 2);

describe('the language of the client', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let talk: Channel;
  let world: WalkedWorld;
  const url = (): string => `${server.url}/c/${talk.guild_id}/${talk.channel_id}`;

  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    const owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    for (let n = 1; n < 20; n += 1) await say(owner, talk, `line ${n}`);
    const host = await newcomer(api, 'host');
    const member = await newcomer(api, 'marlow');
    await join(owner, guild, member);
    const garden = await makeGuild(host, 'Garden');
    const invite = await host.api('POST', `/guilds/${garden.guild_id}/invites`, { body: {} });
    world = {
      url: server.url,
      guild,
      talk,
      quiet: await makeChannel(owner, guild, 'quiet'),
      message: await say(owner, talk, 'line 20'),
      memberId: member.userId,
      invite: invite.as(Invite).code,
      stranger: (await newcomer(api, 'cleo')).name,
    };
    await caughtUp(api);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('is that of the problems that the server answers, too', async () => {
    const { page, leave } = await visit(browser, { locale: 'de-DE', viewport: SIZES.laptop });
    await page.goto(server.url);
    await page.getByLabel('Benutzername').fill('owner');
    await page.getByLabel('Passwort', { exact: true }).fill('a wrong password');
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByRole('alert').getByText('Der Benutzername oder das Passwort ist falsch.').waitFor();
    await page.goto(`${server.url}/invite/nosuchcode`);
    await page.getByText('Bitte um eine neue.').waitFor();
    await leave();
  });

  it('is the one that the browser prefers, with its dates and numbers, and can be chosen', async () => {
    const { page, faults, leave } = await visit(browser, { locale: 'de-AT', viewport: SIZES.laptop });
    await page.goto(url());
    await page.getByRole('heading', { name: 'Willkommen zurück' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).to.equal('de');
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.getByLabel('Benutzername').fill('owner');
    await page.getByLabel('Passwort', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await messageSaying(page, 'line 20').waitFor();
    await page.getByText('Heute').first().waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Kontomenü' }).click();
    await page.getByRole('menuitem', { name: 'Darstellung' }).click();
    await page.getByRole('radio', { name: 'English' }).check();
    const appearance = page.getByRole('dialog', { name: 'Appearance' });
    await appearance.waitFor();
    expect(await appearance.getByRole('button', { name: 'Close' }).count(), 'one way to close').to.equal(1);
    await page.reload();
    await page.getByText('Today').first().waitFor();
    expect(faults).to.deep.equal([]);
    await leave();
  });

  for (const [name, viewport] of Object.entries(SIZES)) {
    it(`may run from right to left and be longer, on a ${name}`, async () => {
      const { page, faults, leave } = await visit(browser, { viewport });
      await page.addInitScript((language) => localStorage.setItem('filament.language', language), PSEUDO);
      await page.goto(url());
      await page.locator('form input').first().waitFor();
      expect(await page.locator('html').getAttribute('dir')).to.equal('rtl');
      expect(await overflow(page)).to.equal(0);
      expect(await everyFinding(page)).to.deep.equal([]);
      await page.locator('form input').first().fill('owner');
      await page.locator('input[type=password]').fill(PASSWORD);
      await page.locator('form button[type=submit]').click();
      await messageSaying(page, 'line 20').waitFor();
      expect(await overflow(page)).to.equal(0);
      if (viewport.width > SIZES.phone.width) {
        expect(await middleOf(page, '.rail')).to.be.greaterThan(await middleOf(page, '.main'));
        expect(await middleOf(page, '.members')).to.be.lessThan(await middleOf(page, '.main'));
        const row = '[data-message]:has(.avatar)';
        expect(await middleOf(page, `${row} .avatar`)).to.be.greaterThan(await middleOf(page, `${row} .content`));
      }
      expect(await everyFinding(page)).to.deep.equal([]);
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
      expect(await overflow(page)).to.equal(0);
      expect(faults).to.deep.equal([]);
      await leave();
    });
  }

  for (const language of ['en', 'de', PSEUDO]) {
    // A desktop has more room for the same screens than a laptop.
    for (const [name, viewport] of Object.entries({ phone: SIZES.phone, laptop: SIZES.laptop })) {
      it(`cuts no text off in ${language} on a ${name}, on any screen, menu and dialog`, async () => {
        const faults: string[] = [];
        const visitor = await visit(browser, { viewport, reducedMotion: 'reduce' });
        const { page } = visitor;
        await page.addInitScript((tag) => localStorage.setItem('filament.language', tag), language);
        const stands = async (stage: string): Promise<void> => {
          faults.push(...(await cutOff(page)).map((fault) => `${stage}: ${fault}`));
        };
        await walkEntry(page, world, stands);
        await logInAnyhow(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'owner');
        await messageSaying(page, 'line 20').waitFor();
        await walkInside(page, world, stands);
        await visitor.leave();
        const stranger = await visit(browser, { viewport, reducedMotion: 'reduce' });
        await stranger.page.addInitScript((tag) => localStorage.setItem('filament.language', tag), language);
        await walkFirstScreen(stranger.page, world, async (stage) => {
          faults.push(...(await cutOff(stranger.page)).map((fault) => `${stage}: ${fault}`));
        });
        await stranger.leave();
        expect(faults).to.deep.equal([]);
      });
    }
  }
});
