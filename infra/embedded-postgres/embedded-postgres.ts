import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Cluster, clusterUrl, openCluster, ROLE } from './cluster.ts';
import { connectOrStart, isCurrent, stopPostmaster } from './postmaster.ts';

/** A running Postgres. `stop` returns once it is down (or, for one that was only borrowed, at once). */
export type EmbeddedPostgres = { readonly url: string; readonly stop: () => Promise<void> };

/** What the owner is told: Postgres went away, is back, or was taken over by another server (the owner must end). */
export type Watch = {
  readonly away: (why: string) => void;
  readonly back: () => void;
  readonly lost: (why: string) => void;
};

/** Another live server owns this data folder. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

/**
 * The owner's mark is a session lock inside Postgres itself: it cannot outlive its process, whichever way
 * that ends, and Postgres' own lock on the data directory lets no second postmaster hold another one.
 */
const OWNER_LOCK = '6155973622170972';
/** A killed owner's lock is free as soon as the kernel has closed its socket; a live one keeps it. */
const OWNER_LOCK_WAIT_MS = 3_000;
const BORROWER_LOCK_WAIT_MS = 100;
const LOCK_NOT_AVAILABLE = '55P03';
const OWNER_NAME = `filament owner ${process.pid}`;

const BACK_OFF_FIRST_MS = 100;
const BACK_OFF_MAX_MS = 5_000;

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

/** The owner's connection; `gone` resolves when it ends, which is when Postgres is away, or soon will be. */
type Ownership = { readonly client: pg.Client; readonly gone: Promise<void> };

/** Connects as the owner; Postgres is started, or an orphan adopted if it is of this release and replaced if not. */
const own = async (cluster: Cluster, waitMs: number): Promise<Ownership> => {
  for (;;) {
    const client = await connectOrStart(cluster, 'durable', OWNER_NAME);
    const gone = new Promise<void>((resolve) => client.once('end', () => resolve()));
    try {
      await takeOwnership(client, cluster, waitMs);
      if (await isCurrent(cluster, 'durable')) return { client, gone };
      await stopPostmaster(cluster);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }
};

/** Tries until Postgres is back; `undefined` when we are stopping or another server took it. */
const ownAgain = async (cluster: Cluster, watch: Watch, stopping: AbortSignal): Promise<Ownership | undefined> => {
  for (let wait = BACK_OFF_FIRST_MS; ; wait = Math.min(wait * 2, BACK_OFF_MAX_MS)) {
    await pause(wait, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return undefined;
    try {
      return await own(cluster, OWNER_LOCK_WAIT_MS);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!(error instanceof AlreadyRunning)) watch.away(why);
      else {
        watch.lost(why);
        return undefined;
      }
    }
  }
};

const supervise = async (cluster: Cluster, first: Ownership, watch: Watch, stopping: AbortSignal): Promise<void> => {
  for (let held: Ownership | undefined = first; held !== undefined; ) {
    await held.gone;
    if (stopping.aborted) return;
    watch.away('the connection to Postgres closed');
    held = await ownAgain(cluster, watch, stopping);
    if (held !== undefined) watch.back();
  }
};

const startAs = async (cluster: Cluster, watch: Watch, waitMs: number): Promise<EmbeddedPostgres> => {
  const stopping = new AbortController();
  const supervision = supervise(cluster, await own(cluster, waitMs), watch, stopping.signal);
  return {
    url: clusterUrl(cluster, ROLE),
    stop: async () => {
      stopping.abort();
      await stopPostmaster(cluster);
      await supervision;
      // The supervision may have been in the middle of starting it again.
      await stopPostmaster(cluster);
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
