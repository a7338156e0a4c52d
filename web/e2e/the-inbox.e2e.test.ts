import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Channel } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, logIn, messageSaying, seriousFindings, visit } from './browsers.ts';

const rows = (page: Page) => page.getByRole('dialog').getByRole('list').getByRole('button');

describe('the inbox of mentions', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let owner: Person;
  let tessel: Person;
  let aside: Channel;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    const talk = await makeChannel(owner, guild, 'talk');
    aside = await makeChannel(owner, guild, 'aside');
    tessel = await newcomer(api, 'tessel');
    await join(owner, guild, tessel);
    await say(tessel, talk, 'good evening');
    await caughtUp(api);
    browser = await launchChromium();
    ({ page } = await visit(browser));
    await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'owner');
    await messageSaying(page, 'good evening').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('opens with a key, and says that it is empty', async () => {
    await composer(page).focus();
    await page.keyboard.press('Control+i');
    await page.getByRole('dialog').getByText('No mentions yet').waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('opens with a button, shows a mention under the names of today, and leads to its message', async () => {
    await say(tessel, aside, `a scarf for <@${owner.userId}>, <b>here</b>`);
    await caughtUp(await apiOf(server.url));
    await page.getByRole('navigation').getByRole('button', { name: 'Mentions' }).click();
    await rows(page).first().waitFor();
    expect(await rows(page).count()).to.equal(1);
    expect(await rows(page).first().textContent())
      .to.contain('aside · Night Owls')
      .and.contain('a scarf for @owner, <b>here</b>');
    expect(await seriousFindings(page)).to.deep.equal([]);
    await rows(page).first().click();
    await messageSaying(page, 'a scarf for').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).to.contain(aside.channel_id);
  });
});
