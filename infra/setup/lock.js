import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
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

/**
 * Lock that is held while a dead holder's lock is removed. Without it two processes could do that, and the slower one
 * could remove a live lock.
 */
const CLEARING = `${FILE}.clearing`;
/** Milliseconds after which that lock is stale. */
const INSTANT_MAX_MS = 10_000;

/** Error of a lock that cannot be made: the temp folder is missing, full or read-only. */
class NoLock extends Error {}

/** @param {string} file */
const opened = (file) => {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw new NoLock(String(error));
  }
};

/** @param {string} file */
const create = (file) => {
  const handle = opened(file);
  if (handle === undefined) return false;
  try {
    writeSync(handle, String(process.pid));
    return true;
  } catch (error) {
    // A full disk takes the name and not the pid. Such a file would look like another process's lock.
    rmSync(file, { force: true });
    throw new NoLock(String(error));
  } finally {
    closeSync(handle);
  }
};

/** @param {string} file */
const isOld = (file) => {
  const since = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - since > INSTANT_MAX_MS;
};

const holder = () => {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return undefined;
  }
};

const holderIsAlive = () => {
  const pid = holder();
  if (pid === '') return !isOld(FILE);
  // In a restarted container the next process may have the pid of the last.
  if (pid === undefined || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
};

const clearDead = () => {
  if (!create(CLEARING)) {
    if (isOld(CLEARING)) rmSync(CLEARING, { force: true });
    return;
  }
  if (!holderIsAlive()) rmSync(FILE, { force: true });
  rmSync(CLEARING, { force: true });
};

const taken = async () => {
  for (let announced = false; !create(FILE); ) {
    if (!holderIsAlive()) {
      clearDead();
      continue;
    }
    if (!announced) {
      say(`waiting for another set-up of this clone (process ${holder()}; if that is no set-up, remove ${FILE})`);
      announced = true;
    }
    await pause(PROBE_EVERY_MS);
  }
};

/**
 * Runs `work` while no other set-up of this clone runs. Two set-ups at once (`npm start` beside `npm test`) would write
 * the same files. Without a place for a lock it goes on without one, because `doctor` is needed most when a disk is
 * full.
 *
 * @param {() => Promise<void>} work
 */
export const oneAtATime = async (work) => {
  try {
    await taken();
  } catch (error) {
    if (!(error instanceof NoLock)) throw error;
    say(`going on without a lock, so start no other command of this clone meanwhile: ${error.message}`);
    return work();
  }
  try {
    await work();
  } finally {
    rmSync(FILE, { force: true });
  }
};
