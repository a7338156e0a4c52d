import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Channel, ChannelList, Thread } from '#gateway/protocol/resources.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { channelButton, logIn, messageSaying, sayInThread, seriousFindings, type Visitor, visit } from './browsers.ts';

const card = (page: Page, title: string) => page.locator('.post-card', { hasText: title });
const titles = (page: Page): Promise<ReadonlyArray<string>> => page.locator('.post-card strong').allTextContents();
const head = (page: Page) => page.locator('.thread-head :is(h1, h2)');
const pane = (page: Page) => page.locator('.forum');

describe('a forum', function () {
  this.timeout(240_000);
  let server: TestServer;
  let browser: Browser;
  let person: Person;
  let owner: Visitor;
  let tessel: Visitor;
  let place: string;
  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    person = await claimOwner(server, api);
    const guild = await makeGuild(person, 'Night Owls');
    const member = await newcomer(api, 'tessel');
    await join(person, guild, member);
    await caughtUp(api);
    browser = await launchChromium();
    owner = await visit(browser, { viewport: { width: 1280, height: 800 } });
    tessel = await visit(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
    place = `${server.url}/c/${guild.guild_id}`;
    await logIn(owner.page, place, 'owner');
    await channelButton(owner.page, 'general').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const forumOf = async (): Promise<Channel> => {
    const { channels } = (await person.api('GET', `/guilds/${place.split('/').at(-1)}/channels`)).as(ChannelList);
    return channels.find(({ kind }) => kind === 'forum') ?? expect.fail('no forum');
  };

  it('is created with its kind, has a sign of its own in the list, and says that it has no posts', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Create channel: Text channels' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Forum', { exact: true }).click();
    await dialog.getByLabel('Channel name').fill('questions');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.waitFor({ state: 'detached' });
    await pane(page).getByText('No posts yet').waitFor();
    expect(await page.getByRole('textbox', { name: /^Message #/ }).count()).to.equal(0);
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('offers tags, and takes a post with a title, a first message and a tag', async () => {
    const { page } = owner;
    const tags = [
      { tag_id: null, name: 'solved', emoji: '✅', moderated: true },
      { tag_id: null, name: 'lenses', emoji: '🔭', moderated: false },
      { tag_id: null, name: 'weather', emoji: null, moderated: false },
    ];
    await person.api('PATCH', pathOf(await forumOf()), { body: { tags } });
    await page.locator('.forum-bar').getByRole('button', { name: 'lenses' }).waitFor();
    await page.getByRole('button', { name: 'New post' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Post' }).click();
    await dialog.locator('.fault').first().waitFor();
    await dialog.getByLabel('Title').fill('Which lens for the moon?');
    await dialog.getByLabel('First message').fill('I have a **small** mount and look for a wide lens.');
    await dialog.getByRole('button', { name: 'lenses' }).click();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await dialog.getByRole('button', { name: 'Post' }).click();
    await head(page).getByText('Which lens for the moon?').waitFor();
    await messageSaying(page, 'I have a small mount').waitFor();
    await page.locator('.post-tags-line').getByText('lenses').waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('shows its posts on a phone, where a member opens one and answers', async () => {
    const { page } = tessel;
    await logIn(page, `${place}/${(await forumOf()).channel_id}`, 'tessel');
    await card(page, 'Which lens for the moon?').getByText('I have a small mount and look for a wide lens.').waitFor();
    await card(page, 'Which lens for the moon?').getByText('no replies').waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).to.equal(true);
    await card(page, 'Which lens for the moon?').click();
    await messageSaying(page, 'I have a small mount').waitFor();
    await sayInThread(page, 'take the 24 mm one');
    await messageSaying(owner.page, 'take the 24 mm one').waitFor();
  });

  it('puts the post with the last activity first, live, and sorts and filters them', async () => {
    const { page } = tessel;
    await page.getByRole('button', { name: 'Back to #questions' }).click();
    await card(page, 'Which lens').getByText('1 reply').waitFor();
    await page.getByRole('button', { name: 'New post' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'solved' }).isDisabled()).to.equal(true);
    await dialog.getByLabel('Title').fill('Clouds tonight?');
    await dialog.getByLabel('First message').fill('Who has a forecast?');
    await dialog.getByRole('button', { name: 'weather' }).click();
    await dialog.getByRole('button', { name: 'Post' }).click();
    await head(page).getByText('Clouds tonight?').waitFor();
    await page.getByRole('button', { name: 'Back to #questions' }).click();
    await card(page, 'Clouds tonight?').waitFor();
    expect(await titles(page)).to.deep.equal(['Clouds tonight?', 'Which lens for the moon?']);
    await sayInThread(owner.page, 'thank you');
    await messageSaying(owner.page, 'thank you').waitFor();
    await card(page, 'Which lens').getByText('2 replies').waitFor();
    expect(await titles(page)).to.deep.equal(['Which lens for the moon?', 'Clouds tonight?']);
    await page.getByLabel('Sort by').selectOption('begun');
    await page.locator('.post-card').first().getByText('Clouds tonight?').waitFor();
    await page.locator('.forum-bar').getByRole('button', { name: 'lenses' }).click();
    await card(page, 'Clouds tonight?').waitFor({ state: 'detached' });
    expect(await titles(page)).to.deep.equal(['Which lens for the moon?']);
    await page.locator('.forum-bar').getByRole('button', { name: 'lenses' }).click();
    await page.getByLabel('Sort by').selectOption('activity');
    await card(page, 'Clouds tonight?').waitFor();
  });

  it('gives a post other tags, and shows archived posts behind the others', async () => {
    const { page } = owner;
    await page.locator('.thread-head').getByRole('button', { name: 'Menu of the thread Which lens' }).click();
    await page.getByRole('menuitem', { name: 'Change the tags' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'solved' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.post-tags-line').getByText('solved').waitFor();
    await card(tessel.page, 'Which lens').getByText('solved').waitFor();
    await page.locator('.thread-head').getByRole('button', { name: 'Menu of the thread Which lens' }).click();
    await page.getByRole('menuitem', { name: 'Archive the thread' }).click();
    await card(tessel.page, 'Which lens').waitFor({ state: 'detached' });
    await tessel.page.getByRole('button', { name: 'Show archived posts' }).click();
    await card(tessel.page, 'Which lens').waitFor();
    await card(page, 'Clouds tonight?').waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('marks the post beside its list, and drops one that was deleted while the user was away', async () => {
    await card(owner.page, 'Clouds tonight?').click();
    await owner.page.locator('.post-card[aria-current]', { hasText: 'Clouds tonight?' }).waitFor();
    expect(await owner.page.locator('.post-card[aria-current]').count()).to.equal(1);
    for (const colorScheme of ['dark', 'light'] as const) {
      await owner.page.emulateMedia({ colorScheme });
      expect(await seriousFindings(owner.page)).to.deep.equal([]);
    }
    const body = { name: 'Gone soon', content: 'nothing to see' };
    const soon = (await person.api('POST', `${pathOf(await forumOf())}/threads`, { body })).as(Thread);
    await card(tessel.page, 'Gone soon').waitFor();
    await tessel.page.context().setOffline(true);
    await person.api('DELETE', pathOf(soon));
    await card(owner.page, 'Gone soon').waitFor({ state: 'detached' });
    await tessel.page.context().setOffline(false);
    await card(tessel.page, 'Gone soon').waitFor({ state: 'detached' });
    await card(tessel.page, 'Clouds tonight?').waitFor();
  });

  it('keeps its posts to readers, and says so where a member may not begin one', async () => {
    const { page } = tessel;
    const forum = await forumOf();
    const body = { allow: [], deny: ['create_threads'] };
    await person.api('PUT', `${pathOf(forum)}/overwrites/role/${forum.guild_id}`, { body });
    await page.getByRole('button', { name: 'New post' }).waitFor({ state: 'detached' });
    await card(page, 'Clouds tonight?').waitFor();
  });

  it('leaves no error in either page', () => {
    expect([...owner.faults, ...tessel.faults]).to.deep.equal([]);
  });
});
