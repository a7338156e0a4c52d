import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Channel, type Guild, Invite } from '#gateway/protocol/resources.ts';
import {
  everyMessage,
  join,
  makeChannel,
  makeGuild,
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { community } from '#infra/workshop/testkit/community.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { channelButton, composer, everyFinding, expectCount, logIn, type Visitor, visit } from './browsers.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const focusedText = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const at = document.activeElement;
    return at instanceof HTMLTextAreaElement ? at.value : null;
  });

describe('a place that disappears', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let ada: Person;
  let bob: Person;
  let guild: Guild;
  let general: Channel;
  let plans: Channel;
  let visitor: Visitor;
  let page: Page;
  const url = (channel: Channel): string => `${server.url}/c/${channel.guild_id}/${channel.channel_id}`;
  const said = async (): Promise<ReadonlyArray<string | null>> =>
    (await everyMessage(ada, general)).map(({ content }) => content);
  before(async () => {
    server = await startServer();
    const here = await community(server, { owner: 'ada', channels: ['square'], members: ['bob'] });
    ({ owner: ada, guild } = here);
    ({ bob } = here.members);
    general = here.channels.square;
    browser = await launchChromium();
    visitor = await visit(browser);
    ({ page } = visitor);
    await logIn(page, url(general), 'bob');
    await composer(page).waitFor();
  });
  beforeEach(async () => {
    plans = await makeChannel(ada, guild, 'plans');
    // The story of the removal leaves its channel, and the new one stands below it.
    await channelButton(page, 'plans').last().click();
    await heading(page, 'plans').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('keeps the caret and the text of a user who types, and sends nothing anywhere', async () => {
    await page.keyboard.type('half a secret ');
    await ada.api('DELETE', pathOf(plans));
    await heading(page, '#plans was deleted').waitFor();
    await page.getByText('ada did this.').waitFor();
    await page.keyboard.type('second half');
    await page.keyboard.press('Enter');
    expect(await focusedText(page)).to.equal('half a secret second half');
    expect(new URL(page.url()).pathname).to.include(plans.channel_id);
    await page.getByRole('button', { name: 'Copy text' }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal('half a secret second half');
    await page.getByRole('button', { name: '#square', exact: true }).click();
    await heading(page, 'square').waitFor();
    expect(await composer(page).inputValue()).to.equal('');
    expect(await said()).to.deep.equal([]);
  });

  it('says so over a reload, and still offers the text', async () => {
    await page.keyboard.type('a long thought');
    await ada.api('DELETE', pathOf(plans));
    await heading(page, '#plans was deleted').waitFor();
    await page.reload();
    await heading(page, 'This channel does not exist, or you cannot see it').waitFor();
    await page.getByRole('button', { name: 'Copy text' }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal('a long thought');
    await page.getByRole('button', { name: '#square', exact: true }).click();
    await heading(page, 'square').waitFor();
  });

  it('is left for another channel by the user who deleted it', async () => {
    const own = await visit(browser);
    await logIn(own.page, url(plans), 'ada');
    await heading(own.page, 'plans').waitFor();
    await own.page.getByRole('button', { name: '#plans: channel menu' }).click();
    await own.page.getByRole('menuitem', { name: 'Delete channel' }).click();
    await own.page.getByRole('dialog').getByRole('button', { name: 'Delete channel' }).click();
    await composer(own.page).waitFor();
    await heading(own.page, 'plans').waitFor({ state: 'detached' });
    await heading(own.page, '#plans was deleted').waitFor({ state: 'detached' });
    await own.leave();
  });

  it('tells a user who was removed from a guild by whom and why, and what to do next', async () => {
    await page.keyboard.type('still here');
    await ada.api('POST', `/guilds/${guild.guild_id}/members/${bob.userId}/kick`, { body: { reason: 'too loud' } });
    await heading(page, 'You were removed from Night Owls').waitFor();
    await page.getByText('ada did this.').waitFor();
    await page.getByText('Reason: too loud').waitFor();
    await page.keyboard.press('Enter');
    expect(await focusedText(page)).to.equal('still here');
    await page.getByRole('main').getByRole('button', { name: 'Use an invite' }).click();
    const invite = (await ada.api('POST', `/guilds/${guild.guild_id}/invites`, { body: {} })).as(Invite);
    await page.getByLabel('Invite link or code').fill(invite.code);
    await page.getByRole('dialog').getByRole('button', { name: 'Join' }).click();
    await page.getByRole('navigation', { name: 'Communities' }).getByRole('button', { name: 'Night Owls' }).waitFor();
  });

  it('asks the owner of a community for a reason, counts first, and tells the members why it is gone', async () => {
    const brief = await makeGuild(ada, 'Brief');
    await join(ada, brief, bob);
    const den = await makeChannel(ada, brief, 'den');
    await say(bob, den, 'hello');
    await page.goto(url(den));
    await composer(page).waitFor();
    const own = await visit(browser);
    await logIn(own.page, url(den), 'ada');
    await own.page.getByRole('button', { name: 'Brief: community menu' }).click();
    await own.page.getByRole('menuitem', { name: 'Delete community' }).click();
    const question = own.page.getByRole('dialog', { name: 'Delete Brief?' });
    await question.getByText(/^\d+ channels? and 1 message go with it, and 2 members lose it\.$/).waitFor();
    await question.getByLabel('Type Brief to confirm').fill('Brief');
    await question.getByLabel('Reason (optional)').fill('we move elsewhere');
    expect(await everyFinding(own.page)).to.deep.equal([]);
    await question.getByRole('button', { name: 'Delete community' }).click();
    await question.waitFor({ state: 'detached' });
    await heading(page, 'Brief was deleted').waitFor();
    await page.getByText('ada did this.').waitFor();
    await page.getByText('Reason: we move elsewhere').waitFor();
    await page.goto(url(general));
    await composer(page).waitFor();
    await own.leave();
  });

  it('breaks no policy of the page and throws no error', async () => {
    await expectCount(page.getByRole('dialog'), 0);
    expect(visitor.faults.filter((fault) => !fault.includes('404'))).to.deep.equal([]);
  });
});
