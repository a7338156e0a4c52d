import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from './paths.js';
import { say } from './say.js';

const PROBE_EVERY_MS = 500;

const FILE = join(
  tmpdir(),
  `filament-setup-${userInfo().uid}-${createHash('sha256').update(ROOT).digest('hex').slice(0, 12)}.lock`,
);

const take = () => {
  try {
    writeFileSync(FILE, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    return false;
  }
};

const holderIsAlive = () => {
  try {
    process.kill(Number(readFileSync(FILE, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
};

/**
 * Two set-ups of one clone at once (`npm start` beside `npm test`) would write the same files: the second
 * waits, and then finds everything done.
 *
 * @param {() => Promise<void>} work
 */
export const oneAtATime = async (work) => {
  let told = false;
  while (!take()) {
    if (!holderIsAlive()) rmSync(FILE, { force: true });
    else {
      if (!told) say('waiting for another set-up of this clone to finish');
      told = true;
      await pause(PROBE_EVERY_MS);
    }
  }
  try {
    await work();
  } finally {
    rmSync(FILE, { force: true });
  }
};
