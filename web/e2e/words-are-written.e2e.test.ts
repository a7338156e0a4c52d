import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type Channel, Role } from '#gateway/protocol/resources.ts';
import { caughtUp, makeChannel, pathOf, say as sayAs } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { type Community, community } from '#infra/workshop/testkit/community.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, everyFinding, expectCount, logIn, messageSaying, type Visitor, visit } from './browsers.ts';
import { logInAnyhow } from './walk.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The texts of the messages and edits that a page sends, in their order. */
const sentBy = (page: Page) => {
  const sent: string[] = [];
  let heard = (): void => {};
  const take = (content: unknown): void => {
    sent.push(String(content));
    heard();
  };
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const { t, d } = JSON.parse(String(payload)) as { t: string; d: { content?: unknown } };
      if (t === 'message_create') take(d.content);
    });
  });
  page.on('request', (request) => {
    if (request.method() === 'PATCH' && /\/messages\//.test(request.url())) take(request.postDataJSON().content);
  });
  return async (): Promise<string> => {
    while (sent.length === 0)
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    return sent.shift() ?? '';
  };
};

const options = (page: Page) => page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
const formats = (page: Page) => page.getByRole('toolbar', { name: 'Format the selected text' });
const textIn = (page: Page): Promise<string> => composer(page).inputValue();
const shownNames = async (page: Page): Promise<ReadonlyArray<string>> => {
  await options(page).first().waitFor();
  return options(page).locator('.suggested-name').allTextContents();
};
const select = (page: Page, from: number, to: number): Promise<void> =>
  composer(page).evaluate((field, at) => (field as HTMLTextAreaElement).setSelectionRange(at[0], at[1]), [
    from,
    to,
  ] as const);
const selected = (page: Page): Promise<string> =>
  composer(page).evaluate((field) => {
    const { value, selectionStart, selectionEnd } = field as HTMLTextAreaElement;
    return value.slice(selectionStart, selectionEnd);
  });
/** Copies a rich text and its plain form, as another page or a word processor does. */
const copyRich = (page: Page, markup: string, plain: string): Promise<void> =>
  page.evaluate(
    ([html, text]) =>
      navigator.clipboard.write([
        new ClipboardItem({
          'text/html': new Blob([html], { type: 'text/html' }),
          'text/plain': new Blob([text], { type: 'text/plain' }),
        }),
      ]),
    [markup, plain] as const,
  );
