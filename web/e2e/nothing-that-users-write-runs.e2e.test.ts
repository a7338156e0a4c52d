import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { MESSAGE_CHARS_MAX, NICKNAME_CHARS_MAX, TOPIC_CHARS_MAX } from '#domain/kernel/limits.ts';
import type { Channel, Guild, Message } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { type Client, client } from '#infra/workshop/testkit/gateway-client.ts';
import { HOSTILE_BLOCKS, hostileLines, packedMessages } from '#infra/workshop/testkit/hostile-words.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { channelButton, composer, drawnIds, logIn, messageSaying } from './browsers.ts';
import { disturbed, type HostileReader, hostileReader, inTurns } from './hostile.ts';

/** A word of every hostile message, by which the search finds it. */
const FOUND = 'kestrel';
const STATUS_CHARS_MAX = 128;
/** Pinned messages and replies. Each shows a hostile message in one more place. */
const SHOWN_AGAIN = 12;

for (const bypassCSP of [false, true]) {
  describe(`the words of users, in a page ${bypassCSP ? 'without' : 'with'} its policy`, function () {
    this.timeout(600_000);
    let server: TestServer;
    let browser: Browser;
    let reader: HostileReader;
    let page: Page;
    let owner: Person;
    let hostile: Person;
    let speaking: Client;
    let guild: Guild;
    let talk: Channel;
    const told: Message[] = [];

    before(async () => {
      server = await startServer();
      const api = await apiOf(server.url);
      owner = await claimOwner(server, api);
      guild = await makeGuild(owner, 'Night Owls');
      talk = await makeChannel(owner, guild, 'talk');
      hostile = await newcomer(api, 'tessel');
      await join(owner, guild, hostile);
      const start = `${FOUND} <@${owner.userId}>\n\n`;
      const messages = packedMessages(HOSTILE_BLOCKS, MESSAGE_CHARS_MAX - start.length);
      await inTurns(messages, async (words) => void told.push(await say(hostile, talk, start + words)));
      await inTurns(told.slice(0, SHOWN_AGAIN), async ({ message_id }) => {
        await owner.api('PUT', `${pathOf(talk)}/messages/${message_id}/pin`);
        await hostile.api('POST', `${pathOf(talk)}/messages`, { body: { content: 'answered', reply_to: message_id } });
      });
      await caughtUp(api);
      speaking = await client(`${server.url.replace(/^http/, 'ws')}/gateway/ws`);
      speaking.say({ t: 'identify', d: { access_token: hostile.accessToken } });
      await speaking.hears('ready');
      browser = await launchChromium();
      reader = await hostileReader(browser, bypassCSP);
      page = reader.page;
      await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'owner');
      await messageSaying(page, 'answered').last().waitFor();
    });
    after(async () => {
      speaking?.close();
      await browser?.close();
      await server?.stop();
    });
    afterEach(() => {
      expect(reader.ran).to.deep.equal([]);
      expect(reader.faults).to.deep.equal([]);
    });

    it('are at least 1,000 attempts, and code that runs is noticed', async () => {
      expect(HOSTILE_BLOCKS.length).to.be.greaterThan(1_000);
      await page.evaluate('ran("by the test")');
      expect(reader.ran.splice(0)).to.deep.equal(['by the test']);
      // The same words run as soon as a page takes them as markup. The policy of the page lets no code do so.
      const markUp = page.evaluate(() => {
        document.body.append(
          document.createRange().createContextualFragment('<details open ontoggle=ran("as-markup")></details>'),
        );
      });
      const { ran, faults } = reader;
      if (bypassCSP) {
        await markUp;
        while (ran.length === 0) await page.evaluate(() => new Promise(requestAnimationFrame));
        expect(ran.splice(0)).to.deep.equal(['as-markup']);
        await page.evaluate(() => document.body.lastElementChild?.remove());
      } else {
        expect(await markUp.catch(String)).to.contain('TrustedHTML');
        while (faults.length < 2) await page.evaluate(() => new Promise(requestAnimationFrame));
        expect(faults.splice(0).join()).to.contain('policy: require-trusted-types-for');
      }
    });

    it('do not run in any message of the channel', async () => {
      const feed = page.getByRole('feed');
      const seen = new Set<string>();
      await feed.hover();
      while (seen.size < told.length) {
        expect(await disturbed(feed)).to.deep.equal([]);
        const drawn = await drawnIds(page);
        for (const { message_id } of told) if (drawn.includes(message_id)) seen.add(message_id);
        if (seen.size === told.length) break;
        const before = await feed.evaluate(({ scrollTop }) => scrollTop);
        await page.mouse.wheel(0, -600);
        await page.waitForFunction((top) => document.querySelector('[role=feed]')?.scrollTop !== top, before);
      }
      expect(seen.size).to.equal(told.length);
    });

    it('do not run in the list of pins and in the inbox of mentions', async () => {
      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: 'Pinned messages' }).click();
      await dialog.getByText(FOUND).first().waitFor();
      expect(await disturbed(dialog)).to.deep.equal([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.keyboard.press('Control+i');
      await dialog.getByText(FOUND).first().waitFor();
      expect(await disturbed(dialog)).to.deep.equal([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    });

    it('do not run in forwarded words, in the dialog that forwards, and among saved messages', async () => {
      const dialog = page.getByRole('dialog');
      const aside = await makeChannel(owner, guild, 'aside');
      await inTurns(told.slice(-SHOWN_AGAIN), async ({ channel_id, message_id }) => {
        const body = { content: '', forward_of: { channel_id, message_id } };
        await owner.api('POST', `${pathOf(aside)}/messages`, { body });
        await owner.api('PUT', `/me/saved/${message_id}`);
      });
      await page.locator('[data-message]', { hasText: FOUND }).last().dispatchEvent('contextmenu');
      await page.getByRole('menuitem', { name: 'Forward' }).click();
      await dialog.getByRole('option').first().waitFor();
      expect(await disturbed(dialog)).to.deep.equal([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.keyboard.press('Control+i');
      await dialog.getByRole('button', { name: 'Saved', exact: true }).click();
      await dialog.getByText(FOUND).first().waitFor();
      expect(await disturbed(dialog)).to.deep.equal([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await channelButton(page, 'aside').click();
      await page.locator('figure.forward').last().waitFor();
      expect(await disturbed(page.getByRole('feed'))).to.deep.equal([]);
      await channelButton(page, 'talk').click();
      await page.locator('[data-message]', { hasText: FOUND }).last().waitFor();
    });

    it('do not run among the hits of a search', async () => {
      await page.keyboard.press('Control+f');
      const box = page.getByRole('combobox', { name: 'Search text' });
      await box.fill(FOUND);
      await box.press('Enter');
      await page.locator('.hit').first().waitFor();
      expect(await disturbed(page.locator('.search'))).to.deep.equal([]);
      await box.fill('from:<img/src=x/onerror=ran()>');
      await box.press('Enter');
      await page.getByRole('button', { name: 'Close search' }).click();
    });

    it('do not run as a nickname, a topic, a name of a channel, a role or a status', async () => {
      const at = `/guilds/${guild.guild_id}`;
      for (const nickname of hostileLines(NICKNAME_CHARS_MAX)) {
        await hostile.api('PATCH', `${at}/members/me`, { body: { nickname } });
      }
      const topic = packedMessages(hostileLines(TOPIC_CHARS_MAX), TOPIC_CHARS_MAX)[0] ?? '';
      await owner.api('PATCH', pathOf(talk), { body: { topic } });
      for (const name of hostileLines(40).slice(0, 20)) {
        await owner.api('POST', `${at}/channels`, { body: { name, kind: 'text' } });
        await owner.api('POST', `${at}/roles`, { body: { name } });
      }
      for (const text of hostileLines(STATUS_CHARS_MAX)) {
        speaking.say({ t: 'presence_set', d: { status: 'online', custom_status: { text, until: null } } });
      }
      await page.locator('.members').getByText('ran()').first().waitFor();
      expect(await disturbed(page.locator('#app'))).to.deep.equal([]);
    });

    it('do not run among the suggestions of the composer', async () => {
      await composer(page).focus();
      for (const sign of ['@', '#', ':']) {
        await composer(page).fill('');
        await composer(page).pressSequentially(sign === ':' ? ':ran' : sign);
        if (sign !== ':') await page.getByRole('listbox').waitFor();
        expect(await disturbed(page.locator('.composer'))).to.deep.equal([]);
      }
      await composer(page).fill('');
    });
  });
}
