import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Message } from '#gateway/protocol/resources.ts';
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
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, logIn, messageSaying, type Visitor, visit } from './browsers.ts';

const BETWEEN = 120;
const AT_ONCE = 10;

describe('a formatted message on one line', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let reader: Visitor;
  let page: Page;
  let owner: Person;
  let answered: Message;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    const talk = await makeChannel(owner, guild, 'talk');
    const tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    const text = `**saffron** and _kite_ for <@${owner.userId}> in <#${talk.channel_id}> ||a secret||\n- [more](https://example.org)`;
    answered = await say(tessel, talk, text);
    for (let n = 1; n <= BETWEEN; n += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => say(owner, talk, `number ${n + i}.`)));
    }
    const reply = { content: 'gladly', reply_to: answered.message_id };
    await owner.api('POST', `${pathOf(talk)}/messages`, { body: reply });
    await caughtUp(api);
    browser = await launchChromium();
    reader = await visit(browser);
    page = reader.page;
    await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'owner');
    await messageSaying(page, 'gladly').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(() => expect(reader.faults).to.deep.equal([]));

  const LINE = 'saffron and kite for @owner in #talk ▒▒▒ more';

  it('is quoted without signs, with the names of today and its spoilers hidden', async () => {
    await messageSaying(page, 'gladly').locator('.quote-text', { hasText: LINE }).waitFor();
  });

  it('is found without signs, with the found word marked', async () => {
    await composer(page).focus();
    await page.keyboard.press('Control+f');
    const box = page.getByRole('combobox', { name: 'Search text' });
    await box.fill('kite');
    await box.press('Enter');
    const hit = page.locator('.hit-text', { hasText: LINE });
    await hit.waitFor();
    expect(await hit.locator('mark').allTextContents()).to.deep.equal(['kite']);
    await page.getByRole('button', { name: 'Close search' }).click();
  });

  it('stands in the inbox without signs', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Mentions' }).click();
    await page.getByRole('dialog').locator('.hit-text', { hasText: LINE }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('is named without signs to a screen reader', async () => {
    await messageSaying(page, 'gladly').locator('button.quote').click();
    const row = page.locator(`[data-message="${answered.message_id}"]`);
    await row.waitFor();
    expect(await row.getAttribute('aria-label')).to.contain(LINE);
  });
});