const holds = (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction(
    (wanted) => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value === wanted,
    text,
  );

describe('words are written', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let here: Community<'talk', 'ada' | 'bob' | 'cleo' | 'bobby'>;
  let crew: Role;
  let attic: Channel;
  let ada: Visitor;
  let page: Page;
  let nextSent: () => Promise<string>;
  const user = (name: 'ada' | 'bob' | 'cleo' | 'bobby'): string => `<@${here.members[name].userId}>`;

  before(async () => {
    server = await startServer();
    here = await community(server, { channels: ['talk'], members: ['ada', 'bob', 'cleo', 'bobby'] });
    const { owner, guild } = here;
    const roles = `/guilds/${guild.guild_id}/roles`;
    crew = (await owner.api('POST', roles, { body: { name: 'Night Crew', color: '#b06000', mentionable: true } })).as(
      Role,
    );
    await owner.api('POST', roles, { body: { name: 'Quiet Ones' } });
    attic = await makeChannel(owner, guild, 'the attic');
    const nickname = (name: 'cleo', nick: string) =>
      owner.api('PATCH', `/guilds/${guild.guild_id}/members/${here.members[name].userId}`, {
        body: { nickname: nick },
      });
    await nickname('cleo', 'Star Gazer');
    for (const text of ['first', 'second', 'third']) await sayAs(here.members.bobby, here.channels.talk, text);
    await caughtUp(here.api);
    browser = await launchChromium();
    ada = await visit(browser);
    page = ada.page;
    nextSent = sentBy(page);
    const { talk } = here.channels;
    await logIn(page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'ada');
    await messageSaying(page, 'third').waitFor();
    await page.getByRole('complementary', { name: 'Members' }).getByText('Star Gazer').waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('with the names of people, by keys alone', async () => {
    await page.locator('body').press('h');
    await page.keyboard.type('i @');
    expect(await shownNames(page), 'the last author first').to.deep.equal([
      'bobby',
      'ada',
      'bob',
      'Night Crew',
      'owner',
      'Star Gazer',
    ]);
    await page.keyboard.type('bo');
    await expectCount(options(page), 2);
    const field = composer(page);
    const list = page.getByRole('listbox', { name: 'Suggestions' });
    expect(await field.getAttribute('aria-controls')).to.equal(await list.getAttribute('id'));
    const activeId = () => field.getAttribute('aria-activedescendant');
    expect(await activeId()).to.equal(await options(page).nth(0).getAttribute('id'));
    await page.keyboard.press('ArrowDown');
    expect(await activeId()).to.equal(await options(page).nth(1).getAttribute('id'));
    expect(await options(page).nth(1).getAttribute('aria-selected')).to.equal('true');
    await page.getByText('2 suggestions').waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await holds(page, 'hi @bob ');
    expect(await activeId()).to.equal(null);
    await page.keyboard.type('and @star g');
    await expectCount(options(page), 1);
    await page.keyboard.press('Tab');
    await page.keyboard.type('of @night');
    await expectCount(options(page), 1);
    await page.keyboard.press('Tab');
    await page.keyboard.type('in #att');
    await expectCount(options(page), 1);
    await page.keyboard.press('Tab');
    await holds(page, 'hi @bob and @Star Gazer of @Night Crew in #the attic ');
    await page.keyboard.press('Enter');
    expect(await nextSent()).to.equal(
      `hi ${user('bob')} and ${user('cleo')} of <@&${crew.role_id}> in <#${attic.channel_id}>`,
    );
  });

  it('with names that were typed, and without names in code', async () => {
    await composer(page).pressSequentially('@bobby: `@bob` and @Quiet Ones, mail me@bob.example');
    await page.keyboard.press('Enter');
    expect(await nextSent()).to.equal(`${user('bobby')}: \`@bob\` and @Quiet Ones, mail me@bob.example`);
  });

  it('without suggestions in a fence and an address, and after Escape', async () => {
    await composer(page).pressSequentially('@bo');
    await expectCount(options(page), 2);
    await page.keyboard.press('Escape');
    await expectCount(options(page), 0);
    await page.keyboard.type('b');
    await expectCount(options(page), 0);
    expect(await textIn(page)).to.equal('@bob');
    await composer(page).fill('');
    await composer(page).pressSequentially('https://x.example/@bo');
    await expectCount(options(page), 0);
    await composer(page).fill('```\n');
    await composer(page).pressSequentially('@bo');
    await expectCount(options(page), 0);
    await composer(page).fill('');
  });

  it('with emoji by their names, the recent ones first', async () => {
    await composer(page).pressSequentially('so :o');
    await expectCount(options(page), 0);
    await page.keyboard.type('wl');
    await options(page).first().waitFor();
    await page.keyboard.press('Enter');
    await holds(page, 'so 🦉 ');
    await page.keyboard.press('Control+e');
    const picker = page.getByRole('dialog', { name: 'Emoji' });
    await picker.getByRole('searchbox').fill('telescope');
    await page.keyboard.press('Enter');
    await holds(page, 'so 🦉 🔭');
    expect(await composer(page).evaluate((field) => document.activeElement === field), 'the focus').to.equal(true);
    await page.keyboard.press('Enter');
    expect(await nextSent()).to.equal('so 🦉 🔭');
  });

  it('as names again while a message is edited, and as empty edits that ask', async () => {
    await composer(page).pressSequentially('see @Star Gazer');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    expect(await nextSent()).to.equal(`see ${user('cleo')}`);
    await page.locator('.pending').waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowUp');
    const box = page.getByRole('textbox', { name: 'Edit message' });
    await box.waitFor();
    expect(await box.inputValue()).to.equal('see @Star Gazer');
    await box.press('End');
    await page.keyboard.type(' and @bobb');
    await options(page).first().waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await nextSent()).to.equal(`see ${user('cleo')} and ${user('bobby')}`);
    await composer(page).press('ArrowUp');
    await box.fill('');
    await box.press('Enter');
    const question = page.getByRole('dialog', { name: 'Delete message?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await composer(page).press('ArrowUp');
    await box.press('Escape');
    await box.waitFor({ state: 'detached' });
  });

  it('in formats by keys, which the browser takes back', async () => {
    await composer(page).fill('loud and clear');
    await select(page, 0, 4);
    await page.keyboard.press('Control+b');
    await holds(page, '**loud** and clear');
    expect(await selected(page)).to.equal('loud');
    await page.keyboard.press('Control+i');
    await holds(page, '***loud*** and clear');
    await page.keyboard.press('Control+b');
    await holds(page, '*loud* and clear');
    await page.keyboard.press('Control+z');
    await holds(page, '***loud*** and clear');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await holds(page, 'loud and clear');
    for (const [keys, made] of [
      ['Control+u', '__loud__ and clear'],
      ['Control+Shift+x', '~~loud~~ and clear'],
      ['Control+e', '`loud` and clear'],
    ] as const) {
      await select(page, 0, 4);
      await page.keyboard.press(keys);
      await holds(page, made);
      await page.keyboard.press('Control+z');
      await holds(page, 'loud and clear');
    }
    await select(page, 0, 4);
    await page.keyboard.press('Control+k');
    await holds(page, '[loud](https://) and clear');
    expect(await selected(page)).to.equal('https://');
    await page.keyboard.press('Control+z');
    await holds(page, 'loud and clear');
  });

  it('while keys without a selected text keep their meaning', async () => {
    await composer(page).press('End');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await composer(page).press('Control+i');
    await page.getByRole('dialog').getByText('No mentions yet').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const members = page.getByRole('complementary', { name: 'Members' });
    await composer(page).press('Control+u');
    await members.waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+u');
    await members.waitFor();
    expect(await textIn(page)).to.equal('loud and clear');
    await composer(page).fill('');
  });

  it('in formats by the keys that the user chose, also after a reload', async () => {
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    const bold = (keys: string) => help.getByRole('button', { name: `Bold (with a selected text): ${keys}.` });
    await page.keyboard.press('Control+/');
    await bold('Ctrl B').click();
    await page.keyboard.press('Control+i');
    await help.getByText('“Italic (with a selected text)” has the same keys.').waitFor();
    await bold('Ctrl I').click();
    await page.keyboard.press('Control+j');
    await bold('Ctrl J').waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    for (const reload of [false, true]) {
      if (reload) {
        await composer(page).fill('');
        await page.reload();
      }
      await composer(page).fill('loud and clear');
      await select(page, 0, 4);
      await page.locator('.format-bar').waitFor();
      await page.keyboard.press('Control+j');
      await holds(page, '**loud** and clear');
      await page.keyboard.press('Control+b');
      await formats(page).getByRole('button', { name: 'Bold' }).hover();
      await page.locator('.tip', { hasText: 'Bold' }).filter({ hasText: 'Ctrl J' }).waitFor();
      expect(await textIn(page)).to.equal('**loud** and clear');
    }
    await composer(page).fill('');
    await page.keyboard.press('Control+/');
    await help.getByRole('button', { name: 'Restore all' }).click();
    await bold('Ctrl B').waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
  });

  it('in formats by the toolbar over a selected text', async () => {
    await composer(page).pressSequentially('the end of it');
    await expectCount(formats(page), 0);
    await composer(page).dblclick({ position: { x: 20, y: 12 } });
    await formats(page).waitFor();
    expect(await formats(page).getByRole('button').count()).to.equal(8);
    await formats(page).getByRole('button', { name: 'Bold' }).hover();
    await page.locator('.tip', { hasText: 'Bold' }).filter({ hasText: 'Ctrl B' }).waitFor();
    await formats(page).getByRole('button', { name: 'Spoiler' }).click();
    await holds(page, '||the|| end of it');
    // By keys: Tab leads into the toolbar, and Escape back to the text, which is still selected.
    await page.keyboard.press('Tab');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate(() => document.activeElement?.ariaLabel)).to.equal('Quote');
    await page.keyboard.press('Escape');
    expect(await selected(page)).to.equal('the');
    await page.keyboard.press('Tab');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await holds(page, '> ||the|| end of it');
    await composer(page).press('End');
    await expectCount(formats(page), 0);
    await composer(page).fill('');
  });

  it('as Markdown from a rich text, and plain when the user says so', async () => {
    await copyRich(
      page,
      '<p>Bring the <b>long</b> table, see <a href="https://example.org/list">the list</a>:</p><ul><li>one</li><li>two</li></ul>',
      'Bring the long table',
    );
    await composer(page).press('Control+v');
    await holds(page, 'Bring the **long** table, see [the list](https://example.org/list):\n\n- one\n- two');
    await page.keyboard.press('Control+z');
    await holds(page, '');
    await page.keyboard.press('Control+Shift+v');
    await holds(page, 'Bring the long table');
    await select(page, 6, 9);
    await page.evaluate(() => navigator.clipboard.writeText('https://example.org/(x)'));
    await page.keyboard.press('Control+v');
    await holds(page, 'Bring [the](https://example.org/%28x%29) long table');
    await composer(page).fill('');
  });

  it('over many lines, while the newest message stays in view', async () => {
    const newest = page.locator('[data-message]').last();
    await newest.scrollIntoViewIfNeeded();
    for (let line = 0; line < 30; line += 1) await composer(page).press('Shift+Enter');
    const height = await composer(page).evaluate((field) => field.clientHeight);
    expect(height).to.be.greaterThan(200);
    expect(height, 'a share of the screen').to.be.at.most(800 * 0.4 + 1);
    expect(await composer(page).evaluate((field) => field.scrollHeight)).to.be.greaterThan(height);
    await page.waitForFunction(() => {
      const feed = document.querySelector('[role=feed]');
      const rows = document.querySelectorAll('[data-message]');
      const last = rows[rows.length - 1]?.getBoundingClientRect();
      return feed !== null && last !== undefined && last.bottom <= feed.getBoundingClientRect().bottom + 1;
    });
    await composer(page).fill('');
  });

  it('with a count near the limit that knows how long a name becomes', async () => {
    await composer(page).fill(`${'x'.repeat(1_960)} @bob`);
    await page.getByText('10 characters left').first().waitFor();
    await composer(page).fill(`${'x'.repeat(1_980)} @bob`);
    await page.getByText('10 characters too many').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    expect(await textIn(page), 'it is not sent').to.match(/@bob$/);
    await composer(page).fill('');
  });

  it('and kept for each channel over a reload, with the chosen names', async () => {
    await sayAs(here.members.cleo, here.channels.talk, 'a moment');
    await here.owner.api('PATCH', `/guilds/${here.guild.guild_id}/members/${here.members.bobby.userId}`, {
      body: { nickname: 'bob' },
    });
    await page.getByRole('complementary', { name: 'Members' }).getByText('bobby').waitFor({ state: 'detached' });
    await composer(page).pressSequentially('ask @bob');
    await expectCount(options(page), 2);
    await options(page).filter({ hasText: 'bobby' }).click();
    await holds(page, 'ask @bobby ');
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByRole('heading', { name: 'the attic', exact: true }).waitFor();
    await holds(page, '');
    await composer(page).fill('half a thought');
    await page.reload();
    await page.getByRole('heading', { name: 'the attic', exact: true }).waitFor();
    await holds(page, 'half a thought');
    await composer(page).fill('');
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByRole('heading', { name: 'talk', exact: true }).waitFor();
    await holds(page, 'ask @bobby ');
    await composer(page).press('Enter');
    expect(await nextSent()).to.equal(`ask ${user('bobby')}`);
  });

  it('by input methods, whose Enter sends nothing', async () => {
    const session = await page.context().newCDPSession(page);
    await composer(page).focus();
    await session.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    const press = (init: { readonly isComposing?: boolean; readonly keyCode?: number }): Promise<boolean> =>
      composer(page).evaluate((field, spec) => {
        const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...spec });
        return field.dispatchEvent(event);
      }, init);
    expect(await press({ isComposing: true }), 'a key of the composition').to.equal(true);
    await session.send('Input.insertText', { text: '日本' });
    await holds(page, '日本');
    // Safari ends the composition first, and sends its Enter afterwards with the old code.
    expect(await press({ keyCode: 229 }), 'the key after the composition').to.equal(true);
    expect(await textIn(page)).to.equal('日本');
    await page.keyboard.press('Enter');
    expect(await nextSent()).to.equal('日本');
  });

  it('under the rule of a channel, which says when and why not', async () => {
    const path = pathOf(here.channels.talk);
    await here.owner.api('PATCH', path, { body: { slow_mode_secs: 60 } });
    await page.locator('.writing-rule').waitFor();
    await page.locator('.writing-rule.waits').waitFor();
    await composer(page).fill('too early');
    await page.keyboard.press('Enter');
    expect(await textIn(page)).to.equal('too early');
    await here.owner.api('PATCH', path, { body: { slow_mode_secs: 0 } });
    await page.locator('.writing-rule').waitFor({ state: 'detached' });
    await here.owner.api('PUT', `${path}/overwrites/role/${here.guild.guild_id}`, {
      body: { allow: [], deny: ['send_messages'] },
    });
    await page.locator('.writing-rule.closed').waitFor();
    expect(await textIn(page), 'the text stays').to.equal('too early');
    await here.owner.api('DELETE', `${path}/overwrites/role/${here.guild.guild_id}`);
    await page.locator('.writing-rule').waitFor({ state: 'detached' });
    await composer(page).fill('');
  });

  it('as the help says, with no fault of accessibility', async () => {
    await page.keyboard.press('Control+/');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByText('Bold (with a selected text)').waitFor();
    await help.getByText('Take the suggestion').waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await composer(page).pressSequentially('@');
    await options(page).first().waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await composer(page).fill('bold words');
    await select(page, 0, 4);
    await formats(page).waitFor();
    expect(await everyFinding(page)).to.deep.equal([]);
    await composer(page).fill('');
  });

  it('by touch on a phone, in German', async () => {
    const cleo = await visit(browser, { ...PHONE, locale: 'de-DE', colorScheme: 'light' });
    const phone = cleo.page;
    const sent = sentBy(phone);
    const { talk } = here.channels;
    await logInAnyhow(phone, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'cleo');
    const field = phone.locator('.composer textarea');
    await field.tap();
    await phone.keyboard.type('@ad');
    const list = phone.getByRole('listbox', { name: 'Vorschläge' });
    await list.getByRole('option', { name: /ada/ }).tap();
    await holds(phone, '@ada ');
    expect(await field.evaluate((area) => document.activeElement === area), 'the keyboard stays').to.equal(true);
    await phone.keyboard.type('schau ');
    await field.evaluate((area) => (area as HTMLTextAreaElement).setSelectionRange(5, 10));
    await phone
      .getByRole('toolbar', { name: 'Ausgewählten Text formatieren' })
      .getByRole('button', { name: 'Fett' })
      .tap();
    await holds(phone, '@ada **schau** ');
    const { width } = phone.viewportSize() ?? { width: 0 };
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).to.equal(width);
    await phone.getByRole('button', { name: 'Nachricht senden' }).tap();
    expect(await sent()).to.equal(`${user('ada')} **schau**`);
    expect(cleo.faults).to.deep.equal([]);
    await cleo.leave();
  });

  it('as they stand, when the part that finds names cannot be loaded', async () => {
    const bob = await visit(browser);
    const sent = sentBy(bob.page);
    await bob.page.route(/\/assets\/writing-part/, (route) => route.abort());
    const { talk } = here.channels;
    await logIn(bob.page, `${server.url}/c/${talk.guild_id}/${talk.channel_id}`, 'bob');
    await composer(bob.page).pressSequentially('hello @ada');
    await composer(bob.page).press('Enter');
    expect(await sent()).to.equal('hello @ada');
    await bob.page.unrouteAll();
    await composer(bob.page).pressSequentially('again @ada');
    // The part comes while the user writes. A list that opens after Escape would take the Enter.
    await options(bob.page).first().waitFor();
    await composer(bob.page).press('Escape');
    await composer(bob.page).press('Enter');
    expect(await sent()).to.equal(`again ${user('ada')}`);
    await bob.leave();
  });

  it('with no fault on the page', () => {
    expect(ada.faults).to.deep.equal([]);
  });
});
