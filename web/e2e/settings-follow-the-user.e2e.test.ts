import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Guild } from '#gateway/protocol/resources.ts';
import { apiOf, caughtUp, claimOwner, makeChannel, makeGuild } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, logIn, seriousFindings, type Visitor, visit } from './browsers.ts';

const NAMES = ['Night Owls', 'Bird Watchers', 'Chess Club'];

/** Waits until the rail shows the guilds in this order. */
const inOrder = (page: Page, names: ReadonlyArray<string>): Promise<unknown> =>
  page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('.rail-guilds .rail-guild')]
        .map((button) => button.getAttribute('aria-label'))
        .join() === wanted,
    names.join(),
  );

describe('the order of the communities', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let guilds: ReadonlyArray<Guild>;
  let laptop: Visitor;
  let phone: Visitor;
  const guildButton = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    const owner = await claimOwner(server, api, 'maris');
    const made: Guild[] = [];
    for (const name of NAMES) made.push(await makeGuild(owner, name));
    guilds = made;
    const channels = [];
    for (const guild of guilds) channels.push(await makeChannel(owner, guild, 'talk'));
    await caughtUp(api);
    browser = await launchChromium();
    laptop = await visit(browser);
    phone = await visit(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
    const place = `${server.url}/c/${channels[0]?.guild_id}/${channels[0]?.channel_id}`;
    for (const { page } of [laptop, phone]) {
      await logIn(page, place, 'maris');
      await composer(page).waitFor();
    }
    await phone.page.getByRole('button', { name: 'Back to channels' }).click();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('is changed by a drag, on all devices', async () => {
    await inOrder(laptop.page, NAMES);
    const [from, to] = [
      await guildButton(laptop.page, 'Night Owls').boundingBox(),
      await guildButton(laptop.page, 'Chess Club').boundingBox(),
    ];
    if (from === null || to === null) throw new Error('a guild is not in the rail');
    const { mouse } = laptop.page;
    const middle = [from.x + from.width / 2, from.y + from.height / 2] as const;
    // The first touch of the rail loads the drag, and a press before that only opens a community.
    do {
      await mouse.up();
      await mouse.move(...middle);
      await mouse.down();
      await mouse.move(middle[0], to.y + to.height * 0.9, { steps: 5 });
    } while ((await laptop.page.locator('.rail .dragged').count()) === 0);
    await mouse.up();
    for (const { page } of [laptop, phone]) await inOrder(page, ['Bird Watchers', 'Chess Club', 'Night Owls']);
    await laptop.page.getByText('Night Owls is number 3 of 3').waitFor();
    // The drag has opened no other community.
    expect(await guildButton(laptop.page, 'Night Owls').getAttribute('aria-current')).to.equal('page');
  });

  it('is changed with the keys, and the community keeps the focus', async () => {
    await guildButton(laptop.page, 'Night Owls').focus();
    await laptop.page.keyboard.press('Alt+ArrowUp');
    for (const { page } of [laptop, phone]) await inOrder(page, ['Bird Watchers', 'Night Owls', 'Chess Club']);
    await laptop.page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Night Owls');
    await laptop.page.keyboard.press('Alt+ArrowUp');
    for (const { page } of [laptop, phone]) await inOrder(page, ['Night Owls', 'Bird Watchers', 'Chess Club']);
    expect(await seriousFindings(laptop.page)).to.deep.equal([]);
  });

  it('is changed from the menu of a community on a phone, and outlives a reload', async () => {
    await guildButton(phone.page, 'Night Owls').dispatchEvent('contextmenu');
    await phone.page.getByRole('menuitem', { name: 'Move down' }).click();
    for (const { page } of [laptop, phone]) await inOrder(page, ['Bird Watchers', 'Night Owls', 'Chess Club']);
    await laptop.page.reload();
    await inOrder(laptop.page, ['Bird Watchers', 'Night Owls', 'Chess Club']);
    expect([...laptop.faults, ...phone.faults]).to.deep.equal([]);
  });
});
