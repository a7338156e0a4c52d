import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Channel } from '#gateway/protocol/resources.ts';
import { apiOf, caughtUp, claimOwner, everyMessage, type Person } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { madeUpLines } from '#infra/workshop/testkit/conversation.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { drawnIds, logIn, messageSaying, say, type Visitor, visit } from './browsers.ts';

const LINES = madeUpLines(9_000);
const NAME = 'garden';
const said = LINES.map((line): { channel: string; text: string } => JSON.parse(line))
  .filter(({ channel }) => channel === NAME)
  .map(({ text }) => text);
/** Pixels of one turn. The list draws more, so that two turns draw some messages in common. */
const TURN = 1_100;
const drawnFrames = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

describe('an imported channel of three thousand messages', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let visitor: Visitor;
  let owner: Person;
  let channel: Channel;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const source = (async function* () {
      yield Buffer.from(`${LINES.join('\n')}\n`);
    })();
    const signal = new AbortController().signal;
    const { guildId } = await server.importConversation({
      guildName: 'Old Times',
      source,
      onProgress: () => undefined,
      signal,
    });
    await caughtUp(api);
    const channels = (await owner.api('GET', `/guilds/${guildId}/channels`)).body as {
      readonly channels: ReadonlyArray<Channel>;
    };
    const found = channels.channels.find(({ name }) => name === NAME);
    if (found === undefined) throw new Error(`no channel ${NAME} was imported`);
    channel = found;
    browser = await launchChromium();
    visitor = await visit(browser);
    await logIn(visitor.page, `${server.url}/c/${channel.guild_id}/${channel.channel_id}`, 'owner');
    await visitor.page.locator('[data-message]').first().waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('draws each message up to the first one, in the order of the file', async () => {
    const { page } = visitor;
    const messages = await everyMessage(owner, channel);
    expect(messages.map(({ content }) => content)).to.deep.equal(said);
    const order: ReadonlyArray<string> = messages.map(({ message_id }) => message_id);
    const drawn = new Set<string>();
    let most = 0;
    await page.getByRole('feed').hover();
    const beginning = page.getByRole('heading', { name: `Welcome to #${NAME}` });
    for (let turn = 0; turn < 2_000 && drawn.size < order.length; turn += 1) {
      const here = await drawnIds(page);
      most = Math.max(most, here.length);
      const from = order.indexOf(here[0] ?? '');
      expect(here).to.deep.equal(order.slice(from, from + here.length));
      for (const id of here) drawn.add(id);
      await page.mouse.wheel(0, -TURN);
      await drawnFrames(page);
    }
    await beginning.waitFor();
    expect(order.filter((id) => !drawn.has(id))).to.deep.equal([]);
    expect(most).to.be.within(20, 120);
  });

  it('returns to the present with one press and shows a new message at its end', async () => {
    const { page } = visitor;
    await page.locator('.jump').click();
    await say(page, 'and what has become of it');
    await messageSaying(page, 'and what has become of it').waitFor();
    const order = (await everyMessage(owner, channel)).map(({ message_id }) => message_id);
    expect((await drawnIds(page)).at(-1)).to.equal(order.at(-1));
    expect(visitor.faults).to.deep.equal([]);
  });
});
