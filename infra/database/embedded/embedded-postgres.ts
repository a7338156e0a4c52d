import pg from 'pg';
import { type Cluster, clusterUrl, openCluster, ROLE } from './cluster.ts';
import { connectOrStart, isCurrent, stopPostmaster } from './postmaster.ts';
import { AlreadyRunning, type Ownership, supervise, type Watch } from './supervision.ts';

/** A running Postgres. `stop` resolves once it is down, or at once when it was only borrowed. */
export type EmbeddedPostgres = { readonly url: string; readonly stop: () => Promise<void> };

/**
 * Key of the session lock that marks the owner inside Postgres. The lock ends with its process, and Postgres allows one
 * postmaster for one data directory.
 */
const OWNER_LOCK = '6155973622170972';
/**
 * Milliseconds to wait for the lock. The kernel frees the lock of a killed owner within them; a live owner keeps it.
 */
const OWNER_LOCK_WAIT_MS = 3_000;
const BORROWER_LOCK_WAIT_MS = 100;
const LOCK_NOT_AVAILABLE = '55P03';
const SHUT_DOWN = '57P01';
const OWNER_NAME = `filament owner ${process.pid}`;

const nameOfOwner = async (client: pg.Client): Promise<string> => {
  const found = await client.query<{ name: string }>(
    `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND (l.classid::bigint << 32 | l.objid::bigint) = $1::bigint`,
    [OWNER_LOCK],
  );
  return found.rows[0]?.name.replace('filament owner', 'process') ?? 'another process';
};

const takeOwnership = async (client: pg.Client, cluster: Cluster, waitMs: number): Promise<void> => {
  await client.query(`SET lock_timeout = ${waitMs}`);
  try {
    await client.query('SELECT pg_advisory_lock($1::bigint)', [OWNER_LOCK]);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
    const owner = await nameOfOwner(client);
    throw new AlreadyRunning(`Filament already runs on ${cluster.dataDir} (${owner})`);
  }
};

/**
 * Connects as the owner, and starts Postgres if it does not run. An orphan is adopted, or replaced when an older
 * release started it.
 */
const own = async (cluster: Cluster, waitMs: number): Promise<Ownership> => {
  for (;;) {
    const client = await connectOrStart(cluster, 'durable', OWNER_NAME);
    const gone = new Promise<void>((resolve) => client.once('end', () => resolve()));
    try {
      await takeOwnership(client, cluster, waitMs);
      if (await isCurrent(cluster, 'durable')) return { gone };
      await stopPostmaster(cluster);
    } catch (error) {
      await client.end().catch(() => undefined);
      // The owner before has ended and stopped its Postgres.
      if (!(error instanceof pg.DatabaseError) || error.code !== SHUT_DOWN) throw error;
    }
  }
};

const startAs = async (cluster: Cluster, watch: Watch, waitMs: number): Promise<EmbeddedPostgres> => {
  const stopping = new AbortController();
  let lost = false;
  const watched: Watch = {
    ...watch,
    lost: (why) => {
      lost = true;
      watch.lost(why);
    },
  };
  const again = (): Promise<Ownership> => own(cluster, OWNER_LOCK_WAIT_MS);
  const supervision = supervise(again, await own(cluster, waitMs), watched, stopping.signal);
  return {
    url: clusterUrl(cluster, ROLE),
    stop: async () => {
      stopping.abort();
      // The running Postgres may belong to another server by now: one that took it over, or one that waited for this
      // owner to end.
      if (!lost) await stopPostmaster(cluster);
      if ((await supervision) === 'started again' && !lost) await stopPostmaster(cluster);
    },
  };
};

/**
 * Starts Postgres below `home` and keeps it running. When it dies it is started again, with growing pauses. Rejects
 * with AlreadyRunning when another live server owns it.
 */
export const startEmbeddedPostgres = async (home: string, watch: Watch): Promise<EmbeddedPostgres> =>
  startAs(await openCluster(home, 'durable'), watch, OWNER_LOCK_WAIT_MS);

const NOBODY_WATCHES: Watch = { away: () => undefined, back: () => undefined, lost: () => undefined };

/** Lends Postgres to a command. It uses the Postgres of a running server, or starts one until the command ends. */
export const borrowEmbeddedPostgres = async (home: string): Promise<EmbeddedPostgres> => {
  const cluster = await openCluster(home, 'durable');
  try {
    return await startAs(cluster, NOBODY_WATCHES, BORROWER_LOCK_WAIT_MS);
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    return { url: clusterUrl(cluster, ROLE), stop: async () => undefined };
  }
};
