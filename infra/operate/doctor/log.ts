/** Checks the event log in Postgres: no event is missing, no event is double, and no event can be changed. */
import type pg from 'pg';
import { LOG } from '#infra/log/postgres/migrate.ts';
import { count } from '#infra/operate/words.ts';
import { type Check, type Finding, fail, ok, warn } from './finding.ts';
import { checkSchema } from './schema.ts';

const RESTORE = 'stop the server, keep the data folder as it is, and restore the log from a backup';
/** Samples without --full: this many stretches of this many positions. The newest stretch is always among them. */
const WINDOWS = 20;
const WINDOW_EVENTS = 5_000;
/** Milliseconds after which no further sample is taken, however slow the disk is. */
const SAMPLES_WITHIN_MS = 1_500;
const BROKEN_SHOWN = 5;

type Window = { readonly after: bigint; readonly through: bigint };

/** Spreads the samples evenly over the log. The first one ends at its head. */
const windows = (head: bigint): ReadonlyArray<Window> => {
  if (head <= BigInt(WINDOWS * WINDOW_EVENTS)) return [{ after: 0n, through: head }];
  return Array.from({ length: WINDOWS }, (_, at) => {
    const through = (head * BigInt(WINDOWS - at)) / BigInt(WINDOWS);
    return { after: through - BigInt(WINDOW_EVENTS), through };
  });
};

/**
 * Counts the events of a stretch, and selects streams whose revisions there do not follow one another. It reads the
 * stretch alone, by position. A look for all events of these streams would read the log once for each stretch. A stream
 * begins with revision 0 in a stretch that begins with the log, and elsewhere with any revision.
 */
const STRETCH = `
  WITH followed AS (
    SELECT stream, revision, coalesce(
      lag(revision) OVER (PARTITION BY stream ORDER BY position),
      CASE WHEN $1::bigint = 0 THEN -1 ELSE revision - 1 END
    ) AS before
    FROM log.events WHERE position > $1 AND position <= $2
  )
  SELECT count(*)::text AS events,
    coalesce((array_agg(DISTINCT stream) FILTER (WHERE revision <> before + 1))[:${BROKEN_SHOWN}], '{}') AS broken
  FROM followed`;

type Seen = {
  readonly events: bigint;
  readonly missing: ReadonlyArray<string>;
  readonly broken: ReadonlyArray<string>;
};

/** Looks at one stretch after the other until the time is over. The first one is looked at in any case. */
const lookedAt = async (client: pg.Client, stretches: ReadonlyArray<Window>, isOver: () => boolean): Promise<Seen> => {
  let events = 0n;
  const missing: string[] = [];
  const broken = new Set<string>();
  for (const { after, through } of stretches) {
    const { rows } = await client.query<{ events: string; broken: ReadonlyArray<string> }>(STRETCH, [after, through]);
    const found = BigInt(rows[0]?.events ?? 0);
    if (found !== through - after)
      missing.push(`${through - after - found} events are missing between positions ${after + 1n} and ${through}`);
    for (const stream of rows[0]?.broken ?? []) broken.add(stream);
    events += found;
    if (isOver()) break;
  }
  return { events, missing, broken: [...broken] };
};

const checkEvents = async (
  client: pg.Client,
  head: bigint,
  full: boolean,
  nowMs: () => number,
): Promise<ReadonlyArray<Finding>> => {
  const until = nowMs() + SAMPLES_WITHIN_MS;
  const { events, missing, broken } = full
    ? await lookedAt(client, [{ after: 0n, through: head }], () => false)
    : await lookedAt(client, windows(head), () => nowMs() > until);
  const where = events === head ? 'any stream' : 'any stream checked';
  return [
    missing.length === 0
      ? ok('log positions', `no gap in the ${count(events)} events checked`)
      : fail('log positions', missing.join('; '), RESTORE),
    broken.length === 0
      ? ok('log revisions', `no gap in ${where}`)
      : fail('log revisions', `gaps or duplicates in ${broken.slice(0, BROKEN_SHOWN).join(', ')}`, RESTORE),
  ];
};

const GUARDS = `
  SELECT c.relname AS table, EXISTS (
    SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'append_only' AND t.tgenabled = 'A'
  ) AS guarded
  FROM pg_class c
  WHERE c.oid = 'log.events'::regclass OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'log.events'::regclass)`;

const checkGuards = async (client: pg.Client): Promise<Finding> => {
  const { rows } = await client.query<{ table: string; guarded: boolean }>(GUARDS);
  const bare = rows.filter(({ guarded }) => !guarded).map(({ table }) => table);
  if (bare.length === 0) return ok('log guards', `${rows.length} tables refuse changes`);
  return fail(
    'log guards',
    `${bare.join(', ')} can be changed`,
    `run SELECT log.guard('log.<table>') for each of them`,
  );
};

const PARTITIONS = `
  SELECT w.partitions, w.partition_events::text AS size,
    (SELECT count(*)::int FROM pg_inherits WHERE inhparent = 'log.events'::regclass) AS found
  FROM log.writer w`;

const checkPartitions = async (client: pg.Client, head: bigint): Promise<Finding> => {
  const { rows } = await client.query<{ partitions: number; size: string; found: number }>(PARTITIONS);
  const row = rows[0];
  if (row === undefined) return fail('log partitions', 'the table log.writer is empty', RESTORE);
  const { partitions, size, found } = row;
  if (found === partitions && BigInt(partitions) * BigInt(size) > head)
    return ok('log partitions', `${found} of ${found} are attached`);
  return warn(
    'log partitions',
    `${found} of ${partitions} are attached`,
    'attach the detached ones again, unless you detached them on purpose',
  );
};

const ROLE = `
  SELECT bool_or(has_table_privilege(r.oid, 'log.events', 'UPDATE, DELETE, TRUNCATE')) AS may_change
  FROM pg_roles r WHERE r.rolname = 'filament_log_writer'`;

const checkRole = async (client: pg.Client): Promise<Finding> => {
  const { rows } = await client.query<{ may_change: boolean | null }>(ROLE);
  const mayChange = rows[0]?.may_change ?? null;
  if (mayChange === false) return ok('log role', 'the role of the writer can only add events');
  if (mayChange === null) {
    return warn(
      'log role',
      'there is no append-only role, so the triggers alone guard the log',
      'grant CREATEROLE to the database user and restart the server',
    );
  }
  return fail(
    'log role',
    'the append-only role may change events',
    'run REVOKE UPDATE, DELETE, TRUNCATE ON log.events FROM filament_log_writer',
  );
};

export const logIsThere = async (client: pg.Client): Promise<boolean> =>
  (await client.query<{ there: boolean }>(`SELECT to_regclass('log.writer') IS NOT NULL AS there`)).rows[0]?.there ===
  true;

export const headOf = async (client: pg.Client): Promise<bigint> =>
  BigInt(
    (await client.query<{ head: string | null }>('SELECT max(position)::text AS head FROM log.events')).rows[0]?.head ??
      0,
  );

export const checkLog =
  (client: pg.Client, full: boolean, nowMs: () => number = () => performance.now()): Check =>
  async () => {
    const head = await headOf(client);
    return [
      await checkSchema(client, LOG),
      ...(await checkEvents(client, head, full, nowMs)),
      await checkGuards(client),
      await checkPartitions(client, head),
      await checkRole(client),
    ];
  };
