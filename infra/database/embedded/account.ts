import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

/**
 * Postgres refuses to run as root. When we are root it gets a system user of its own, which owns its
 * files and nothing else; an ordinary user runs Postgres as itself (`undefined`).
 */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

const OWN_USER = 'filament-postgres';
/** Where no user can be made, the one a distribution's own Postgres uses is the next best. */
const FALLBACK_USER = 'postgres';

const run = promisify(execFile);

const lookUp = async (name: string): Promise<Account> => {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
};

/** Debian and its like have `useradd`, Alpine's BusyBox has `adduser -S`. */
const WAYS_TO_CREATE: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
  [
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin'],
  ],
  ['adduser', ['-S', '-D', '-H']],
];

const create = async (name: string): Promise<Account> => {
  for (const [program, flags] of WAYS_TO_CREATE) {
    // A second start may have made the user in the meantime, so the answer is what is there afterwards.
    await run(program, [...flags, name]).catch(() => undefined);
    const made = await lookUp(name);
    if (made !== undefined) return made;
  }
  return undefined;
};

/** Who Postgres runs as. Throws when we are root and there is no user to give it. */
export const postgresAccount = async (): Promise<Account> => {
  if (userInfo().uid !== 0) return undefined;
  const found = (await lookUp(OWN_USER)) ?? (await create(OWN_USER)) ?? (await lookUp(FALLBACK_USER));
  if (found !== undefined) return found;
  throw new Error(
    `Postgres does not run as root, and the system user ${OWN_USER} could not be created. ` +
      `Create it (useradd --system ${OWN_USER}), start as an ordinary user, or set FILAMENT_DATABASE_URL.`,
  );
};

/**
 * A cluster stays with the user that made it: root runs an ordinary user's cluster as that user. Throws
 * when an ordinary user meets a cluster that is not theirs.
 */
export const ownerOf = async (clusterFolder: string): Promise<Account> => {
  const found = await stat(clusterFolder).catch(() => undefined);
  const self = userInfo().uid;
  if (found === undefined || found.uid === self) return undefined;
  if (self === 0) return { uid: found.uid, gid: found.gid };
  throw new Error(
    `${clusterFolder} belongs to another user (uid ${found.uid}); start Filament as the user it was started as before`,
  );
};
