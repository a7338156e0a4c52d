import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { apiOf, claimOwner, join, makeChannel, makeGuild, newcomer, say } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import {
  channelButton,
  composer,
  everyFinding,
  logIn,
  messageSaying,
  seriousFindings,
  type Visitor,
  visit,
} from './browsers.ts';

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '';
  });

const switcher = (page: Page) => page.getByRole('dialog', { name: 'Jump to' });

const THEMES = {
  dark: { colorScheme: 'dark' },
  light: { colorScheme: 'light' },
  'high contrast': { colorScheme: 'dark', contrast: 'more' },
} as const;

for (const [theme, wanted] of Object.entries(THEMES)) {
  describe(`the client in the ${theme} theme`, function () {
    this.timeout(90_000);
    let server: TestServer;
    let browser: Browser;
    let visitor: Visitor;
    let page: Page;
    before(async () => {
      server = await startServer({ registration: 'invite' });
      const api = await apiOf(server.url);
      const owner = await claimOwner(server, api);
      const guild = await makeGuild(owner, 'Night Owls');
      const channel = await makeChannel(owner, guild, 'telescopes');
      const invite = (await owner.api('POST', `/guilds/${guild.guild_id}/invites`, { body: {} })).body;
      const { code } = invite as { readonly code: string };
      const tessel = await newcomer(api, 'tessel', code);
      await join(owner, guild, tessel);
      await makeGuild(owner, 'Synth Garden');
      await say(owner, channel, 'first light tonight');
      await say(tessel, channel, 'bring the cocoa, see https://example.org/');
      browser = await launchChromium();
      visitor = await visit(browser, wanted);
      page = visitor.page;
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    it('has no accessibility finding on the login and registration screens', async () => {
      await page.goto(server.url);
      await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
      expect(await everyFinding(page)).to.deep.equal([]);
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByLabel('Invite code').waitFor();
      expect(await everyFinding(page)).to.deep.equal([]);
    });

    it('announces a wrong password to screen readers', async () => {
      await page.reload();
      await page.getByLabel('Username').fill('owner');
      await page.getByLabel('Password', { exact: true }).fill('a wrong password');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.getByRole('alert').getByText(/\w/).waitFor();
      expect(await everyFinding(page)).to.deep.equal([]);
      visitor.faults.length = 0;
    });

    it('has no accessibility finding in a conversation', async () => {
      await logIn(page, server.url, 'owner');
      await channelButton(page, 'telescopes').click();
      await messageSaying(page, 'first light').waitFor();
      await messageSaying(page, 'first light').hover();
      await page.getByRole('button', { name: 'Add reaction' }).waitFor();
      expect(await everyFinding(page)).to.deep.equal([]);
    });

    it('has no accessibility finding in the search, its suggestions and its results', async () => {
      await page.keyboard.press('Control+f');
      const box = page.getByRole('combobox', { name: 'Search text' });
      await box.waitFor();
      expect(await everyFinding(page)).to.deep.equal([]);
      await page.keyboard.type('cocoa');
      await page.keyboard.press('Enter');
      await page.getByText('1 result', { exact: true }).waitFor();
      expect(await page.locator('.hit mark').allTextContents()).to.deep.equal(['cocoa']);
      expect(await everyFinding(page)).to.deep.equal([]);
      await page.getByRole('button', { name: 'Close search' }).click();
      await box.waitFor({ state: 'detached' });
    });

    it('traps the focus in each dialog, closes it on Escape, and gives the focus back', async () => {
      const openers: ReadonlyArray<readonly [opener: string, item: string | null, title: string]> = [
        ['Invite people', null, 'Invite people to Night Owls'],
        ['Create channel: Text channels', null, 'Create channel'],
        ['Add a community', 'Create a community', 'Create a community'],
        ['Add a community', 'Use an invite', 'Use an invite'],
        ['Account menu', 'Appearance', 'Appearance'],
        ['Account menu', 'Sessions', 'Where you are logged in'],
      ];
      for (const [opener, item, title] of openers) {
        const button = page.getByRole('button', { name: opener, exact: true });
        await button.focus();
        await button.press('Enter');
        if (item !== null) await page.getByRole('menuitem', { name: item, exact: true }).press('Enter');
        const dialog = page.getByRole('dialog', { name: title });
        await dialog.waitFor();
        expect(await everyFinding(page), title).to.deep.equal([]);
        for (let i = 0; i < 12; i += 1) {
          await page.keyboard.press('Tab');
          const inside = await page.evaluate(
            () => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
          );
          expect(inside, `${title}, Tab ${i + 1}`).to.equal(true);
        }
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        expect(await focused(page), title).to.equal(opener);
      }
    });

    it('reaches channels, dialogs and regions with the keyboard alone', async () => {
      await page.keyboard.press('Control+k');
      await switcher(page).waitFor();
      await page.keyboard.type('gen');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'general', exact: true }).waitFor();
      await page.keyboard.press('Alt+ArrowDown');
      await page.getByRole('heading', { name: 'telescopes', exact: true }).waitFor();
      await page.keyboard.press('Control+/');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      expect(await everyFinding(page)).to.deep.equal([]);
      await page.keyboard.press('Escape');
      const regions = new Set<string>();
      for (let i = 0; i < 4; i += 1) {
        await page.keyboard.press('Control+F6');
        regions.add(await page.evaluate(() => document.activeElement?.closest('[data-region]')?.tagName ?? ''));
      }
      expect([...regions]).to.include.members(['NAV', 'MAIN']);
    });

    it('handles every key, however fast the next one follows', async () => {
      for (let turn = 0; turn < 12; turn += 1) {
        await page.keyboard.press(turn % 2 === 0 ? 'Control+/' : 'Control+k');
        await page.locator('dialog[open]').waitFor();
        await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('Control+k')]);
        await switcher(page).waitFor({ timeout: 5_000 });
        // After two frames the browser has sent all events of the earlier dialog.
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
        expect(await switcher(page).isVisible(), `turn ${turn}`).to.equal(true);
        await page.keyboard.press('Escape');
        await switcher(page).waitFor({ state: 'hidden' });
      }
    });

    it('walks through the messages with the arrows and reaches their actions with Tab', async () => {
      await page.getByRole('feed').focus();
      await page.keyboard.press('ArrowUp');
      expect(await focused(page)).to.match(/^tessel, .*, bring the cocoa/);
      await page.keyboard.press('ArrowUp');
      expect(await focused(page)).to.match(/^owner, .*, first light tonight/);
      await page.keyboard.press('Tab');
      expect(await focused(page)).to.equal('Add reaction');
    });

    it('takes typing anywhere as a message and shows the counter near the end', async () => {
      await page.getByRole('heading', { name: 'telescopes', exact: true }).click();
      await page.keyboard.type('hello');
      expect(await composer(page).inputValue()).to.equal('hello');
      await composer(page).fill('x'.repeat(1_990));
      await page.locator('.counter').getByText('10 characters left').waitFor();
      await composer(page).fill('x'.repeat(2_001));
      await page.locator('.counter').getByText('1 character too many').waitFor();
      await composer(page).press('Enter');
      expect(await page.locator('.pending').count()).to.equal(0);
      await composer(page).fill('');
    });

    it('cuts nothing off at 320 pixels or at double size', async () => {
      for (const size of [
        { width: 320, height: 640 },
        { width: 640, height: 400 },
      ]) {
        await page.setViewportSize(size);
        await composer(page).waitFor();
        const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(await overflow()).to.be.at.most(0);
        await page.getByRole('button', { name: 'Back to channels' }).click();
        await channelButton(page, 'telescopes').waitFor();
        expect(await overflow()).to.be.at.most(0);
        expect(await seriousFindings(page)).to.deep.equal([]);
        await channelButton(page, 'telescopes').click();
      }
      expect(visitor.faults).to.deep.equal([]);
    });
  });
}
