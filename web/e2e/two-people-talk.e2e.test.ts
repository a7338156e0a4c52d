import { expect } from 'chai';
import type { Browser, WebSocket, WebSocketRoute } from 'playwright-core';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, expectCount, fillIn, messageSaying, say, seesOnce, type Visitor, visit } from './browsers.ts';

describe('two people in two browsers', function () {
  this.timeout(90_000);
  let database: FreshDatabase;
  let server: TestServer;
  let browser: Browser;
  let maris: Visitor;
  let tessel: Visitor;
  let inviteLink = '';
  before(async () => {
    database = await freshDatabase();
    server = await startServer({ databaseUrl: database.url, registration: 'invite' });
    browser = await launchChromium();
    maris = await visit(browser);
    tessel = await visit(browser, { colorScheme: 'light' });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await database?.drop();
  });

  it('claim the server with the owner link', async () => {
    const { page } = maris;
    await page.goto(`${server.url}/claim#${server.ownerSecret}`);
    await fillIn(page, 'maris');
    await page.getByRole('button', { name: 'Claim this server' }).click();
    await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
    expect(page.url(), 'the address no longer holds the secret').not.to.include('claim');
  });

  it('create a community, a channel and an invite link', async () => {
    const { page } = maris;
    await page.getByRole('main').getByRole('button', { name: 'Create a community' }).click();
    await page.getByLabel('Name').fill('Night Owls');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('button', { name: 'Night Owls: community menu' }).waitFor();
    await page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await page.getByText('No messages yet').waitFor();
    await page.getByRole('button', { name: 'Create channel: Text channels' }).click();
    await page.getByLabel('Channel name').fill('telescopes');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { name: 'telescopes', exact: true }).waitFor();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Invite people' }).first().click();
    const readyLink = await page.getByLabel('Invite link').inputValue();
    expect(readyLink, 'a link is ready at once').to.match(/\/invite\/[\w-]+$/);
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByLabel('Number of uses').selectOption('1 use');
    await page.getByRole('button', { name: 'Make a new link' }).click();
    inviteLink = await page.getByLabel('Invite link').inputValue();
    expect(inviteLink).not.to.equal(readyLink);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal(inviteLink);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('join with the link and a new account', async () => {
    const { page } = tessel;
    await page.goto(inviteLink);
    await fillIn(page, 'Everyone');
    await page.getByRole('button', { name: 'Create account' }).click();
    const field = page.locator('.field.wrong', { has: page.getByLabel('Username') });
    await field.getByText('Choose another username.').waitFor();
    await fillIn(page, 'tessel');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'general', exact: true }).waitFor();
    await maris.page.getByRole('complementary', { name: 'Members' }).getByText('tessel').waitFor();
  });

  it('see the messages of each other at once', async () => {
    await say(maris.page, 'Welcome to the hill');
    await seesOnce(tessel.page, 'Welcome to the hill');
    await seesOnce(maris.page, 'Welcome to the hill');
    await composer(tessel.page).fill('Good evening');
    await composer(tessel.page).press('Shift+Enter');
    await composer(tessel.page).pressSequentially('see https://example.org/chart');
    await composer(tessel.page).press('Enter');
    await seesOnce(maris.page, 'Good evening');
    const link = messageSaying(maris.page, 'Good evening').getByRole('link');
    expect(await link.getAttribute('href')).to.equal('https://example.org/chart');
    expect(await link.getAttribute('rel')).to.include('noopener');
  });

  it('see a text with markup as plain text', async () => {
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await say(tessel.page, hostile);
    await seesOnce(maris.page, hostile);
    expect(await maris.page.locator('.content img, .content script').count()).to.equal(0);
  });

  it('send nothing with the Enter of an input method', async () => {
    const { page } = tessel;
    await composer(page).focus();
    const session = await page.context().newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    await page.evaluate(() => {
      const event = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
    });
    expect(await composer(page).inputValue()).to.equal('にほん');
    expect(await page.locator('.pending').count()).to.equal(0);
    await composer(page).fill('');
  });

  it('edit the last message with the up arrow and see the edit', async () => {
    const { page } = maris;
    await composer(page).press('ArrowUp');
    const box = page.getByRole('textbox', { name: 'Edit message' });
    await box.fill('Welcome to the top of the hill');
    await box.press('Enter');
    await messageSaying(tessel.page, 'top of the hill').getByText('(edited)').waitFor();
  });

  it('count and take back a reaction', async () => {
    const { page } = tessel;
    await messageSaying(page, 'top of the hill').hover();
    await page.getByRole('button', { name: 'Add reaction' }).click();
    await page.getByRole('searchbox', { name: 'Search emoji' }).fill('owl');
    await page.getByRole('dialog', { name: 'Emoji' }).getByRole('button', { name: 'owl', exact: true }).click();
    const chip = maris.page.getByRole('button', { name: /^🦉, 1 reaction$/ });
    await chip.click();
    const mine = tessel.page.getByRole('button', { name: '🦉, 2 reactions, one is yours' });
    await mine.click();
    await maris.page.getByRole('button', { name: '🦉, 1 reaction, one is yours' }).waitFor();
  });

  it('delete a message for both after a question', async () => {
    const { page } = tessel;
    await say(page, 'never mind this one');
    await seesOnce(maris.page, 'never mind this one');
    await messageSaying(page, 'never mind this one').hover();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await messageSaying(maris.page, 'never mind this one').waitFor({ state: 'detached' });
  });

  it('keep the draft and the session over a reload', async () => {
    const { page } = tessel;
    await composer(page).fill('half a thought');
    await page.reload();
    await messageSaying(page, 'top of the hill').waitFor();
    expect(await composer(page).inputValue()).to.equal('half a thought');
    await composer(page).fill('');
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(kept).not.to.match(/v4\.|token/i);
  });

  it('are told that the server is away also where the code of the banner did not arrive', async () => {
    const { page, leave } = await visit(browser);
    await page.route(/connection-banner/, (route) => route.abort());
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(/./, (socket) => {
      if (sockets.push(socket) === 1) socket.connectToServer();
    });
    await page.goto(server.url);
    await fillIn(page, 'tessel');
    await page.getByRole('button', { name: 'Log in' }).click();
    await messageSaying(page, 'top of the hill').waitFor();
    await sockets[0]?.close();
    await page.locator('.banner').getByText('The server does not answer.').waitFor();
    await page.getByRole('button', { name: 'Reconnect now' }).waitFor();
    await leave();
  });

  it('miss and double no message while the server is away', async () => {
    const port = Number(new URL(server.url).port);
    // The last part that the client loads ahead. After it, nothing is left that the server could fail to answer.
    await tessel.page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('/channel-parts')),
    );
    await server.stop();
    await tessel.page.getByText(/^Connection lost\. Trying again in \d+ s\.$/).waitFor();
    await say(tessel.page, 'written while away');
    await tessel.page.locator('.pending', { hasText: 'written while away' }).waitFor();
    server = await startServer({ databaseUrl: database.url, registration: 'invite', port });
    await maris.page
      .getByRole('button', { name: 'Reconnect now' })
      .click({ timeout: 5_000 })
      .catch(() => undefined);
    await maris.page.locator('.banner').waitFor({ state: 'detached', timeout: 45_000 });
    await say(maris.page, 'said before the other is back');
    await tessel.page.locator('.banner').waitFor({ state: 'detached', timeout: 45_000 });
    for (const { page } of [maris, tessel]) {
      await seesOnce(page, 'written while away');
      await seesOnce(page, 'said before the other is back');
      await seesOnce(page, 'top of the hill');
    }
  });

  it('stay connected while the access token is renewed', async () => {
    const { page, leave } = await visit(browser);
    await page.route('**/auth/login', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), expires_in_secs: 2 } });
    });
    // The renewal waits for the socket. On a slow machine it would come first, and the socket would need no other token.
    const inside = Promise.withResolvers<void>();
    await page.route('**/auth/refresh', async (route) => {
      await inside.promise;
      await route.continue();
    });
    const sockets: WebSocket[] = [];
    const reauthenticated = new Promise<void>((resolve) => {
      page.on('websocket', (socket) => {
        sockets.push(socket);
        socket.on('framereceived', ({ payload }) => {
          if (String(payload).includes('"reauthenticated"')) resolve();
        });
      });
    });
    await page.goto(server.url);
    await fillIn(page, 'tessel');
    await page.getByRole('button', { name: 'Log in' }).click();
    await messageSaying(page, 'top of the hill').waitFor();
    inside.resolve();
    await reauthenticated;
    expect(sockets).to.have.length(1);
    expect(await page.locator('.banner').count()).to.equal(0);
    await say(page, 'still here');
    await seesOnce(maris.page, 'still here');
    await leave();
  });

  it('open several windows of one user at once', async () => {
    const { page } = tessel;
    const windows = await Promise.all(Array.from({ length: 4 }, () => page.context().newPage()));
    await Promise.all(windows.map((one) => one.goto(page.url())));
    for (const one of [...windows, page]) await messageSaying(one, 'top of the hill').waitFor();
    await page.reload();
    await messageSaying(page, 'top of the hill').waitFor();
    for (const one of windows) await one.close();
  });

  it('list the sessions and end one from another', async () => {
    const other = await visit(browser);
    await other.page.goto(server.url);
    await fillIn(other.page, 'tessel');
    await other.page.getByRole('button', { name: 'Log in' }).click();
    await messageSaying(other.page, 'still here').waitFor();
    await composer(other.page).fill('half a thought on a lost laptop');
    const { page } = tessel;
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menuitem', { name: 'Sessions' }).click();
    const dialog = page.getByRole('dialog', { name: 'Where you are logged in' });
    await dialog.getByText('This device').waitFor();
    const others = dialog.getByRole('button', { name: /^Log out/ });
    for (let left = await others.count(); left > 0; left -= 1) {
      await others.first().click();
      await expectCount(others, left - 1);
    }
    await other.page.getByText('This session was ended from another window or device.').waitFor();
    expect(await other.page.evaluate(() => JSON.stringify({ ...localStorage }))).not.to.include('half a thought');
    await page.keyboard.press('Escape');
    await messageSaying(page, 'still here').waitFor();
    await other.leave();
  });

  it('lose a community at the moment of a kick', async () => {
    const { page } = maris;
    const members = page.getByRole('complementary', { name: 'Members' });
    await members.getByText('tessel').hover();
    await members.getByRole('button', { name: 'tessel: actions' }).click();
    await page.getByRole('menuitem', { name: 'Kick' }).click();
    await page.getByLabel(/^Reason/).fill('the story says so');
    await page.getByRole('dialog').getByRole('button', { name: 'Kick' }).click();
    await tessel.page.getByRole('heading', { name: 'You were removed from Night Owls' }).waitFor();
    await tessel.page.getByText('Reason: the story says so').waitFor();
    await members.getByText('tessel').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.classList.item(0)), 'the focus').to.equal('member-name');
    expect(await tessel.page.getByText('top of the hill').count()).to.equal(0);
    await tessel.page.goto(inviteLink);
    await tessel.page.getByRole('heading', { name: 'This invite does not work' }).waitFor();
    expect(await members.getByText('tessel').count()).to.equal(0);
  });

  it('leave nothing in the browser after a log-out', async () => {
    const { page } = maris;
    await composer(page).fill('a draft nobody should find');
    await page.getByRole('button', { name: 'Account menu' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    expect(await page.evaluate(() => Object.keys(localStorage))).to.deep.equal([]);
    await page.reload();
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  });

  it('break no policy of the page and throw no error', () => {
    // A browser names each refused request. A name is refused once, and the invite of one use twice after its use.
    const refused = /status of 400 .*\/auth\/register$|status of 404 .*\/invites\/[^/]+(?:\/me)?$/;
    expect(tessel.faults.filter((fault) => refused.test(fault))).to.have.length(3);
    expect([...maris.faults, ...tessel.faults].filter((fault) => !refused.test(fault))).to.deep.equal([]);
  });
});
