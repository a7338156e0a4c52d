/** Walks every screen, pane, menu and dialog of the client, in any of its languages. */

import type { Page } from 'playwright-core';
import type { Channel, Guild, Message } from '#gateway/protocol/resources.ts';
import { type DialogRoute, type Layers, type MemberDialogRoute, SETTINGS_SECTIONS } from '#web/layers.ts';
import { PASSWORD } from './browsers.ts';

/** The places that the walk visits. The walking user owns the guild of `talk`. */
export type WalkedWorld = {
  readonly url: string;
  readonly guild: Guild;
  readonly talk: Channel;
  /** A channel without messages. */
  readonly quiet: Channel;
  readonly message: Message;
  /** Another member of the guild. */
  readonly memberId: string;
  /** Code of an invite to a guild that the walking user has not joined. */
  readonly invite: string;
  /** Name of a user without a guild. */
  readonly stranger: string;
};
/** Looks at the page as it stands at one stage of the walk. */
type Look = (stage: string) => Promise<void>;

const ULID_OF_NOTHING = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

/** Waits until nothing on the page is being loaded. */
const loaded = async (page: Page): Promise<void> => {
  await page.waitForFunction(
    () => document.querySelector('.skeleton, [aria-busy="true"], .splash:not(:has(h1))') === null,
  );
};

/** Logs in by the form alone, because its texts differ by language. */
export const logInAnyhow = async (page: Page, url: string, username: string): Promise<void> => {
  await page.goto(url);
  await page.locator('form input').first().fill(username);
  await page.locator('input[type=password]').fill(PASSWORD);
  await page.locator('form button[type=submit]').click();
};

/**
 * Waits until the window has left the entry of a closed menu or popover. The step back comes after the float is gone
 * from the screen, and a late one would close the float that is opened next.
 */
const floatIsLeft = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => history.state?.float !== true);
};

/** Lays layers over the present place, as Back and a reload do. */
const lay = async (page: Page, layers: Partial<Layers>): Promise<void> => {
  await floatIsLeft(page);
  await page.evaluate((next) => {
    history.replaceState(next, '');
    dispatchEvent(new PopStateEvent('popstate'));
  }, layers);
};

/** Visits the screens of a user who is not logged in. */
export const walkEntry = async (page: Page, { url, invite }: WalkedWorld, look: Look): Promise<void> => {
  const form = page.locator('form input').first();
  await page.goto(url);
  await form.waitFor();
  await look('log in');
  await form.fill('nobody');
  await page.locator('input[type=password]').fill('not a password of anybody');
  await page.locator('form button[type=submit]').click();
  await page.locator('.trouble').waitFor();
  await look('log in, refused');
  await page.locator('.entry-switch button').click();
  await page.locator('input[autocomplete=new-password]').waitFor();
  await look('register');
  await form.fill('ada lovelace');
  await page.locator('input[type=password]').fill('short');
  await page.locator('form button[type=submit]').click();
  await page.locator('.fault').first().waitFor();
  await look('register, with faults');
  await page.goto(`${url}/invite/${invite}`);
  await page.locator('.invitation').waitFor();
  await look('invite');
  await page.goto(`${url}/invite/nosuchcode`);
  await form.waitFor();
  await page.waitForFunction(() => (document.querySelector('.entry-hint')?.textContent ?? '') !== '');
  await look('dead invite');
  await page.goto(`${url}/claim#${'0'.repeat(40)}`);
  await page.locator('.entry-card .note').waitFor();
  await look('spent owner link');
  await page.goto(`${url}/nonsense/page`);
  await page.locator('.splash h1').waitFor();
  await look('unknown page');
  await page.goto(`http://chat.localhost:${new URL(url).port}/`);
  await page.locator('.splash a.button').waitFor();
  await look('wrong address');
};

const ABOUT_MEMBER = ['kick', 'ban', 'time-out', 'nickname', 'member-roles', 'remove-messages'] as const;

const dialogsOf = ({ guild, talk, message, memberId }: WalkedWorld): ReadonlyArray<DialogRoute> => {
  const { guild_id: guildId } = guild;
  const { channel_id: channelId } = talk;
  return [
    { kind: 'create-guild' },
    { kind: 'use-invite' },
    { kind: 'rename-guild', guildId },
    { kind: 'leave-guild', guildId },
    { kind: 'delete-guild', guildId },
    ...SETTINGS_SECTIONS.map((section) => ({ kind: 'guild-settings', guildId, section }) as const),
    { kind: 'invite', guildId },
    ...ABOUT_MEMBER.map((kind) => ({ kind, guildId, userId: memberId as MemberDialogRoute['userId'] })),
    { kind: 'guild-settings', guildId, section: 'members' },
    { kind: 'create-channel', guildId, channelKind: 'text' },
    { kind: 'channel-settings', channelId, page: 'overview' },
    { kind: 'channel-settings', channelId, page: 'permissions' },
    { kind: 'channel-settings', channelId, page: 'view' },
    { kind: 'rename-channel', channelId },
    { kind: 'delete-channel', channelId },
    { kind: 'delete-message', channelId, messageId: message.message_id },
    { kind: 'import' },
    { kind: 'appearance' },
    { kind: 'notifications' },
    { kind: 'guild-rule', guildId },
    { kind: 'channel-rule', channelId },
    { kind: 'sessions' },
    { kind: 'shortcuts' },
    { kind: 'palette' },
  ];
};

