import pg from 'pg';
import { type Cluster, clusterUrl, openCluster, ROLE } from './cluster.ts';
import { connectOrStart, isCurrent, stopPostmaster } from './postmaster.ts';
import { AlreadyRunning, type Ownership, supervise, type Watch } from './supervision.ts';

/** A running Postgres. `stop` returns once it is down (or, for one that was only borrowed, at once). */
export type EmbeddedPostgres = { readonly url: string; readonly stop: () => Promise<void> };

/**
 * The owner's mark is a session lock inside Postgres itself: it cannot outlive its process, whichever way
 * that ends, and Postgres' own lock on the data directory lets no second postmaster hold another one.
 */
const OWNER_LOCK = '6155973622170972';
/** A killed owner's lock is free as soon as the kernel has closed its socket; a live one keeps it. */
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

/** Connects as the owner; Postgres is started, or an orphan adopted if it is of this release and replaced if not. */
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
      // The owner that was waited for has ended, and took its Postgres along.
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
      // What runs by now may be another server's: one that took it over, or one that waited for us to end.
      if (!lost) await stopPostmaster(cluster);
      if ((await supervision) === 'started again' && !lost) await stopPostmaster(cluster);
    },
  };
};

/**
 * Starts Postgres below `home` and keeps it running: when it dies it is started again, with a growing
 * pause between attempts. Rejects with AlreadyRunning when another live server owns it.
 */
export const startEmbeddedPostgres = async (home: string, watch: Watch): Promise<EmbeddedPostgres> =>
  startAs(await openCluster(home, 'durable'), watch, OWNER_LOCK_WAIT_MS);

const NOBODY_WATCHES: Watch = { away: () => undefined, back: () => undefined, lost: () => undefined };

/** For a command that works beside a running server, or alone: uses the server's Postgres, or starts it for the while. */
export const borrowEmbeddedPostgres = async (home: string): Promise<EmbeddedPostgres> => {
  const cluster = await openCluster(home, 'durable');
  try {
    return await startAs(cluster, NOBODY_WATCHES, BORROWER_LOCK_WAIT_MS);
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    return { url: clusterUrl(cluster, ROLE), stop: async () => undefined };
  }
};
