/**
 * Opens every state of the client once and looks at it with all rules of axe. It does so in two languages, at two
 * widths and in three themes. The tables name every route, pane and dialog, so a new one does not compile without a way
 * to open it.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Browser, Page, Route as Request } from 'playwright-core';
import { Channel, Invite, type Message, Thread } from '#gateway/protocol/resources.ts';
import { caughtUp, makeChannel, makeGuild, newcomer, pathOf, say } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { type Community, community } from '#infra/workshop/testkit/community.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { type DialogRoute, type Layers, type Pane, SETTINGS_SECTIONS } from '#web/layers.ts';
import type { Route } from '#web/routes.ts';
import { THEMES, type Theme } from '#web/ui/theme.ts';
import { everyFinding, holdHistory, PASSWORD, type Visitor, visit } from './browsers.ts';

const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } } as const;
/** A theme changes colours alone. So the first theme is looked at with every rule, the others with the rules of colours. */
const FIRST_THEME: Theme = 'dark';
const OTHER_THEMES: ReadonlyArray<Theme> = THEMES.filter((theme) => theme !== 'system' && theme !== FIRST_THEME);
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/** A language changes no colour, so the second one is looked at in the first theme alone. */
const LOCALES = { 'en-US': OTHER_THEMES, 'de-DE': [] } as const;

type State = { readonly name: string; readonly open: (page: Page) => Promise<void>; readonly seen: string };

