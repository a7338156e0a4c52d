import type pg from 'pg';
import { bytes, count } from '#infra/operate/words.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

const SIZE = `
  SELECT count(*)::int AS partitions, coalesce(sum(pg_total_relation_size(inhrelid)), 0)::bigint::text AS bytes
  FROM pg_inherits WHERE inhparent = 'log.events'::regclass`;
const TYPES = `
  SELECT type, count(*)::bigint::text AS events, min(metadata->>'time') AS first, max(metadata->>'time') AS last
  FROM log.events GROUP BY type ORDER BY count(*) DESC, type COLLATE "C"`;
const WRITER = 'SELECT epoch::text AS epoch FROM log.writer';
const HEAD =
  'SELECT coalesce(max(position), 0)::text AS head, count(*) FILTER (WHERE revision = 0)::text AS streams FROM log.events';

type TypeRow = { readonly type: string; readonly events: string; readonly first: string; readonly last: string };

/**
 * Prints the statistics of a log in Postgres. It reads every event once, which takes a second or two for each million.
 */
export const logStats = async (terminal: Terminal, client: pg.Client): Promise<ExitCode> => {
  const size = (await client.query<{ partitions: number; bytes: string }>(SIZE)).rows[0];
  const types = (await client.query<TypeRow>(TYPES)).rows;
  const head = (await client.query<{ head: string; streams: string }>(HEAD)).rows[0];
  const epoch = (await client.query<{ epoch: string }>(WRITER)).rows[0]?.epoch ?? '0';
  const events = types.reduce((sum, row) => sum + Number(row.events), 0);
  const onDisk = Number(size?.bytes ?? 0);

  terminal.say(
    `${count(events)} events in ${count(Number(head?.streams ?? 0))} streams, head at position ${head?.head}`,
  );
  terminal.say(`${bytes(onDisk)} on disk in ${size?.partitions} partitions, writer's epoch ${epoch}`);
  const width = Math.max(0, ...types.map((row) => row.type.length));
  for (const row of types) {
    terminal.say(`  ${row.type.padEnd(width)}  ${count(Number(row.events)).padStart(11)}  ${row.first} .. ${row.last}`);
  }
  terminal.give({
    events,
    streams: Number(head?.streams ?? 0),
    head: head?.head,
    bytes: onDisk,
    partitions: size?.partitions,
    epoch,
    types: types.map((row) => ({ ...row, events: Number(row.events) })),
  });
  return EXIT.ok;
};