const walkDialogs = async (page: Page, world: WalkedWorld, look: Look): Promise<void> => {
  for (const dialog of dialogsOf(world)) {
    await lay(page, { dialog });
    await page.locator('dialog[open] h2').waitFor();
    await loaded(page);
    await look(`dialog ${dialog.kind}${'section' in dialog ? `, ${dialog.section}` : ''}`);
    await lay(page, {});
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  }
};

const walkSearch = async (page: Page, look: Look): Promise<void> => {
  await lay(page, { pane: 'search' });
  await page.locator('.search-help').waitFor();
  await look('search, empty');
  const box = page.locator('.search-input');
  const searched = async (text: string, sign: string): Promise<void> => {
    await box.fill(text);
    await box.press('Enter');
    await page.locator(sign).first().waitFor();
    await look(`search for ${text}`);
  };
  await box.pressSequentially('mentions:');
  await page.locator('.search-suggestions').waitFor();
  await look('search, suggestions');
  await searched('line', '.hit');
  await searched('from:nobodyatall', '.search-results .note');
  await searched('form:owner', '.search-trouble p');
  await lay(page, {});
  await box.waitFor({ state: 'detached' });
};

/** Opens a menu and looks at it. */
const walkMenu = async (page: Page, open: () => Promise<void>, look: () => Promise<void>): Promise<void> => {
  await open();
  await page.locator('[role=menu] [role=menuitem]').first().waitFor();
  await look();
  await page.keyboard.press('Escape');
  await page.locator('[role=menu]').waitFor({ state: 'detached' });
  await floatIsLeft(page);
};

const walkMenus = async (page: Page, { talk }: WalkedWorld, look: Look): Promise<void> => {
  const message = page.locator('[data-message]').last();
  await walkMenu(
    page,
    () => message.click({ button: 'right' }),
    () => look('menu of a message'),
  );
  await message.locator('.author').or(page.locator('[data-message] .author')).last().click();
  await page.locator('.profile').waitFor();
  await look('profile');
  await page.keyboard.press('Escape');
  await lay(page, { pane: 'channels' });
  const menus = {
    'menu of a guild': page.locator('.guild-menu'),
    'menu of a channel': page.locator('.channel', { hasText: talk.name }).locator('.icon-button'),
    'menu of the account': page.locator('.user-panel .icon-button').last(),
    'menu of the rail': page.locator('.rail-guild.add[aria-haspopup=menu]'),
  };
  await look('channels');
  for (const [stage, button] of Object.entries(menus)) {
    await walkMenu(
      page,
      () => button.press('Enter'),
      () => look(stage),
    );
  }
  await lay(page, { pane: 'messages' });
};

/** Visits the screens, panes, menus and dialogs of a user who is logged in and stands in `talk`. */
export const walkInside = async (page: Page, world: WalkedWorld, look: Look): Promise<void> => {
  const { url, guild, talk, quiet, invite } = world;
  await look('channel');
  await page.locator('.composer textarea').fill('a'.repeat(2_100));
  await page.locator('.counter.over').waitFor();
  await look('message that is too long');
  await page.locator('.composer textarea').fill('');
  await page.keyboard.press('Control+e');
  await page.locator('.emoji-search').waitFor();
  await look('emoji');
  await page.keyboard.press('Escape');
  await walkMenus(page, world, look);
  await lay(page, { pane: 'members' });
  await page.locator('.member').first().waitFor();
  await look('members');
  await lay(page, {});
  await walkSearch(page, look);
  await walkDialogs(page, world, look);
  const places = {
    'channel without messages': `/c/${guild.guild_id}/${quiet.channel_id}`,
    'unknown channel': `/c/${guild.guild_id}/${ULID_OF_NOTHING}`,
    'unknown guild': `/c/${ULID_OF_NOTHING}`,
    'invite, logged in': `/invite/${invite}`,
    'dead invite, logged in': '/invite/nosuchcode',
  };
  for (const [stage, path] of Object.entries(places)) {
    await page.goto(url + path);
    await page.locator('main').waitFor();
    await loaded(page);
    await look(stage);
  }
  await page.goto(`${url}/c/${guild.guild_id}/${talk.channel_id}`);
  await page.locator('[data-message]').first().waitFor();
  await page.context().setOffline(true);
  await page.locator('.banner').waitFor();
  await look('offline');
  await page.context().setOffline(false);
};

/** Visits the first screen of a user without a guild. */
export const walkFirstScreen = async (page: Page, { url, stranger }: WalkedWorld, look: Look): Promise<void> => {
  await logInAnyhow(page, url, stranger);
  await page.locator('.empty-state').waitFor();
  await loaded(page);
  await look('no community');
};