/** Moves the client to a place with layers, as the Back button of the browser does. */
const go = (page: Page, path: string, layers: Partial<Layers> = {}): Promise<void> =>
  page.evaluate(
    ([to, entry]) => {
      history.replaceState({ pane: 'messages', question: '', dialog: null, ...entry }, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    },
    [path, layers] as const,
  );
const show = (page: Page, theme: Theme): Promise<void> =>
  page.evaluate((wanted) => {
    document.documentElement.dataset['theme'] = wanted;
  }, theme);

const logInAnywhere = async (page: Page, url: string, username: string): Promise<void> => {
  await page.goto(url);
  await page.locator('[autocomplete=username]').fill(username);
  await page.locator('[autocomplete=current-password]').fill(PASSWORD);
  await page.locator('[autocomplete=current-password]').press('Enter');
};

/** Opens each state and answers all findings, each with the state, the size and the theme in which it stands. */
const findingsOf = async (
  page: Page,
  states: ReadonlyArray<State>,
  otherThemes: ReadonlyArray<Theme>,
  away: (page: Page) => Promise<void> = async () => undefined,
) => {
  const found: unknown[] = [];
  for (const { name, open, seen } of states) {
    await away(page);
    await page.setViewportSize(SIZES.wide);
    await show(page, FIRST_THEME);
    await open(page);
    await page.locator(seen).first().waitFor();
    for (const [size, pixels] of Object.entries(SIZES)) {
      await page.setViewportSize(pixels);
      // A menu closes when its button leaves the screen, and a pane may lie behind another.
      if (!(await page.locator(seen).first().isVisible())) continue;
      await show(page, FIRST_THEME);
      for (const finding of await everyFinding(page)) found.push({ name, size, theme: FIRST_THEME, ...finding });
      // The narrow screen shows the same elements in the same colours.
      for (const theme of size === 'wide' ? otherThemes : []) {
        await show(page, theme);
        for (const finding of await everyFinding(page, COLOUR_RULES)) found.push({ name, size, theme, ...finding });
      }
    }
  }
  return found;
};

const refuse = (request: Request) =>
  request.fulfill({
    status: 503,
    contentType: 'application/problem+json',
    body: JSON.stringify({
      type: 'urn:filament:problem:read_models_unavailable',
      ...{ title: 'Away', status: 503, code: 'read_models_unavailable', detail: 'The read models are away.' },
      request_id: 'r-1',
    }),
  });

describe('every state of the client', function () {
  this.timeout(240_000);
  let server: TestServer;
  let browser: Browser;
  let here: Community<'talk' | 'empty', 'tessel'>;
  let message: Message;
  let invite: Invite;
  let category: Channel;
  /** The places of a guild without channels, and of one whose members may not read the history. */
  let barren: string;
  let hush: string;
  let forum: Channel;
  let post: Channel['channel_id'];
  const placeOf = ({ guild_id: guild, channel_id: channel }: Channel): string => `/c/${guild}/${channel}`;

  before(async () => {
    server = await startServer();
    here = await community(server, { channels: ['talk', 'empty'], members: ['tessel'] });
    const { owner, api, guild, channels, members } = here;
    await newcomer(api, 'loner');
    const wing = { body: { name: 'Observatory', kind: 'category' } };
    category = (await owner.api('POST', `/guilds/${guild.guild_id}/channels`, wing)).as(Channel);
    forum = (
      await owner.api('POST', `/guilds/${guild.guild_id}/channels`, { body: { name: 'questions', kind: 'forum' } })
    ).as(Channel);
    const tag = { tag_id: null, name: 'lenses', emoji: '🔭', moderated: false };
    await owner.api('PATCH', pathOf(forum), { body: { tags: [tag] } });
    const asked = { body: { name: 'Which lens?', content: 'I look for a wide one.' } };
    post = (await owner.api('POST', `${pathOf(forum)}/threads`, asked)).as(Thread).channel_id;
    invite = (await owner.api('POST', `/guilds/${guild.guild_id}/invites`, { body: {} })).as(Invite);
    const bare = await makeGuild(owner, 'Bare Ground');
    barren = `/c/${bare.guild_id}`;
    await caughtUp(api);
    const read = (await owner.api('GET', `/guilds/${bare.guild_id}/channels`)).body as {
      readonly channels: ReadonlyArray<Channel>;
    };
    for (const channel of read.channels) await owner.api('DELETE', pathOf(channel));
    message = await say(owner, channels.talk, 'first light tonight');
    await say(members.tessel, channels.talk, 'bring the cocoa, see https://example.org/');
    const reacted = `${pathOf(channels.talk)}/messages/${message.message_id}/reactions/${encodeURIComponent('🔭')}/me`;
    await members.tessel.api('PUT', reacted);
    // No command takes a permission from the everyone-role yet. The read model of a hidden history is staged.
    const hidden = await makeGuild(owner, 'Hush');
    await makeChannel(owner, hidden, 'now-only');
    const ticket = (await owner.api('POST', `/guilds/${hidden.guild_id}/invites`, { body: {} })).as(Invite);
    await members.tessel.api('POST', `/invites/${ticket.code}/accept`);
    await caughtUp(api);
    const database = new pg.Client({ connectionString: server.databaseUrl });
    await database.connect();
    const staged = await database.query(
      `UPDATE read.role SET permissions = permissions::jsonb - 'read_message_history' WHERE guild_id = $1`,
      [hidden.guild_id],
    );
    await database.end();
    expect(staged.rowCount).to.equal(1);
    hush = `/c/${hidden.guild_id}`;
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Addresses of each kind of route, for a visitor without a login and for a user. */
  const routes = (): { readonly [K in Route['kind']]: { readonly path: string; readonly seen: string } } => ({
    home: { path: '/', seen: '.guild-menu' },
    guild: { path: placeOf(here.channels.talk), seen: '[data-message]' },
    invite: { path: '/invite/nothing', seen: '.splash h1' },
    claim: { path: '/claim#no-secret', seen: '.guild-menu' },
    unknown: { path: '/nowhere/at/all', seen: 'h1' },
  });
  const entries = (): { readonly [K in Route['kind']]: { readonly path: string; readonly seen: string } } => ({
    home: { path: '/', seen: '[autocomplete=current-password]' },
    guild: { path: placeOf(here.channels.talk), seen: '[autocomplete=current-password]' },
    invite: { path: `/invite/${invite.code}`, seen: '.invitation' },
    claim: { path: '/claim#no-secret', seen: '.entry-card .note' },
    unknown: { path: '/nowhere/at/all', seen: 'h1' },
  });
  const panes: { readonly [K in Pane]: string } = {
    channels: '.channels .channel',
    messages: '[data-message]',
    members: '.members .member',
    search: '.search-input',
  };
  const dialogs = (): { readonly [K in DialogRoute['kind']]: Omit<Extract<DialogRoute, { kind: K }>, 'kind'> } => {
    const { guild_id: guildId } = here.guild;
    const { channel_id: channelId } = here.channels.talk;
    const ofTessel = { guildId, userId: here.members.tessel.userId };
    return {
      'create-guild': {},
      'use-invite': {},
      'rename-guild': { guildId },
      'leave-guild': { guildId },
      'delete-guild': { guildId },
      invite: { guildId },
      kick: ofTessel,
      ban: ofTessel,
      'time-out': ofTessel,
      nickname: ofTessel,
      'member-roles': ofTessel,
      'remove-messages': ofTessel,
      'guild-settings': { guildId, section: 'members' },
      'create-channel': { guildId, channelKind: 'text' },
      'create-in-category': { channelId: category.channel_id },
      'channel-settings': { channelId, page: 'permissions' },
      'rename-channel': { channelId },
      'delete-channel': { channelId },
      pins: { channelId },
      threads: { channelId },
      'new-thread': { channelId },
      'post-tags': { channelId: post },
      'thread-about': { channelId, messageId: message.message_id },
      forward: { channelId, messageId: message.message_id },
      versions: { channelId, messageId: message.message_id },
      'delete-message': { channelId, messageId: message.message_id },
      import: {},
      appearance: {},
      status: {},
      notifications: {},
      'guild-rule': { guildId },
      'channel-rule': { channelId },
      sessions: {},
      inbox: {},
      saved: {},
      shortcuts: {},
      palette: {},
    };
  };
  /** Each element that opens a menu or a popover, by its selector, and what it opens. */
  const openers: { readonly [selector: string]: string } = {
    '.guild-menu': '[role=menu]',
    '.channel .icon-button': '[role=menu]',
    '.user-panel [aria-haspopup=menu]': '[role=menu]',
    '.rail [aria-haspopup=menu]': '[role=menu]',
    '.rail [aria-haspopup=dialog]': 'dialog[open] h2',
    '.member .icon-button': '[role=menu]',
    '.member .member-name': '[popover=auto]:popover-open',
    '.message .author': '[popover=auto]:popover-open',
    '.message .toolbar [aria-haspopup=dialog]': '.emoji-picker [data-section]',
    '.message .toolbar [aria-haspopup=menu]': '[role=menu]',
    '.channel-head [aria-haspopup=dialog]': 'dialog[open] h2',
    '.composer [aria-haspopup=dialog]': '.emoji-picker [data-section]',
  };

  for (const [locale, otherThemes] of Object.entries(LOCALES))
    describe(`in ${locale}`, () => {
      let visitor: Visitor;
      const findingsIn = (page: Page, states: ReadonlyArray<State>, away?: (page: Page) => Promise<void>) =>
        findingsOf(page, states, otherThemes, away);
      const enter = async (username: string, path: string, seen: string): Promise<Page> => {
        visitor = await visit(browser, { locale });
        await logInAnywhere(visitor.page, server.url + path, username);
        await visitor.page.locator(seen).first().waitFor();
        return visitor.page;
      };
      const toTalk = async (page: Page): Promise<void> => {
        await page.keyboard.press('Escape');
        await go(page, placeOf(here.channels.talk));
        await page.locator('dialog[open], [popover=auto]:popover-open').first().waitFor({ state: 'detached' });
      };
      afterEach(() => visitor.leave());

      it('has no finding before the login', async () => {
        visitor = await visit(browser, { locale });
        const { page } = visitor;
        const states = Object.entries(entries()).map(
          ([name, { path, seen }]): State => ({
            name,
            seen,
            open: async () => {
              await page.goto(server.url + path);
            },
          }),
        );
        expect(await findingsIn(page, states)).to.deep.equal([]);
      });

      it('has no finding at any route, in any pane and in any dialog', async () => {
        const page = await enter('owner', placeOf(here.channels.talk), '[data-message]');
        const at = (name: string, path: string, seen: string, layers: Partial<Layers> = {}): State => ({
          name,
          seen,
          open: () => go(page, path, layers),
        });
        const talk = placeOf(here.channels.talk);
        const states = [
          // The store knows the post from here on.
          at('a forum', placeOf(forum), '.post-card'),
          ...Object.entries(routes()).map(([name, { path, seen }]) => at(name, path, seen)),
          ...Object.entries(panes).map(([pane, seen]) => at(pane, talk, seen, { pane: pane as Pane })),
          ...Object.entries(dialogs()).map(([kind, ids]) =>
            at(kind, talk, 'dialog[open] h2, dialog[open] [role=combobox]', {
              dialog: { kind, ...ids } as DialogRoute,
            }),
          ),
          ...SETTINGS_SECTIONS.map((section) =>
            at(`settings, ${section}`, talk, 'dialog[open] h2', {
              dialog: { kind: 'guild-settings', guildId: here.guild.guild_id, section },
            }),
          ),
          at('an empty channel', placeOf(here.channels.empty), '.beginning'),
          at('a guild without channels', barren, '.empty-state h1, main h1'),
          at('a lost channel', `${talk.slice(0, -4)}0000`, 'main h1, main h2'),
        ];
        expect(await findingsIn(page, states, toTalk)).to.deep.equal([]);
      });

      it('has no finding in any menu, picker and popover', async () => {
        const page = await enter('owner', placeOf(here.channels.talk), '[data-message]');
        const row = page.locator('[data-message]').first();
        await row.hover();
        await row.locator('.toolbar').waitFor();
        const unknown = await page
          .locator('[aria-haspopup]')
          .evaluateAll(
            (all, known) =>
              all.filter((one) => !one.matches(known)).map((one) => one.getAttribute('aria-label') ?? one.className),
            Object.keys(openers).join(', '),
          );
        expect(unknown, 'elements that open something, and that the table lacks').to.deep.equal([]);
        const states = Object.entries(openers).map(
          ([selector, seen]): State => ({
            name: selector,
            seen,
            open: async () => {
              await row.hover();
              await page.locator(selector).first().click();
            },
          }),
        );
        const context: State = {
          name: 'the context menu of a message',
          seen: '[role=menu]',
          open: () => row.click({ button: 'right' }),
        };
        expect(await findingsIn(page, [...states, context], toTalk)).to.deep.equal([]);
      });

      it('has no finding in the search, in a change of a message, while it waits and after it failed', async () => {
        const page = await enter('owner', placeOf(here.channels.talk), '[data-message]');
        const talk = placeOf(here.channels.talk);
        const asks = (question: string) => async () => {
          await go(page, talk, { pane: 'search' });
          await page.locator('.search-input').fill(question);
          await page.locator('.search-input').press('Enter');
        };
        const fails = (pattern: string | RegExp, path: string) => async () => {
          await page.route(pattern, refuse);
          await page.reload();
          await page.locator('.guild-menu').waitFor();
          await go(page, path);
        };
        const away = async (): Promise<void> => {
          await page.unrouteAll();
          await toTalk(page);
        };
        const states: ReadonlyArray<State> = [
          { name: 'search hits', seen: '.hit', open: asks('cocoa') },
          { name: 'no search hit', seen: '.search-results', open: asks('zebra') },
          {
            name: 'edit',
            seen: '.message.editing textarea',
            open: async () => {
              await page.locator('.composer textarea').focus();
              await page.keyboard.press('ArrowUp');
            },
          },
          { name: 'no members', seen: '.members .pane-trouble', open: fails('**/members*', talk) },
          {
            name: 'no sessions',
            seen: 'dialog[open] .pane-trouble',
            open: async () => {
              await page.route('**/auth/sessions', refuse);
              await go(page, talk, { dialog: { kind: 'sessions' } });
            },
          },
          { name: 'no history', seen: 'main .pane-trouble', open: fails(/\/messages\?/, talk) },
        ];
        expect(await findingsIn(page, states, away)).to.deep.equal([]);
        await away();
        await page.goto(server.url + placeOf(here.channels.empty));
        await page.locator('.beginning').waitFor();
        const { held, release } = await holdHistory(page);
        const waiting: State = {
          name: 'history on its way',
          seen: '.skeleton.messages',
          open: async () => {
            await go(page, talk);
            await held;
          },
        };
        expect(await findingsIn(page, [waiting])).to.deep.equal([]);
        release();
      });

      it('has no finding where a viewer may not read the history, and says so', async () => {
        const page = await enter('tessel', hush, '.guild-menu');
        const told = page.getByRole('heading', {
          name: locale === 'en-US' ? 'Earlier messages are hidden' : 'Frühere Nachrichten sind verborgen',
        });
        await told.waitFor();
        expect(await page.locator('[data-message]').count()).to.equal(0);
        expect(await page.locator('.pane-trouble').count()).to.equal(0);
        const state: State = {
          name: 'a hidden history',
          seen: '.message-list.waiting h2',
          open: async () => undefined,
        };
        expect(await findingsIn(page, [state])).to.deep.equal([]);
      });

      it('has no finding for a user without a guild', async () => {
        const page = await enter('loner', '/', '.chat main h1');
        const state: State = { name: 'no guild', seen: 'main h1', open: async () => undefined };
        expect(await findingsIn(page, [state])).to.deep.equal([]);
      });
    });
});
