import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { RATES } from '#gateway/limits/rates.ts';
import { apiOf, claimOwner, makeChannel, makeGuild, type Person } from '#infra/workshop/testkit/api-client.ts';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { composer, fillIn, logIn, visit } from './browsers.ts';

const RELOADS = 40;

describe('a page that is reloaded often', function () {
  this.timeout(120_000);
  let server: TestServer;
  let browser: Browser;
  let owner: Person;
  const started = async (refreshes: number): Promise<void> => {
    const { anonymous_requests_per_address, refused_refreshes_per_address } = RATES;
    server = await startServer({
      rates: {
        anonymous_requests_per_address: anonymous_requests_per_address.times,
        refused_refreshes_per_address: refused_refreshes_per_address.times,
        refreshes_per_session: refreshes,
      },
    });
    owner = await claimOwner(server, await apiOf(server.url));
    await makeChannel(owner, await makeGuild(owner, 'ours'), 'talk');
  };
  before(async () => {
    browser = await launchChromium();
  });
  afterEach(() => server.stop());
  after(() => browser.close());

  it('stays signed in, with the rates as they are shipped', async () => {
    await started(RATES.refreshes_per_session.times);
    const { page, faults, leave } = await visit(browser);
    await logIn(page, server.url, owner.name);
    await composer(page).waitFor();
    for (let nth = 0; nth < RELOADS; nth += 1) {
      await page.reload();
      await composer(page).waitFor();
    }
    expect(faults).to.deep.equal([]);
    await leave();
  });

  it('says why it must wait and for how long, and lets its user log in again', async () => {
    await started(1);
    const { page, leave } = await visit(browser);
    await logIn(page, server.url, owner.name);
    await composer(page).waitFor();
    await page.reload();
    await composer(page).waitFor();
    await page.reload();
    await page.getByText(/renewed too often\. It goes on by itself in \d+ seconds/).waitFor();
    await page.getByRole('button', { name: 'Log in again' }).click();
    await fillIn(page, owner.name);
    await page.getByRole('button', { name: 'Log in' }).click();
    await composer(page).waitFor();
    await leave();
  });
});
