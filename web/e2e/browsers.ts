/** Visitors in browsers for the stories. Each has its own profile and keeps the errors of its page. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

export type Visitor = {
  readonly page: Page;
  /** Console errors, uncaught errors and violations of the page's policy. */
  readonly faults: string[];
  readonly leave: () => Promise<void>;
};

/** Console errors about a server that is away. The page did not cause them. */
const NETWORK = /net::ERR_|WebSocket connection to/;

export const visit = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !NETWORK.test(message.text()))
      faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return { page, faults, leave: () => context.close() };
};

export const PASSWORD = 'correct horse battery staple';

export const fillIn = async (page: Page, username: string): Promise<void> => {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
};

export const logIn = async (page: Page, url: string, username: string): Promise<void> => {
  await page.goto(url);
  await fillIn(page, username);
  await page.getByRole('button', { name: 'Log in' }).click();
};

export const composer = (page: Page) => page.getByRole('textbox', { name: /^Message #/ });
export const say = async (page: Page, text: string): Promise<void> => {
  await composer(page).fill(text);
  await composer(page).press('Enter');
};
/** The pane of the open thread. */
export const inThread = (page: Page): Locator => page.locator('#thread');
export const sayInThread = async (page: Page, text: string): Promise<void> => {
  const field = inThread(page).getByRole('textbox', { name: /^Message in / });
  await field.fill(text);
  await field.press('Enter');
};
/** The button of a channel. Its name goes on with the number of unread messages when it has some. */
export const channelButton = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^${name}( \\d.*)?$`) });
export const messageSaying = (page: Page, text: string) => page.locator('[data-message]', { hasText: text });

/** The ids of the messages that stand on the page, from top to bottom. */
export const drawnIds = (page: Page): Promise<ReadonlyArray<string>> =>
  page.locator('[data-message]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-message') ?? ''));

/** Holds pages of history back. `held` resolves when one waits; `release` lets all pages through. */
export const holdHistory = async (
  page: Page,
): Promise<{ readonly held: Promise<void>; readonly release: () => void }> => {
  const pages = /\/messages\?/;
  const waits = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  await page.route(pages, async (route) => {
    waits.resolve();
    await free.promise;
    await route.continue();
  });
  return {
    held: waits.promise,
    release: free.resolve,
  };
};

/** Waits until exactly `count` elements are found. */
export const expectCount = async (found: Locator, count: number): Promise<void> => {
  if (count === 0) await found.first().waitFor({ state: 'detached' });
  else await found.nth(count).waitFor({ state: 'detached' });
  expect(await found.count()).to.equal(count);
};

/** Waits until a message is on the page, and expects it there once. */
export const seesOnce = async (page: Page, text: string): Promise<void> => {
  await messageSaying(page, text).first().waitFor();
  await page.locator('.pending', { hasText: text }).waitFor({ state: 'detached' });
  expect(await messageSaying(page, text).count(), text).to.equal(1);
};

/** Waits until all animations have ended or were cancelled. */
export const animationsOver = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const endless = (animation: Animation) =>
      animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY;
    return Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => !endless(animation))
        .map((animation) => animation.finished.then(() => undefined)),
    );
  });
/** Waits until the history has stepped back from a closed menu or popover. A reload before that would be cancelled. */
export const steppedBack = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => (history.state as { readonly float?: boolean } | null)?.float !== true);
};

const require = createRequire(import.meta.url);
let axe: string | undefined;

type Finding = { readonly id: string; readonly impact: string; readonly nodes: ReadonlyArray<string> };

/** Answers the serious and critical findings of axe on the page. */
export const seriousFindings = async (page: Page): Promise<ReadonlyArray<Finding>> =>
  (await everyFinding(page)).filter(({ impact }) => impact === 'serious' || impact === 'critical');

/**
 * Answers all findings of axe on the page.
 *
 * @param rules The rules to run. By default every rule of axe, its best practices too.
 */
export const everyFinding = async (page: Page, rules?: ReadonlyArray<string>): Promise<ReadonlyArray<Finding>> => {
  axe ??= await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  // A text that fades in lacks contrast.
  await animationsOver(page);
  return page.evaluate(async (only) => {
    type Result = {
      id: string;
      impact: string | null;
      nodes: ReadonlyArray<{ html: string; failureSummary?: string }>;
    };
    const found: { violations: ReadonlyArray<Result> } = await (
      globalThis as unknown as {
        axe: { run: (where: Document, how: object) => Promise<{ violations: ReadonlyArray<Result> }> };
      }
    ).axe.run(document, { resultTypes: ['violations'], ...(only === undefined ? {} : { runOnly: only }) });
    return found.violations.map(({ id, impact, nodes }) => ({
      id,
      impact: impact ?? '',
      nodes: nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
    }));
  }, rules);
};
