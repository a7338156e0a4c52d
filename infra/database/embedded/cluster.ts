import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerOf, postgresAccount, type SystemUser } from './account.ts';
import { type Binaries, postgresBinaries } from './binaries.ts';
import { runToEnd } from './programs.ts';
import { clusterFolder, shortHash } from './reachable.ts';

/** A Postgres data directory, and everything that runs and reaches it. */
export type Cluster = {
  readonly account: SystemUser;
  readonly binaries: Binaries;
  readonly dataDir: string;
  readonly logDir: string;
  readonly socketDir: string;
  readonly password: string;
};

/** Durability of a cluster. A throw-away cluster of a test never waits for the disk and may be lost in a power cut. */
export type ClusterDurability = 'durable' | 'throw-away';

/** Role and database of the server. The role is no superuser. The superuser has no password and cannot log in. */
export const ROLE = 'filament';
const PASSWORD_FILE = 'filament.password';
const PASSWORD_BYTES = 32;
const DRAFT_MARK = '.draft-';
/**
 * Bytes of the longest socket folder. `sun_path` holds 104 bytes on macOS and 108 on Linux; the name of the socket
 * takes 14 and a NUL.
 */
const SOCKET_DIR_BYTES_MAX = 88;

const owned = async (path: string, account: SystemUser): Promise<void> => {
  if (account !== undefined) await chown(path, account.uid, account.gid);
};

const privateFolder = async (path: string, account: SystemUser): Promise<string> => {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await owned(path, account);
  return path;
};

/**
 * Makes the folder of the socket beside the data. When that path is too long, the folder is ours below the temp folder.
 */
const socketFolder = async (folder: string, account: SystemUser): Promise<string> => {
  const beside = join(folder, 'run');
  if (Buffer.byteLength(beside) <= SOCKET_DIR_BYTES_MAX) return privateFolder(beside, account);
  const short = join(tmpdir(), `filament-${shortHash(folder)}`);
  await mkdir(short, { mode: 0o700 }).then(
    () => owned(short, account),
    () => undefined,
  );
  const found = await lstat(short);
  const uid = account?.uid ?? process.getuid?.() ?? found.uid;
  if (!found.isDirectory() || found.uid !== uid) throw new Error(`${short} belongs to another user; remove it`);
  await chmod(short, 0o700);
  return short;
};

const writePassword = async (path: string, password: string, account: SystemUser): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(password);
    await file.sync();
  } finally {
    await file.close();
  }
  await owned(path, account);
};

/**
 * Makes a cluster. The C locale keeps the order of indexes under every later ICU or libc. Only the socket accepts
 * connections.
 */
const initialise = async (
  binaries: Binaries,
  draft: string,
  account: SystemUser,
  durability: ClusterDurability,
): Promise<void> => {
  const sync = durability === 'throw-away' ? ['--no-sync'] : [];
  const flags = ['--no-locale', '--encoding=UTF8', '--data-checksums', '--auth=trust', '--username=postgres'];
  await runToEnd(binaries.initdb, [`--pgdata=${draft}`, ...flags, ...sync], { account });
  const password = randomBytes(PASSWORD_BYTES).toString('hex');
  await writeFile(join(draft, 'pg_hba.conf'), 'local all all scram-sha-256\n');
  await writePassword(join(draft, PASSWORD_FILE), password, account);
  const rights = durability === 'throw-away' ? 'LOGIN CREATEROLE CREATEDB' : 'LOGIN CREATEROLE';
  // Single-user mode reads one statement a line from a pipe, so no argument list shows the password.
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
 * Makes a cluster under a draft name, and renames it when it is whole. A kill leaves a draft, which is cleared away
 * later. One of two makers wins.
 */
const makeCluster = async (
  binaries: Binaries,
  dataDir: string,
  account: SystemUser,
  durability: ClusterDurability,
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

/** Opens the cluster below `home`, and makes it the first time. */
export const openCluster = async (home: string, durability: ClusterDurability): Promise<Cluster> => {
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

/** Connection string for `pg`, slonik and libpq. Its host is the escaped folder of the socket. */
export const clusterUrl = (cluster: Cluster, database: string): string =>
  `postgresql://${ROLE}:${cluster.password}@${encodeURIComponent(cluster.socketDir)}/${database}`;
