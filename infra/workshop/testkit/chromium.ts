import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { type Browser, chromium } from 'playwright-core';
import { chromiumOverride } from '#infra/workshop/testkit/test-environment.ts';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The cure for a missing Chromium. */
export const CHROMIUM_CURE = 'apt-get install chromium, or set FILAMENT_CHROMIUM to its path';

export const chromiumPath = (): string | undefined =>
  chromiumOverride() ?? USUAL_PLACES.find((path) => existsSync(path));

/** Flags that keep Chromium from contacting other servers for updates and experiments. */
const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchChromium = async (): Promise<Browser> => {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error(`Chromium is not installed: ${CHROMIUM_CURE}`);
  const asRoot = userInfo().uid === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, headless: true, args: [...QUIET, ...asRoot] });
};
