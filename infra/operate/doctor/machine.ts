/** Checks the machine of the server: runtime, data folder, disk. */
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { bytes } from '#infra/operate/words.ts';
import { type Check, type Finding, fail, ok, warn } from './finding.ts';

const NODE_MAJOR = 24;
const DISK_LOW_BYTES = 2e9;
/** Below this many free bytes Postgres may stop during a checkpoint. */
const DISK_OUT_BYTES = 2e8;
/** Mode bits that let other users read or write. Passing through is allowed, because the user of Postgres must. */
const OPEN_TO_OTHERS = 0o066;

export const checkNode: Check = async () => {
  const found = process.versions.node;
  return Number(found.split('.')[0]) >= NODE_MAJOR
    ? [ok('node', `Node ${found}`)]
    : [
        fail(
          'node',
          `Node ${found}`,
          `start the server with npm start or npx filament, which bring Node ${NODE_MAJOR}`,
        ),
      ];
};

const openFiles = async (home: string): Promise<ReadonlyArray<string>> => {
  const names = await readdir(home);
  const modes = await Promise.all(names.map(async (name) => ({ name, mode: (await stat(join(home, name))).mode })));
  return modes.filter(({ mode }) => (mode & OPEN_TO_OTHERS) !== 0).map(({ name }) => name);
};

const checkPermissions = async (home: string): Promise<Finding> => {
  const { mode } = await stat(home);
  const open = (mode & OPEN_TO_OTHERS) === 0 ? [] : await openFiles(home);
  if (open.length === 0) return ok('home', `${home} can be read by its owner only`);
  return warn('home', `others on this machine can read ${open.join(', ')} in ${home}`, `chmod -R go-rw ${home}`);
};

const checkDisk = async (home: string): Promise<Finding> => {
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  const says = `${bytes(free)} free`;
  if (free < DISK_OUT_BYTES) return fail('disk', says, 'free some space now: writes will fail soon');
  return free < DISK_LOW_BYTES
    ? warn('disk', says, 'free some space, or move FILAMENT_HOME to a larger disk')
    : ok('disk', says);
};

export const checkHome =
  (home: string): Check =>
  async () => {
    const found = await stat(home).catch(() => undefined);
    if (found === undefined) {
      return [
        warn(
          'home',
          `${home} does not exist yet`,
          'check FILAMENT_HOME; the first start of the server creates the folder',
        ),
      ];
    }
    if (!found.isDirectory()) return [fail('home', `${home} is not a folder`, 'point FILAMENT_HOME at a folder')];
    return [await checkPermissions(home), await checkDisk(home)];
  };
