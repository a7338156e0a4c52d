import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { NICKNAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { type Channel, type Guild, Invite, type Message } from '#gateway/protocol/resources.ts';
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
import { hostileLines } from '#infra/workshop/testkit/hostile-words.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import type { DialogRoute } from '#web/layers.ts';
import { composer, logIn, messageSaying } from './browsers.ts';
import { disturbed, type HostileReader, hostileReader, inTurns } from './hostile.ts';

const NAME_CHARS = 60;
/** Threads that one user begins here. The server lets one begin ten a minute. */
const THREADS_EACH = 9;
const SOME = 24;
/** Takes hostile lines of every kind, spread over all of them. */
const some = (chars: number, count = SOME): ReadonlyArray<string> => {
  const all = hostileLines(chars);
  return all.filter((_, n) => n % Math.max(1, Math.floor(all.length / count)) === 0).slice(0, count);
};

type Recorded = { readonly title: string; readonly body: string };
const recorded = (page: Page): Promise<ReadonlyArray<Recorded>> =>
  page.evaluate(() => (window as unknown as { readonly noted: ReadonlyArray<Recorded> }).noted);

for (const bypassCSP of [false, true]) {
  describe(`the words of users in every other place, in a page ${bypassCSP ? 'without' : 'with'} its policy`, function () {
    this.timeout(600_000);
    let server: TestServer;
    let browser: Browser;
    let reader: HostileReader;
    let page: Page;
    let owner: Person;
    let hostile: Person;
    let guild: Guild;
    let talk: Channel;
    let aside: Channel;
    let edited: Message;
    let at: string;
    let tried = 0;
    const accepted = async (who: Person, ...[method, path, body]: [string, string, object?]): Promise<boolean> => {
      const { status } = await who.api(method, path, body === undefined ? {} : { body });
      if (status < 300) tried += 1;
      return status < 300;
    };
    const holds = async (root: Locator): Promise<void> => {
      expect(await disturbed(root)).to.deep.equal([]);
    };
    const app = () => page.locator('#app');
    const dialog = () => page.getByRole('dialog');
    const lay = async (route: DialogRoute): Promise<void> => {
      // A popover that has just closed steps back from its entry in the history, and would take the dialog along.
      await page.waitForFunction(() => history.state?.float !== true);
      await page.evaluate((next) => {
        history.replaceState({ dialog: next }, '');
        dispatchEvent(new PopStateEvent('popstate'));
      }, route);
      await dialog().getByRole('heading').first().waitFor();
      await page.waitForFunction(() => document.querySelector('dialog .skeleton, dialog [aria-busy="true"]') === null);
    };
    const shut = async (): Promise<void> => {
      await page.evaluate(() => {
        history.replaceState({}, '');
        dispatchEvent(new PopStateEvent('popstate'));
      });
      await page.locator('dialog[open]').waitFor({ state: 'detached' });
    };

    before(async () => {
      server = await startServer();
      const api = await apiOf(server.url);
      owner = await claimOwner(server, api);
      guild = await makeGuild(owner, 'Night Owls');
      at = `/guilds/${guild.guild_id}`;
      talk = await makeChannel(owner, guild, 'talk');
      aside = await makeChannel(owner, guild, 'aside');
      hostile = await newcomer(api, 'tessel');
      await join(owner, guild, hostile);
      const victim = await newcomer(api, 'orrin');
      await join(owner, guild, victim);
      edited = await say(hostile, talk, 'the first of many versions');
      for (const content of some(500))
        await accepted(hostile, 'PATCH', `${pathOf(talk)}/messages/${edited.message_id}`, { content });
      const linked: Message[] = [];
      await inTurns(some(500), async (content) => void linked.push(await say(hostile, aside, content)));
      tried += linked.length;
      await inTurns(linked, async ({ guild_id, channel_id, message_id }) => {
        await say(owner, talk, `see ${server.url}/c/${guild_id}/${channel_id}/${message_id}`);
      });
      for (const [n, name] of some(NAME_CHARS, 2 * THREADS_EACH).entries())
        await accepted(n % 2 === 0 ? owner : hostile, 'POST', `${pathOf(talk)}/threads`, { name });
      for (const name of some(NAME_CHARS)) await accepted(owner, 'PATCH', pathOf(aside), { name });
      for (const name of some(NAME_CHARS, 12)) {
        await accepted(owner, 'POST', `${at}/channels`, { name, kind: 'category' });
        await accepted(owner, 'POST', `${at}/channels`, { name, kind: 'text' });
        await accepted(owner, 'POST', `${at}/roles`, { name, hoist: true, mentionable: true });
        await accepted(owner, 'PATCH', at, { name });
        await accepted(owner, 'POST', `${at}/members/${victim.userId}/ban`, { reason: name });
        await accepted(owner, 'POST', `${at}/members/${victim.userId}/unban`, { reason: name });
      }
      await accepted(owner, 'POST', `${at}/members/${victim.userId}/ban`, { reason: some(NAME_CHARS, 5).at(-1) ?? '' });
      for (const nickname of some(NICKNAME_CHARS_MAX))
        await accepted(hostile, 'PATCH', `${at}/members/me`, { nickname });
      await caughtUp(api);
      browser = await launchChromium();
      reader = await hostileReader(browser, bypassCSP);
      page = reader.page;
      await page.addInitScript(() => {
        const noted: Recorded[] = [];
        class Noted {
          static readonly permission = 'granted';
          static requestPermission = async (): Promise<string> => 'granted';
          onclick: (() => void) | null = null;
          constructor(title: string, { body = '' }: { readonly body?: string } = {}) {
            noted.push({ title, body });
          }
          close(): void {}
        }
        Object.assign(window, { Notification: Noted, noted });
      });
      await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'owner');
      await composer(page).waitFor();
      await messageSaying(page, 'see ').last().waitFor();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });
    afterEach(() => {
      expect(reader.ran).to.deep.equal([]);
      expect(reader.faults).to.deep.equal([]);
    });

    it('are at least 150 accepted attempts, and code that runs is noticed', async () => {
      expect(tried).to.be.greaterThan(150);
      await page.evaluate('ran("by the test")');
      expect(reader.ran.splice(0)).to.deep.equal(['by the test']);
    });

    it('do not run under a link to a message', async () => {
      await page.locator('.linked-message', { hasText: 'ran()' }).first().waitFor();
      await holds(page.getByRole('feed'));
    });

    it('do not run among the versions of a message', async () => {
      await lay({ kind: 'versions', channelId: talk.channel_id, messageId: edited.message_id });
      await dialog().locator('.version').nth(10).waitFor();
      await holds(dialog());
      await shut();
      await lay({ kind: 'delete-message', channelId: talk.channel_id, messageId: edited.message_id });
      await holds(dialog());
      await shut();
    });

    it('do not run as the name of a thread, in the list, in a line and over the thread', async () => {
      await page.locator('.line', { hasText: 'ran()' }).first().waitFor({ state: 'attached' });
      await holds(page.getByRole('feed'));
      await lay({ kind: 'threads', channelId: talk.channel_id });
      await dialog().getByText('ran()').first().waitFor();
      await holds(dialog());
      await dialog().getByRole('listitem').first().getByRole('button').first().click();
      await page.getByText(/began this thread on/).waitFor();
      await holds(app());
      await page.goto(`${server.url}/c/${talk.guild_id}/${aside.channel_id}`);
      await page.locator('.line', { hasText: 'renamed the channel' }).last().waitFor();
      await holds(app());
    });

    it('do not run in any section of the settings of a community', async () => {
      for (const section of [
        'overview',
        'roles',
        'members',
        'channels',
        'invites',
        'bans',
        'audit',
        'danger',
      ] as const) {
        await lay({ kind: 'guild-settings', guildId: guild.guild_id, section });
        if (['roles', 'channels', 'bans', 'audit'].includes(section))
          await dialog().getByText('ran()').first().waitFor();
        await holds(dialog());
        await shut();
      }
    });

    it('do not run in dialogs about channels, members and communities', async () => {
      const { guild_id: guildId } = guild;
      const { channel_id: channelId } = aside;
      const { userId } = hostile;
      const routes: ReadonlyArray<DialogRoute> = [
        { kind: 'rename-guild', guildId },
        { kind: 'delete-guild', guildId },
        { kind: 'guild-rule', guildId },
        { kind: 'channel-rule', channelId },
        { kind: 'channel-settings', channelId, page: 'overview' },
        { kind: 'channel-settings', channelId, page: 'permissions' },
        { kind: 'channel-settings', channelId, page: 'view' },
        { kind: 'rename-channel', channelId },
        { kind: 'delete-channel', channelId },
        ...(['kick', 'ban', 'time-out', 'nickname', 'member-roles', 'remove-messages'] as const).map(
          (kind) => ({ kind, guildId, userId }) as const,
        ),
      ];
      for (const route of routes) {
        await lay(route);
        await holds(page.locator('body'));
        await shut();
      }
    });

    it('do not run in the palette and among the suggestions, which find them', async () => {
      for (const sign of ['', '#', '@', '*']) {
        await lay({ kind: 'palette' });
        await dialog().getByRole('combobox').fill(`${sign}ran`);
        await page.waitForFunction(
          () => document.querySelector('dialog [role=option], dialog .quiet-note.pad') !== null,
        );
        await holds(dialog());
        await shut();
      }
      for (const sign of ['@ran', '#ran', '@<', '#<', '@"']) {
        await composer(page).fill('');
        await composer(page).pressSequentially(sign);
        await holds(app());
      }
      await composer(page).fill('');
      await page.keyboard.press('Control+f');
      const box = page.getByRole('combobox', { name: 'Search text' });
      for (const text of ['from:ran', 'in:ran', 'mentions:ran']) {
        await box.fill('');
        await box.pressSequentially(text);
        await holds(app());
      }
      await page.getByRole('button', { name: 'Close search' }).click();
    });

    it('do not run in toasts, in profiles and in the menu of a member', async () => {
      const entry = page.locator('.channel[data-channel]', { hasText: 'ran' }).first();
      await entry.click({ button: 'right' });
      await holds(page.locator('body'));
      await page.getByRole('menuitem', { name: 'Mute' }).click();
      await page
        .getByText(/ is muted$/)
        .first()
        .waitFor();
      await holds(page.locator('body'));
      await page.getByRole('button', { name: 'Show members' }).or(page.locator('.members')).first().waitFor();
      const member = page.locator('.members .member', { hasText: 'ran' }).first();
      await member.click();
      await dialog().first().waitFor();
      await holds(page.locator('body'));
      await page.keyboard.press('Escape');
      await dialog().first().waitFor({ state: 'detached' });
    });

    it('are plain text in a notification, with the name of its author and its place', async () => {
      await page.evaluate(() => {
        Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => false });
        dispatchEvent(new Event('blur'));
      });
      await lay({ kind: 'notifications' });
      const here = dialog().getByRole('switch', { name: 'Notify me on this device' });
      if (!(await here.isChecked())) await here.click();
      await shut();
      const told = some(120, 8);
      for (const words of told) await say(hostile, talk, `<@${owner.userId}> ${words}`);
      await page.waitForFunction(
        () => (window as unknown as { readonly noted: ReadonlyArray<unknown> }).noted.length > 0,
      );
      const noted = await recorded(page);
      expect(noted[0]?.title).to.contain('ran');
      expect(noted.every(({ title, body }) => typeof title === 'string' && typeof body === 'string')).to.equal(true);
      await holds(page.locator('body'));
    });

    it('do not run on the page of an invite, which shows the name of its community', async () => {
      const { code } = (await owner.api('POST', `${at}/invites`, { body: {} })).as(Invite);
      const guest = await hostileReader(browser, bypassCSP);
      await guest.page.goto(`${server.url}/invite/${code}`);
      await guest.page.locator('.invitation').waitFor();
      expect(await disturbed(guest.page.locator('body'))).to.deep.equal([]);
      expect([...guest.ran, ...guest.faults]).to.deep.equal([]);
      await guest.leave();
    });
  });
}
