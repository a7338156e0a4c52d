import { createHash } from 'node:crypto';
import { chmod, chown, cp, lstat, mkdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { SystemUser } from './account.ts';

/**
 * Folder of the files that Postgres' own user cannot reach elsewhere. A clone below `/root` is closed to that user, and
 * we do not open a home folder.
 */
const SHARED_ROOT = '/var/lib/filament';
const HASH_CHARS = 12;

export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, HASH_CHARS);

const mayEnter = async (folder: string, account: NonNullable<SystemUser>): Promise<boolean> => {
  const { mode, uid, gid } = await stat(folder);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
};

/** Tells whether the account can walk to `folder` and into it. The folder must exist. */
export const isReachable = async (folder: string, account: SystemUser): Promise<boolean> => {
  if (account === undefined) return true;
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (!(await mayEnter(at, account))) return false;
    if (dirname(at) === at) return true;
  }
};

const sharedFolder = async (name: string): Promise<string> => {
  const folder = join(SHARED_ROOT, name);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  return folder;
};

const isLink = async (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );

/**
 * Makes the folder of one cluster, `<home>/postgres`, private to the account. When the account cannot reach `home`, the
 * folder lies in SHARED_ROOT and `<home>/postgres` links to it.
 */
export const clusterFolder = async (home: string, account: SystemUser): Promise<string> => {
  const asked = join(resolve(home), 'postgres');
  await mkdir(home, { recursive: true, mode: account === undefined ? 0o700 : 0o711 });
  if (account === undefined) {
    await mkdir(asked, { recursive: true, mode: 0o700 });
    return asked;
  }
  if (await isLink(asked)) return readlink(asked);
  const { mode } = await stat(home);
  await chmod(home, (mode & 0o7777) | 0o011);
  if (await isReachable(home, account)) {
    await mkdir(asked, { recursive: true, mode: 0o700 });
    await chown(asked, account.uid, account.gid);
    return asked;
  }
  const elsewhere = await sharedFolder(shortHash(asked));
  await chmod(elsewhere, 0o700);
  await chown(elsewhere, account.uid, account.gid);
  await symlink(elsewhere, asked);
  return elsewhere;
};

/** Returns `folder`, or a copy that the account can read. The copy is made once for each `version`. */
export const readableCopy = async (folder: string, version: string, account: SystemUser): Promise<string> => {
  if (await isReachable(folder, account)) return folder;
  const copies = await sharedFolder('programs');
  const copy = join(copies, version);
  const exists = await stat(copy).then(
    () => true,
    () => false,
  );
  if (exists) return copy;
  const draft = `${copy}.${process.pid}`;
  await cp(folder, draft, { recursive: true, verbatimSymlinks: true });
  // A copy gets its name when it is whole. The loser of a race to rename uses the winner's copy.
  await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }));
  return copy;
};
