/**
 * Takes the pictures in `docs/images`: five screens, in two themes, at three sizes. Run it after a change of the look:
 * `node infra/workshop/pictures/take.ts`. A name behind it takes the pictures of one screen only.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '#infra/workshop/testkit/chromium.ts';
import { startServer } from '#infra/workshop/testkit/server.ts';
import { furnish, HOST, HOST_PASSWORD, type Rooms } from './community.ts';

const FOLDER = join(import.meta.dirname, '../../../docs/images');
const SIZES = [
  { width: 390, height: 844, touch: true },
  { width: 1280, height: 800, touch: false },
  { width: 1920, height: 1080, touch: false },
] as const;
const THEMES = ['dark', 'light'] as const;
type Size = (typeof SIZES)[number];

type Scene = { readonly page: Page; readonly url: string; readonly rooms: Rooms; readonly size: Size };

const logIn = async ({ page, url }: Scene, path: string): Promise<void> => {
  await page.goto(url + path);
  await page.getByLabel('Username').fill(HOST);
  await page.getByLabel('Password', { exact: true }).fill(HOST_PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('textbox', { name: /^Message #/ }).waitFor();
  await page.getByRole('article').first().waitFor();
};

/** The screens by name. Each begins at the login screen and ends with what its picture shows. */
const SCREENS: { readonly [name: string]: (scene: Scene) => Promise<void> } = {
  login: async ({ page, url }) => {
    await page.goto(url);
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  },
  chat: async (scene) => {
    await logIn(scene, scene.rooms.talk);
    await scene.page.getByText('bring the red torch').waitFor();
    if (!scene.size.touch) await scene.page.getByText('Focus with the mask').hover();
  },
  empty: (scene) => logIn(scene, scene.rooms.empty),
  dialog: async (scene) => {
    await logIn(scene, scene.rooms.talk);
    await scene.page.getByRole('button', { name: 'Invite people' }).click();
    await scene.page.getByLabel('Invite link').waitFor();
  },
  search: async (scene) => {
    await logIn(scene, scene.rooms.talk);
    await scene.page.keyboard.press('Control+f');
    await scene.page.getByRole('combobox', { name: 'Search text' }).fill('focus');
    await scene.page.keyboard.press('Enter');
    await scene.page.getByRole('list', { name: 'Results' }).waitFor();
  },
};

const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });

const wanted = process.argv.slice(2);
const server = await startServer({ registration: 'open' });
const browser = await launchChromium();

const take = async (name: string, rooms: Rooms, size: Size, theme: 'dark' | 'light'): Promise<void> => {
  const context = await browser.newContext({
    viewport: { width: size.width, height: size.height },
    colorScheme: theme,
    hasTouch: size.touch,
    isMobile: size.touch,
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await SCREENS[name]?.({ page, url: server.url, rooms, size });
  await settled(page);
  await page.screenshot({ path: join(FOLDER, `${name}-${theme}-${size.width}.png`) });
  await context.close();
};

try {
  await mkdir(FOLDER, { recursive: true });
  const rooms = await furnish(server);
  for (const name of Object.keys(SCREENS).filter((screen) => wanted.length === 0 || wanted.includes(screen))) {
    for (const theme of THEMES) for (const size of SIZES) await take(name, rooms, size, theme);
  }
} finally {
  await browser.close();
  await server.stop();
}
