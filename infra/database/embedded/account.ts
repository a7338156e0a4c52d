import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

/**
 * System user that Postgres runs as. Postgres refuses to run as root, so root gives it a user that owns its files and
 * nothing else. `undefined` means the user of this process.
 */
export type SystemUser = { readonly uid: number; readonly gid: number } | undefined;

const OWN_USER = 'filament-postgres';
/** User of a distribution's own Postgres, for a machine where no user can be made. */
const FALLBACK_USER = 'postgres';

const run = promisify(execFile);

const lookUp = async (name: string): Promise<SystemUser> => {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
};

/** Commands that create a user: `useradd` on Debian and the like, `adduser -S` on Alpine. */
const WAYS_TO_CREATE: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
  [
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin'],
  ],
  ['adduser', ['-S', '-D', '-H']],
];

const create = async (name: string): Promise<SystemUser> => {
  for (const [program, flags] of WAYS_TO_CREATE) {
    // A second start may create the user at the same time, so the look-up afterwards decides.
    await run(program, [...flags, name]).catch(() => undefined);
    const made = await lookUp(name);
    if (made !== undefined) return made;
  }
  return undefined;
};

/** Finds or creates the user that Postgres runs as. Throws when root has no user to give it. */
export const postgresAccount = async (): Promise<SystemUser> => {
  if (userInfo().uid !== 0) return undefined;
  const found = (await lookUp(OWN_USER)) ?? (await create(OWN_USER)) ?? (await lookUp(FALLBACK_USER));
  if (found !== undefined) return found;
  throw new Error(
    `Postgres does not run as root, and the system user ${OWN_USER} could not be created. ` +
      `Create it (useradd --system ${OWN_USER}), start as an ordinary user, or set FILAMENT_DATABASE_URL.`,
  );
};

/**
 * Finds the owner of a cluster. Root runs a cluster as its owner. Throws when an ordinary user meets a cluster of
 * another user.
 */
export const ownerOf = async (clusterFolder: string): Promise<SystemUser> => {
  const found = await stat(clusterFolder).catch(() => undefined);
  const self = userInfo().uid;
  if (found === undefined || found.uid === self) return undefined;
  if (self === 0) return { uid: found.uid, gid: found.gid };
  throw new Error(`${clusterFolder} belongs to another user (uid ${found.uid}); start Filament as that user`);
};
