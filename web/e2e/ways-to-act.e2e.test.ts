import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { furnish, HOST, type Rooms } from '#infra/workshop/pictures/community.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import {
  channelButton,
  composer,
  everyFinding,
  expectCount,
  logIn,
  messageSaying,
  say,
  steppedBack,
  type Visitor,
  visit,
} from './browsers.ts';

const PHONE = { width: 390, height: 844 };

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '';
  });
const menuItems = async (page: Page): Promise<ReadonlyArray<string>> => {
  await page.getByRole('menu').waitFor();
  return page.getByRole('menuitem').locator('.menu-text').allInnerTexts();
};
const closeMenu = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
};
const longPress = async (page: Page, selector: string): Promise<void> => {
  const target = page.locator(selector).first();
  const box = await target.boundingBox();
  if (box === null) throw new Error(`${selector} is not shown`);
  const at = { clientX: box.x + 20, clientY: box.y + box.height / 2 };
  await target.dispatchEvent('pointerdown', { pointerType: 'touch', isPrimary: true, bubbles: true, ...at });
  await page.getByRole('menu').waitFor();
};

describe('the ways to act', function () {
  this.timeout(180_000);
  let database: FreshDatabase;
  let server: TestServer;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;
  let rooms: Rooms;
  const enter = async (one: Page): Promise<void> => {
    await logIn(one, server.url + rooms.talk, HOST);
    await messageSaying(one, 'bring the red torch').waitFor();
  };
  before(async () => {
    database = await freshDatabase();
    server = await startServer({ databaseUrl: database.url, registration: 'open' });
    rooms = await furnish(server);
    browser = await launchChromium();
    visitor = await visit(browser, { colorScheme: 'dark' });
    page = visitor.page;
    await enter(page);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await database?.drop();
  });
  afterEach(() => expect(visitor.faults).to.deep.equal([]));

  const palette = () => page.getByRole('dialog', { name: 'Jump to' });
  const picker = () => page.getByRole('dialog', { name: 'Emoji' });
  const search = () => page.getByRole('searchbox', { name: 'Search emoji' });

  describe('the emoji picker', () => {
    it('finds an emoji by its name and puts it into the message with Enter', async () => {
      await page.keyboard.press('Control+e');
      await search().waitFor();
      await page.keyboard.type('heart');
      await picker().getByRole('button', { name: 'red heart', exact: true }).waitFor();
      expect(await everyFinding(page)).to.deep.equal([]);
      await page.keyboard.press('Enter');
      await picker().waitFor({ state: 'detached' });
      expect(await composer(page).inputValue()).to.equal('❤️');
      await composer(page).fill('');
    });

    it('is walked with the arrows, over its sections, and shows what was used last', async () => {
      await page.keyboard.press('Control+e');
      await search().waitFor();
      await page.keyboard.press('ArrowDown');
      expect(await focused(page), 'used last').to.equal('red heart');
      await page.keyboard.press('PageDown');
      expect(await focused(page)).to.equal('grinning face');
      await page.keyboard.press('End');
      expect(await focused(page), 'a section that was not drawn before').to.equal('flag: Wales');
      await page.keyboard.type('ro');
      await picker().getByRole('button', { name: 'rocket', exact: true }).waitFor();
      expect(await search().inputValue(), 'letters go to the search').to.equal('ro');
      await page.keyboard.press('Escape');
      expect(await search().inputValue(), 'Escape clears a search first').to.equal('');
      await page.keyboard.press('Escape');
      await picker().waitFor({ state: 'detached' });
    });

    it('names what Enter picks, and gives the focus back after a reaction', async () => {
      const row = messageSaying(page, 'bring the red torch');
      await row.hover();
      await row.getByRole('button', { name: 'Add reaction' }).click();
      await search().waitFor();
      await picker().getByRole('button', { name: 'winking face', exact: true }).first().hover();
      await page.keyboard.type('heart');
      const first = picker().locator('[data-section="found"] button').first();
      await first.waitFor();
      // A browser tells a resting pointer about a new element with the next frames.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      expect(await picker().locator('.emoji-name').innerText()).to.equal(await first.getAttribute('aria-label'));
      await page.keyboard.press('Enter');
      await row.getByRole('button', { name: /1 reaction, one is yours/ }).waitFor();
      expect(await focused(page)).to.equal('Add reaction');
    });

    it('keeps the skin tone and gives it to people', async () => {
      await page.keyboard.press('Control+e');
      await search().waitFor();
      await picker().getByRole('button', { name: 'Skin tone' }).click();
      await picker().getByRole('button', { name: 'Medium dark', exact: true }).click();
      expect(await everyFinding(page)).to.deep.equal([]);
      await page.keyboard.press('Escape');
      await steppedBack(page);
      await page.reload();
      await composer(page).waitFor();
      await page.keyboard.press('Control+e');
      await search().fill('thumbs up');
      await search().press('Enter');
      expect(await composer(page).inputValue()).to.equal('👍🏾');
      await composer(page).fill('');
    });

    it('adds a reaction from the toolbar of a message', async () => {
      const message = messageSaying(page, 'Cocoa or tea');
      await message.hover();
      await message.getByRole('button', { name: 'Add reaction' }).click();
      await search().fill('tada');
      await search().press('Enter');
      await message.getByRole('button', { name: /🎉, 1 reaction, one is yours/ }).waitFor();
    });
  });

  describe('the palette', () => {
    it('goes to channels, the recent ones first', async () => {
      await page.keyboard.press('Control+k');
      await palette().waitFor();
      await page.keyboard.type('pict');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'pictures', exact: true }).waitFor();
      await page.keyboard.press('Control+k');
      await palette().getByRole('group', { name: 'Recent' }).waitFor();
      expect(await palette().getByRole('option').first().innerText()).to.match(/^telescopes/);
      expect(await everyFinding(page)).to.deep.equal([]);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'telescopes', exact: true }).waitFor();
    });

    it('finds one kind of thing after its sign, and says which signs there are', async () => {
      await page.keyboard.press('Control+k');
      await palette().getByRole('button', { name: '@ People' }).click();
      await palette().getByRole('group', { name: 'People' }).waitFor();
      await page.keyboard.type('mar');
      await expectCount(palette().getByRole('option'), 1);
      await page.keyboard.press('Enter');
      const profile = page.getByRole('dialog', { name: 'Profile of marlow' });
      await profile.getByText(/^Member since/).waitFor();
      await page.keyboard.press('Escape');
      await profile.waitFor({ state: 'detached' });
    });

    it('does what the menus do', async () => {
      await page.keyboard.press('Control+k');
      await palette().waitFor();
      await page.keyboard.type('>settings');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: /^Settings of/ }).waitFor();
      await page.keyboard.press('Escape');
    });
  });

  describe('a menu', () => {
    const FIRST_MESSAGE = [
      'Add reaction',
      'Reply',
      'Begin a thread',
      'Forward',
      'Save message',
      'Copy text',
      'Pin',
      'Copy link to message',
      'Mark unread from here',
      'Profile of the author',
      'Copy message ID',
      'Select messages',
      'Delete',
    ];
    const CHANNEL = [
      'Mute',
      'Notification settings',
      'Copy link to channel',
      'Copy channel ID',
      'Rename channel',
      'Channel settings',
      'Permissions',
      'Lock channel',
      'Move up',
      'Move down',
      'Delete channel',
    ];
    const MEMBER = [
      'Copy name',
      'Copy user ID',
      'Change nickname',
      'Roles',
      'Time out',
      'Kick',
      'Ban',
      'Delete messages',
    ];
    const GUILD = [
      'Mute',
      'Notification settings',
      'Invite people',
      'Create channel',
      'Settings of the community',
      'Move up',
      'Move down',
      'Copy community ID',
      'Delete community',
    ];

    it('of a message, a channel, a member and a guild opens by a right click', async () => {
      await messageSaying(page, 'Clear sky until two').locator('.content').click({ button: 'right' });
      // Some items come with a part that is loaded after the messages.
      await page.getByRole('menuitem', { name: 'Save message' }).waitFor();
      expect(await menuItems(page)).to.deep.equal(FIRST_MESSAGE);
      expect(await everyFinding(page)).to.deep.equal([]);
      await closeMenu(page);
      await channelButton(page, 'pictures').click({ button: 'right' });
      expect(await menuItems(page)).to.deep.equal(CHANNEL);
      await closeMenu(page);
      await page.locator('.member').filter({ hasText: 'marlow' }).click({ button: 'right' });
      expect(await menuItems(page)).to.deep.equal(MEMBER);
      await closeMenu(page);
      await page.locator('.rail').getByRole('button', { name: 'Night Owls' }).click({ button: 'right' });
      expect(await menuItems(page)).to.deep.equal(GUILD);
      await closeMenu(page);
    });

    it('opens by the keyboard, with the same items as the buttons', async () => {
      await page.getByRole('feed').focus();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Shift+F10');
      const byKeys = await menuItems(page);
      expect(await focused(page)).to.match(/^Add reaction/);
      await closeMenu(page);
      await messageSaying(page, 'bring the red torch').getByRole('button', { name: 'More actions' }).click();
      expect(await menuItems(page)).to.deep.equal(byKeys);
      await closeMenu(page);
      await page.getByRole('button', { name: 'Night Owls: community menu' }).click();
      expect(await menuItems(page)).to.deep.equal(GUILD);
      await closeMenu(page);
      await page.locator('.channel.open .channel-name').focus();
      await page.keyboard.press('Shift+F10');
      expect(await menuItems(page)).to.deep.equal(CHANNEL);
      await closeMenu(page);
    });

    it('deletes a message at once with Shift, from the menu too', async () => {
      await composer(page).fill('this one goes');
      await composer(page).press('Enter');
      const own = messageSaying(page, 'this one goes');
      await own.locator('.content').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Delete' }).click({ modifiers: ['Shift'] });
      await own.waitFor({ state: 'detached' });
    });

    it('opens by a long press of a finger', async () => {
      const finger = await visit(browser, { viewport: PHONE, hasTouch: true, isMobile: true });
      await enter(finger.page);
      await longPress(finger.page, '[data-message] .content');
      expect(await menuItems(finger.page)).to.include.members(['Add reaction', 'Copy text']);
      expect(await everyFinding(finger.page)).to.deep.equal([]);
      await finger.page.getByRole('menuitem', { name: 'Add reaction' }).click();
      await finger.page
        .getByRole('dialog', { name: 'Emoji' })
        .getByRole('button', { name: 'grinning face' })
        .first()
        .waitFor();
      const cell = await finger.page.locator('.emoji-grid button').first().boundingBox();
      expect(cell?.width, 'an emoji is as large as a finger').to.be.at.least(44);
      expect(await everyFinding(finger.page)).to.deep.equal([]);
      await finger.page.keyboard.press('Escape');
      await finger.page.getByRole('button', { name: 'Back to channels' }).click();
      await longPress(finger.page, '.channel');
      expect(await menuItems(finger.page)).to.include('Copy channel ID');
      expect(finger.faults).to.deep.equal([]);
      await finger.leave();
    });
  });

  describe('a profile', () => {
    it('opens by the name and the avatar, and offers what the menu of a member offers', async () => {
      await messageSaying(page, 'Clear sky until two').getByRole('button', { name: 'marlow' }).click();
      const profile = page.getByRole('dialog', { name: 'Profile of marlow' });
      await profile.getByText(/^Member since/).waitFor();
      expect(await everyFinding(page)).to.deep.equal([]);
      await profile.getByRole('button', { name: 'Copy name' }).click();
      expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal('marlow');
      const row = page.locator('.member').filter({ hasText: 'marlow' });
      await row.locator('.avatar').click();
      await profile.getByText(/^Member since/).waitFor();
      const [card, rows] = [await profile.boundingBox(), await row.boundingBox()];
      expect((card?.x ?? 0) + (card?.width ?? 0), 'beside the rows').to.be.at.most(rows?.x ?? 0);
      const kick = profile.getByRole('button', { name: 'Kick' });
      expect(await profile.locator('li:has(hr) + li').getByRole('button').textContent(), 'apart').to.equal('Kick');
      const colourOf = (of: Locator) => of.evaluate((element) => getComputedStyle(element).color);
      expect(await colourOf(kick)).not.to.equal(await colourOf(profile.getByRole('button', { name: 'Copy name' })));
      await page.getByRole('dialog', { name: 'Profile of marlow' }).getByRole('button', { name: 'Kick' }).click();
      await page.getByRole('dialog', { name: 'Kick marlow?' }).waitFor();
      await page.keyboard.press('Escape');
    });
  });

  describe('the menu of a message under a finger', () => {
    let finger: Visitor;
    before(async () => {
      finger = await visit(browser, { viewport: PHONE, hasTouch: true, isMobile: true });
      await enter(finger.page);
      await say(finger.page, 'said on a phone');
      await messageSaying(finger.page, 'said on a phone').waitFor();
    });
    after(() => finger.leave());
    const choose = async (text: string, item: string): Promise<void> => {
      const id = await messageSaying(finger.page, text).last().getAttribute('data-message');
      await longPress(finger.page, `[data-message="${id}"] .content`);
      await finger.page.getByRole('menuitem', { name: item, exact: true }).tap();
      await finger.page.getByRole('menu').waitFor({ state: 'detached' });
    };

    it('is a sheet over the width of the screen, with items as large as a finger', async () => {
      await longPress(finger.page, '[data-message] .content');
      const menu = await finger.page.getByRole('menu').boundingBox();
      expect(menu?.y ?? 0).to.be.at.least(0);
      expect((menu?.x ?? 0) + (menu?.width ?? 0)).to.be.at.most(PHONE.width);
      for (const item of await finger.page.getByRole('menuitem').all())
        expect((await item.boundingBox())?.height, await item.innerText()).to.be.at.least(40);
      await closeMenu(finger.page);
    });

    it('answers, edits and deletes the message', async () => {
      await choose('bring the red torch', 'Reply');
      await finger.page.locator('.reply-bar').waitFor();
      await say(finger.page, 'and spare batteries');
      await messageSaying(finger.page, 'and spare batteries').locator('.reply-line').waitFor();
      await choose('said on a phone', 'Edit');
      await finger.page.locator('.edit-box textarea').fill('said on a phone, twice');
      await finger.page.locator('.edit-box textarea').press('Enter');
      await messageSaying(finger.page, 'said on a phone, twice').waitFor();
      await choose('and spare batteries', 'Delete');
      await finger.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).tap();
      await messageSaying(finger.page, 'and spare batteries').waitFor({ state: 'detached' });
      expect(await everyFinding(finger.page)).to.deep.equal([]);
      expect(finger.faults).to.deep.equal([]);
    });
  });

  describe('the shortcuts', () => {
    const help = () => page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    const keysOf = (name: RegExp) => help().getByRole('button', { name });

    it('are listed from their table and can be changed, and the change outlives a reload', async () => {
      await page.keyboard.press('Control+/');
      await help().waitFor();
      expect(await everyFinding(page)).to.deep.equal([]);
      await keysOf(/^Jump to .*: Ctrl K\./).click();
      await page.keyboard.press('Control+t');
      await help().getByText('The browser keeps Ctrl T to itself.').waitFor();
      await keysOf(/^Jump to .*: Ctrl K\./).click();
      await page.keyboard.press('Control+f');
      await help().getByText('“Search messages” has the same keys.').waitFor();
      await keysOf(/^Jump to .*: Ctrl F\./).click();
      await page.keyboard.press('Escape');
      await help().waitFor();
      await keysOf(/^Jump to .*: Ctrl F\./).click();
      await page.keyboard.press('Control+j');
      await keysOf(/^Jump to .*: Ctrl J\./).waitFor();
      await help().getByRole('button', { name: 'Switch off: Search messages' }).click();
      expect(await everyFinding(page)).to.deep.equal([]);
      await page.keyboard.press('Escape');
      await page.reload();
      await composer(page).waitFor();
      await page.keyboard.press('Control+j');
      await palette().waitFor();
      await page.keyboard.press('Escape');
      await palette().waitFor({ state: 'detached' });
      await page.keyboard.press('Control+f');
      expect(await page.locator('.chat.searching').count(), 'a shortcut that is off').to.equal(0);
      await page.keyboard.press('Control+/');
      await help().getByRole('button', { name: 'Restore all' }).click();
      await keysOf(/^Jump to .*: Ctrl K\./).waitFor();
      await page.keyboard.press('Escape');
    });

    it('show and hide the members, and go back and forward', async () => {
      await page.keyboard.press('Control+u');
      await page.locator('.chat.no-members').waitFor();
      await page.keyboard.press('Control+u');
      await page.locator('.chat:not(.no-members)').waitFor();
      await page.keyboard.press('Alt+ArrowDown');
      await page.getByRole('heading', { name: 'sky-tonight', exact: true }).waitFor();
      await page.keyboard.press('Control+[');
      await page.getByRole('heading', { name: 'telescopes', exact: true }).waitFor();
      await page.keyboard.press('Control+]');
      await page.getByRole('heading', { name: 'sky-tonight', exact: true }).waitFor();
    });
  });
});
