import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, ownerOf, postgresAccount } from './account.ts';
import { type Binaries, postgresBinaries } from './binaries.ts';
import { runToEnd } from './programs.ts';
import { clusterFolder, shortHash } from './reachable.ts';

/** One Postgres data directory and what is needed to run and reach it. */
export type Cluster = {
  readonly account: Account;
  readonly binaries: Binaries;
  readonly dataDir: string;
  readonly logDir: string;
  readonly socketDir: string;
  readonly password: string;
};

/** What a cluster is made for: a test's need not survive a power cut, so nothing waits for the disk. */
export type Durability = 'durable' | 'throw-away';

/** The role and database the server uses. The role is no superuser; that one has no password and cannot log in. */
export const ROLE = 'filament';
const PASSWORD_FILE = 'filament.password';
const PASSWORD_BYTES = 32;
const DRAFT_MARK = '.draft-';
/** `sun_path` holds 104 bytes on macOS and 108 on Linux, and the socket's own name takes 14 and a NUL. */
const SOCKET_DIR_BYTES_MAX = 88;

const owned = async (path: string, account: Account): Promise<void> => {
  if (account !== undefined) await chown(path, account.uid, account.gid);
};

const privateFolder = async (path: string, account: Account): Promise<string> => {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await owned(path, account);
  return path;
};

/** Beside the data, or, where that path is too long for a socket, in a folder of ours below the temp folder. */
const socketFolder = async (folder: string, account: Account): Promise<string> => {
  const beside = join(folder, 'run');
  if (Buffer.byteLength(beside) <= SOCKET_DIR_BYTES_MAX) return privateFolder(beside, account);
  const short = join(tmpdir(), `filament-${shortHash(folder)}`);
  await mkdir(short, { mode: 0o700 }).then(
    () => owned(short, account),
    () => undefined,
  );
  const found = await lstat(short);
  const uid = account?.uid ?? process.getuid?.() ?? found.uid;
  if (!found.isDirectory() || found.uid !== uid) throw new Error(`${short} belongs to somebody else; remove it`);
  await chmod(short, 0o700);
  return short;
};

const writePassword = async (path: string, password: string, account: Account): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(password);
    await file.sync();
  } finally {
    await file.close();
  }
  await owned(path, account);
};

/** The C locale keeps index order the same under every later ICU or libc. Nothing but the socket is let in. */
const initialise = async (
  binaries: Binaries,
  draft: string,
  account: Account,
  durability: Durability,
): Promise<void> => {
  const sync = durability === 'throw-away' ? ['--no-sync'] : [];
  const flags = ['--no-locale', '--encoding=UTF8', '--data-checksums', '--auth=trust', '--username=postgres'];
  await runToEnd(binaries.initdb, [`--pgdata=${draft}`, ...flags, ...sync], { account });
  const password = randomBytes(PASSWORD_BYTES).toString('hex');
  await writeFile(join(draft, 'pg_hba.conf'), 'local all all scram-sha-256\n');
  await writePassword(join(draft, PASSWORD_FILE), password, account);
  const rights = durability === 'throw-away' ? 'LOGIN CREATEROLE CREATEDB' : 'LOGIN CREATEROLE';
  // Single-user mode reads one statement a line, and from a pipe, so the password is in no argument list.
  const statements = [`CREATE ROLE ${ROLE} ${rights} PASSWORD '${password}'`, `CREATE DATABASE ${ROLE} OWNER ${ROLE}`];
  const single = [
    '--single',
    '-D',
    draft,
    '-c',
    'log_min_messages=error',
    '-c',
    'log_min_error_statement=panic',
    'postgres',
  ];
  await runToEnd(binaries.postgres, single, { account, input: `${statements.join('\n')}\n` });
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * A cluster gets its name only when it is whole: a kill in the middle leaves a draft that is never used
 * and is cleared away later, and of two makers one wins.
 */
const makeCluster = async (
  binaries: Binaries,
  dataDir: string,
  account: Account,
  durability: Durability,
): Promise<void> => {
  const draft = `${dataDir}${DRAFT_MARK}${randomBytes(6).toString('hex')}`;
  try {
    await initialise(binaries, draft, account, durability);
    await rename(draft, dataDir);
  } catch (error) {
    if (!(await exists(dataDir))) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

const clearDrafts = async (folder: string): Promise<void> => {
  const left = (await readdir(folder)).filter((name) => name.includes(DRAFT_MARK));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
};

/** Opens the cluster below `home`, making it at the first time. */
export const openCluster = async (home: string, durability: Durability): Promise<Cluster> => {
  const account = (await ownerOf(join(home, 'postgres'))) ?? (await postgresAccount());
  const binaries = await postgresBinaries(account);
  const folder = await clusterFolder(home, account);
  const dataDir = join(folder, 'data');
  if (await exists(dataDir)) await clearDrafts(folder);
  else await makeCluster(binaries, dataDir, account, durability);
  return {
    account,
    binaries,
    dataDir,
    logDir: await privateFolder(join(folder, 'log'), account),
    socketDir: await socketFolder(folder, account),
    password: (await readFile(join(dataDir, PASSWORD_FILE), 'utf8')).trim(),
  };
};

/** A connection string that `pg`, slonik and libpq all read; the host is the socket's folder, escaped. */
export const clusterUrl = (cluster: Cluster, database: string): string =>
  `postgresql://${ROLE}:${cluster.password}@${encodeURIComponent(cluster.socketDir)}/${database}`;
