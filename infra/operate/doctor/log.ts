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
const BROKEN_SHOWN = 5;

type Window = { readonly after: bigint; readonly through: bigint };

/** Spreads the samples evenly over the log. The last one ends at its head. */
const windows = (head: bigint): ReadonlyArray<Window> => {
  if (head <= BigInt(WINDOWS * WINDOW_EVENTS)) return [{ after: 0n, through: head }];
  return Array.from({ length: WINDOWS }, (_, at) => {
    const through = (head * BigInt(at + 1)) / BigInt(WINDOWS);
    return { after: through - BigInt(WINDOW_EVENTS), through };
  });
};

const COUNT = 'SELECT count(*)::text AS events FROM log.events WHERE position > $1 AND position <= $2';

const checkPositions = async (client: pg.Client, looked: ReadonlyArray<Window>): Promise<Finding> => {
  let events = 0n;
  for (const { after, through } of looked) {
    const { rows } = await client.query<{ events: string }>(COUNT, [after, through]);
    const found = BigInt(rows[0]?.events ?? 0);
    if (found !== through - after) {
      const says = `${through - after - found} events are missing between positions ${after + 1n} and ${through}`;
      return fail('log positions', says, RESTORE);
    }
    events += found;
  }
  return ok('log positions', `no gap in the ${count(events)} events checked`);
};

/** Selects streams whose revisions are not 0, 1, 2, ... in the order of positions. */
const BROKEN = `
  SELECT stream FROM (
    SELECT stream, revision, row_number() OVER (PARTITION BY stream ORDER BY position) - 1 AS place
    FROM log.events
    WHERE $1::bigint IS NULL OR stream IN (SELECT stream FROM log.events WHERE position > $1 AND position <= $2)
  ) AS placed
  WHERE revision <> place GROUP BY stream LIMIT ${BROKEN_SHOWN}`;

const checkRevisions = async (client: pg.Client, looked: ReadonlyArray<Window> | 'all'): Promise<Finding> => {
  const broken: string[] = [];
  for (const window of looked === 'all' ? [undefined] : looked) {
    const { rows } = await client.query<{ stream: string }>(BROKEN, [window?.after ?? null, window?.through ?? null]);
    broken.push(...rows.map(({ stream }) => stream));
  }
  if (broken.length > 0) return fail('log revisions', `gaps or duplicates in ${broken.join(', ')}`, RESTORE);
  return ok('log revisions', `no gap in ${looked === 'all' ? 'any stream' : 'any stream checked'}`);
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
  (client: pg.Client, full: boolean): Check =>
  async () => {
    const head = await headOf(client);
    const looked = full ? [{ after: 0n, through: head }] : windows(head);
    return [
      await checkSchema(client, LOG),
      await checkPositions(client, looked),
      await checkRevisions(client, full ? 'all' : looked),
      await checkGuards(client),
      await checkPartitions(client, head),
      await checkRole(client),
    ];
  };
