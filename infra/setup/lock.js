import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

/** Held for an instant by whoever clears away a dead holder's lock, lest two do and the slower clears a live one. */
const CLEARING = `${FILE}.clearing`;
const CLEARING_MAX_MS = 10_000;

/** @param {string} file */
const create = (file) => {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
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

const clearDead = () => {
  if (!create(CLEARING)) {
    const since = statSync(CLEARING, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > CLEARING_MAX_MS) rmSync(CLEARING, { force: true });
    return;
  }
  if (!holderIsAlive()) rmSync(FILE, { force: true });
  rmSync(CLEARING, { force: true });
};

/**
 * Two set-ups of one clone at once (`npm start` beside `npm test`) would write the same files: the second
 * waits, and then finds everything done.
 *
 * @param {() => Promise<void>} work
 */
export const oneAtATime = async (work) => {
  for (let told = false; !create(FILE); ) {
    if (!holderIsAlive()) {
      clearDead();
      continue;
    }
    if (!told) say('waiting for another set-up of this clone to finish');
    told = true;
    await pause(PROBE_EVERY_MS);
  }
  try {
    await work();
  } finally {
    rmSync(FILE, { force: true });
  }
};
