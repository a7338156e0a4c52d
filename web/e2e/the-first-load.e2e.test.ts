import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { apiOf, caughtUp, claimOwner, makeChannel, makeGuild, say } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { bytesOf, FIRST_LOAD_BYTES_MAX, loadedFiles, noteFirstMessage } from '#infra/workshop/testkit/first-load.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { logIn, messageSaying, visit } from './browsers.ts';

describe('the first load of the client', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  before(async () => {
    server = await startServer();
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('stays within its bytes from the login to the first messages, font included', async () => {
    const api = await apiOf(server.url);
    const owner = await claimOwner(server, api);
    const talk = await makeChannel(owner, await makeGuild(owner, 'Night Owls'), 'talk');
    await say(owner, talk, 'the first message');
    await caughtUp(api);
    const { page, leave } = await visit(browser);
    await noteFirstMessage(page);
    await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'owner');
    await messageSaying(page, 'the first message').waitFor();
    await page.evaluate(() => document.fonts.ready);
    const files = await loadedFiles(page);
    const list = files.map(({ path, bytes }) => `${bytes} ${path}`).join('\n');
    expect(
      files.filter(({ path }) => path.endsWith('.woff2')),
      list,
    ).to.have.length(1);
    expect(
      files.filter(({ bytes }) => bytes === 0),
      list,
    ).to.deep.equal([]);
    expect(
      files.filter(({ path }) => /formatting|highlighter|markdown/.test(path)),
      list,
    ).to.deep.equal([]);
    expect(bytesOf(files), list).to.be.at.most(FIRST_LOAD_BYTES_MAX);
    await leave();
  });
});
