import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Channel, Role } from '#gateway/protocol/resources.ts';
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
import { expectCount, logIn, messageSaying, seriousFindings, type Visitor, visit } from './browsers.ts';

const UNKNOWN = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const FORMATTING = /\/assets\/formatting-[^/]+\.js$/;
const HIGHLIGHTER = /\/assets\/highlighter-[^/]+\.js$/;

describe('a formatted message', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let owner: Person;
  let ada: Person;
  let talk: Channel;
  let garden: Channel;
  let visitor: Visitor;
  let page: Page;
  const url = (): string => `${server.url}/c/${talk.guild_id}/${talk.channel_id}`;
  const row = (text: string) => messageSaying(page, text).first();
  /** Says a text by the API, and answers the row in which it is drawn. `found` is a text that stands in it. */
  const told = async (content: string, found: string) => {
    await say(owner, talk, content);
    await row(found).waitFor();
    return row(found);
  };

  before(async () => {
    server = await startServer({ registration: 'open' });
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    const guild = await makeGuild(owner, 'Night Owls');
    talk = await makeChannel(owner, guild, 'talk');
    garden = await makeChannel(owner, guild, 'garden');
    ada = await newcomer(api, 'ada');
    await join(owner, guild, ada);
    await say(owner, talk, 'the **first** message\n\nof two paragraphs');
    await caughtUp(api);
    browser = await launchChromium();
    visitor = await visit(browser);
    ({ page } = visitor);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('is plain until the formatting is loaded, and the list then stays at its end', async () => {
    for (let n = 0; n < 40; n += 1) await say(owner, talk, `# line ${n}\n- **one**\n- two\n\n> three`);
    const free = Promise.withResolvers<void>();
    await page.route(FORMATTING, async (route) => {
      await free.promise;
      await route.continue();
    });
    await logIn(page, url(), 'owner');
    await row('# line 39').waitFor();
    await expectCount(page.locator('.content h3'), 0);
    const fromEnd = () =>
      page.getByRole('feed').evaluate((view) => view.scrollHeight - view.clientHeight - view.scrollTop);
    expect(await fromEnd()).to.be.below(2);
    free.resolve();
    await row('line 39').locator('h3').waitFor();
    await page.waitForFunction(() => {
      const view = document.querySelector('[role=feed]');
      return view !== null && view.scrollHeight - view.clientHeight - view.scrollTop < 2;
    });
    const overlaps = await page.locator('.virtual-row').evaluateAll((rows) =>
      rows.slice(1).filter((one, at) => {
        const above = rows[at]?.getBoundingClientRect().bottom ?? 0;
        return Math.abs(one.getBoundingClientRect().top - above) > 1;
      }),
    );
    expect(overlaps).to.have.length(0);
  });

  it('has the elements of its formatting', async () => {
    const said = await told(
      '**bold** __under__ ~~struck~~ *slant* `code` tells\n\n1. one\n2. two\n\n> quoted\n\n|a|b|\n|-|-:|\n|c|d|',
      'tells',
    );
    for (const [element, text] of Object.entries({
      strong: 'bold',
      u: 'under',
      s: 'struck',
      em: 'slant',
      code: 'code',
      blockquote: 'quoted',
      'ol li:nth-child(2)': 'two',
      'th:nth-child(2)': 'b',
      'td[data-align=right]': 'd',
    }))
      expect(await said.locator(`.content ${element}`).textContent(), element).to.equal(text);
  });

  it('shows HTML as text', async () => {
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script> [x](javascript:alert(1))';
    const said = await told(`**hostile** ${hostile}`, 'hostile');
    expect(await said.locator('.content').textContent()).to.equal(`hostile ${hostile}`);
    await expectCount(said.locator('.content :is(img, script, a)'), 0);
  });

  it('hides a spoiler until it is pressed, by mouse or by key', async () => {
    const said = await told('the end: ||the **owl** did it|| and ||so did I||', 'the end:');
    const covers = said.getByRole('button', { name: 'Spoiler. Press to show it.' });
    await expectCount(covers, 2);
    expect(await said.getAttribute('aria-label')).to.include('the end: ▒▒▒ and ▒▒▒');
    await covers.first().click();
    await said.locator('strong', { hasText: 'owl' }).waitFor();
    await said.focus();
    await covers.first().focus();
    await page.keyboard.press('Enter');
    await said.getByText('so did I').waitFor();
    await expectCount(covers, 0);
  });

  it('says the host of a link whose text is another one', async () => {
    const said = await told(
      '[https://bank.example](https://evil.example/login) or https://kind.example',
      'bank.example',
    );
    await said.getByRole('link', { name: 'https://bank.example' }).click();
    const asked = page.getByRole('dialog', { name: 'This link leads to' });
    await asked.getByText('evil.example', { exact: true }).waitFor();
    const open = asked.getByRole('link', { name: 'Open link' });
    expect(await open.getAttribute('href')).to.equal('https://evil.example/login');
    expect(await open.getAttribute('rel')).to.equal('noopener noreferrer nofollow');
    await page.keyboard.press('Escape');
    await asked.waitFor({ state: 'detached' });
    const kind = said.getByRole('link', { name: 'https://kind.example' });
    expect(await kind.getAttribute('rel')).to.equal('noopener noreferrer nofollow');
    expect(await kind.getAttribute('aria-haspopup')).to.equal(null);
  });

  it('colours code with a part that no other message loads, and copies it', async () => {
    const loaded = () =>
      page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
    expect((await loaded()).filter((path) => HIGHLIGHTER.test(path))).to.deep.equal([]);
    const code = 'const a = 1; // <b>\nreturn "x";';
    const said = await told(`\`\`\`ts\n${code}\n\`\`\``, 'const a');
    await said.locator('[data-code=keyword]', { hasText: 'const' }).waitFor();
    expect(await said.locator('pre').textContent()).to.equal(code);
    await said.getByRole('button', { name: 'Copy code' }).click();
    await page.getByText('Copied').first().waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal(code);
    expect((await loaded()).filter((path) => HIGHLIGHTER.test(path))).to.have.length(1);
  });

  it('names users, roles and channels as they are called today', async () => {
    const said = await told(
      `pill <@${ada.userId}> <@${owner.userId}> <@${UNKNOWN}> <#${garden.channel_id}> <#${UNKNOWN}> <@&${UNKNOWN}>`,
      'pill',
    );
    const pills = () => said.locator('.mention').allTextContents();
    expect(await pills()).to.deep.equal(['@ada', '@owner', '@unknown', '#garden', '#unknown']);
    expect(await said.locator('.content').textContent()).to.include('#unknown @unknown role');
    expect(await said.locator('.mention.mine').allTextContents()).to.deep.equal(['@owner']);
    expect(await said.getAttribute('class')).to.include('calls-me');
    expect(await said.getAttribute('aria-label')).to.include('pill @ada @owner @unknown #garden');
    await ada.api('PATCH', `/guilds/${talk.guild_id}/members/me`, { body: { nickname: 'Countess' } });
    await said.getByRole('button', { name: '@Countess' }).click();
    await page.getByRole('dialog', { name: /Countess/ }).waitFor();
    await page.keyboard.press('Escape');
    await said.getByRole('button', { name: '#garden' }).click();
    await page.getByRole('heading', { name: 'garden', exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'talk', exact: true }).waitFor();
  });

  it('calls its reader only where its author had the right to', async () => {
    const { role_id: mods } = (
      await owner.api('POST', `/guilds/${talk.guild_id}/roles`, { body: { name: 'mods' } })
    ).as(Role);
    await owner.api('PUT', `/guilds/${talk.guild_id}/members/${owner.userId}/roles/${mods}`);
    await say(ada, talk, `a try: @everyone @here <@&${mods}>`);
    const tried = row('a try:');
    await tried.locator('.content', { hasText: 'a try: @everyone @here @mods' }).waitFor();
    await expectCount(tried.locator('.mention'), 0);
    expect(await tried.getAttribute('class')).not.to.include('calls-me');
    await say(owner, talk, `a call: @everyone <@&${mods}>`);
    const called = row('a call:');
    await called.locator('.mention.mine', { hasText: '@mods' }).waitFor();
    expect(await called.locator('.mention.mine').allTextContents()).to.deep.equal(['@everyone', '@mods']);
    expect(await called.getAttribute('class')).to.include('calls-me');
  });

  it('shows a moment as its reader writes it', async () => {
    const said = await told('moment <t:0:D> <t:0:R>', 'moment');
    const [day, ago] = await said.locator('time.moment').allTextContents();
    expect(day).to.match(/19(?:69|70)/);
    expect(ago).to.match(/^\d+ years ago$/);
    expect(await said.locator('time.moment').first().getAttribute('datetime')).to.equal('1970-01-01T00:00:00.000Z');
  });

  it('keeps the mark of an edit in its last line', async () => {
    const { message_id: id } = await say(owner, talk, 'edited one\n\n- a');
    await owner.api('PATCH', `/channels/${talk.channel_id}/messages/${id}`, {
      body: { content: '- a\n\nedited **two**' },
    });
    const said = row('edited two');
    const [text, mark] = [said.locator('.content > p'), said.locator('.edited')];
    await mark.waitFor();
    expect((await mark.boundingBox())?.y).to.be.closeTo((await text.boundingBox())?.y ?? 0, 6);
  });

  it('scrolls a wide table and a long code in a frame of their own, on a phone too', async () => {
    const wide = `|${Array.from({ length: 14 }, (_, n) => `column${n}`).join('|')}|`;
    await told(`${wide}\n|${'-|'.repeat(14)}\n${wide}`, 'column13');
    await told(`\`\`\`\n${'long '.repeat(60)}\n\`\`\``, 'long long');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForFunction(() => document.querySelector('.message-table') !== null);
    const wider = await page
      .locator('.message-table, .code-scroll')
      .evaluateAll((frames) =>
        frames.map((frame) => [
          frame.scrollWidth > frame.clientWidth,
          frame.getBoundingClientRect().right <= innerWidth,
        ]),
      );
    expect(wider).to.deep.include([true, true]);
    expect(wider.filter(([, inside]) => inside !== true)).to.deep.equal([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('breaks no rule for people with other needs, and no policy of the page', async () => {
    expect(await seriousFindings(page)).to.deep.equal([]);
    expect(visitor.faults).to.deep.equal([]);
    await visitor.leave();
  });
});
