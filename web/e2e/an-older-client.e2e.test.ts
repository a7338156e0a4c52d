import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { PROTOCOL_LEVEL } from '#gateway/protocol/frames.ts';
import { keptClients, unpackClient } from '#infra/workshop/golden/wire/wire-files.ts';
import {
  apiOf,
  caughtUp,
  claimOwner,
  join as joinGuild,
  makeChannel,
  makeGuild,
  newcomer,
  say as sayOverHttp,
} from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { channelButton, composer, logIn, messageSaying, say, seesOnce, visit } from './browsers.ts';

describe('the kept web clients', () => {
  it('include one of the current protocol level', () => {
    expect(keptClients()).to.include(PROTOCOL_LEVEL);
  });

  for (const level of keptClients())
    describe(`the web client of level ${level} on the current server`, function () {
      this.timeout(90_000);
      let folder: string;
      let server: TestServer;
      let browser: Browser;
      before(async () => {
        folder = await mkdtemp(join(tmpdir(), 'filament-kept-client-'));
        await unpackClient(level, folder);
        server = await startServer({ webFolder: folder });
        browser = await launchChromium();
      });
      after(async () => {
        await browser?.close();
        await server?.stop();
        await rm(folder, { recursive: true, force: true });
      });

      it('lets a user log in, read, write, edit, react and see new messages', async () => {
        const api = await apiOf(server.url);
        const ann = await claimOwner(server, api, 'ann');
        const bob = await newcomer(api, 'bob');
        const guild = await makeGuild(ann, 'Garden');
        const channel = await makeChannel(ann, guild, 'beds');
        await joinGuild(ann, guild, bob);
        await sayOverHttp(ann, channel, 'from before');
        await caughtUp(api);

        const { page, faults, leave } = await visit(browser);
        await logIn(page, server.url, 'bob');
        await channelButton(page, 'beds').click();
        await seesOnce(page, 'from before');
        await say(page, 'good morning');
        await seesOnce(page, 'good morning');
        await sayOverHttp(ann, channel, 'good morning, bob');
        await seesOnce(page, 'good morning, bob');
        await composer(page).press('ArrowUp');
        const box = page.getByRole('textbox', { name: 'Edit message' });
        await box.fill('a fine morning');
        await box.press('Enter');
        await messageSaying(page, 'a fine morning').getByText('(edited)').waitFor();
        await messageSaying(page, 'from before').hover();
        await page.getByRole('button', { name: 'Add reaction' }).click();
        await page.getByRole('searchbox', { name: 'Search emoji' }).fill('owl');
        await page.getByRole('dialog', { name: 'Emoji' }).getByRole('button', { name: 'owl', exact: true }).click();
        await page.getByRole('button', { name: '🦉, 1 reaction, one is yours' }).waitFor();
        await makeChannel(ann, guild, 'tools');
        await channelButton(page, 'tools').waitFor();
        // The recording of a client leaves its fonts out.
        expect(faults.filter((fault) => !fault.endsWith('.woff2'))).to.deep.equal([]);
        await leave();
      });
    });
});
