import { type Client, DatabaseError } from 'pg';
import type { Position, Revision } from '#domain/kernel/event.ts';
import type { PendingAppend } from './append-queue.ts';
import { int2Array, int4Array, int8Array, jsonArray, textArray, uuidArray } from './binary-array.ts';
import type { Lease } from './lease.ts';

/** The channel on which processes that only read hear of appends. It is a hint only. */
export const APPENDED_CHANNEL = 'filament_log_appended';

/**
 * Stores a batch in one statement: the fence, at most one NOTIFY, and all rows.
 * The fence locks the writer's row, so a successor cannot set its epoch until this batch is decided. When another epoch
 * stands there, the fence finds no row and no event is added.
 * No event is added either when a stream that was taken for new already exists. The statement asks only the partitions
 * before the last one, because the unique index refuses such a row in the last partition.
 */
const APPEND = `
WITH fence AS MATERIALIZED (
  SELECT pg_notify('${APPENDED_CHANNEL}', '')
  FROM (SELECT FROM log.writer WHERE epoch = $1 FOR SHARE) AS mine
)
INSERT INTO log.events (position, stream, revision, event_id, type, schema_version, data, metadata)
SELECT * FROM unnest($2::bigint[], $3::text[], $4::integer[], $5::uuid[], $6::text[], $7::smallint[], $8::json[], $9::json[])
WHERE EXISTS (SELECT FROM fence)
  AND NOT EXISTS (SELECT FROM log.events WHERE stream = ANY ($10::text[]) AND position < $11::bigint)`;
/** The last partition already holds a stream that was taken for new, or the position is taken. */
const UNIQUE_VIOLATION = '23505';

const HEADS = `
SELECT name, (SELECT max(revision) FROM log.events WHERE stream = name) AS head
FROM unnest($1::text[]) AS name`;

export type Batch = {
  readonly accepted: ReadonlyArray<{ readonly append: PendingAppend; readonly last: Position }>;
  readonly heads: ReadonlyMap<string, Revision>;
  readonly last: Position;
  /** Appends that expect a head which an earlier append of this batch may produce. They are judged after the batch. */
  readonly deferred: ReadonlyArray<PendingAppend>;
  /** Appends that expect another head than the stored one. `actual` is the stored head. */
  readonly mismatched: ReadonlyArray<{ readonly append: PendingAppend; readonly actual: Revision }>;
};

/** Decides which appends enter the batch, in the order they came. It needs no database, so a conflict costs nothing. */
export const planBatch = (
  appends: ReadonlyArray<PendingAppend>,
  storedHead: (stream: string) => Revision,
  after: Position,
): Batch => {
  const heads = new Map<string, Revision>();
  const accepted: Array<Batch['accepted'][number]> = [];
  const deferred: Array<PendingAppend> = [];
  const mismatched: Array<Batch['mismatched'][number]> = [];
  let last = after;
  for (const append of appends) {
    const planned = heads.get(append.stream);
    const head = planned ?? storedHead(append.stream);
    if (head === append.expected) {
      last += BigInt(append.events.length);
      heads.set(append.stream, head + append.events.length);
      accepted.push({ append, last });
    } else if (planned === undefined) mismatched.push({ append, actual: head });
    else deferred.push(append);
  }
  return { accepted, heads, last, deferred, mismatched };
};

/**
 * Stores a batch: all rows or none.
 * @param takenForNew streams of the batch that must not exist yet.
 * @returns true when the rows were added, false when the epoch has moved on or a stream taken for new exists.
 */
export const writeBatch = async (
  { client, epoch, partitionEvents }: Pick<Lease, 'client' | 'epoch' | 'partitionEvents'>,
  batch: Batch,
  after: Position,
  takenForNew: ReadonlyArray<string>,
): Promise<boolean> => {
  const positions: Array<bigint> = [];
  const streams: Array<string> = [];
  const revisions: Array<Revision> = [];
  const ids: Array<string> = [];
  const types: Array<string> = [];
  const versions: Array<number> = [];
  const data: Array<string> = [];
  const metadata: Array<string> = [];
  let position = after;
  for (const { append } of batch.accepted) {
    let revision = append.expected;
    for (const event of append.events) {
      position += 1n;
      revision += 1;
      positions.push(position);
      streams.push(append.stream);
      revisions.push(revision);
      ids.push(event.eventId);
      types.push(event.type);
      versions.push(event.schemaVersion);
      data.push(event.data);
      metadata.push(event.metadata);
    }
  }
  const lastPartition = batch.last - (batch.last % partitionEvents);
  try {
    const { rowCount } = await client.query({
      name: 'append',
      text: APPEND,
      values: [
        epoch,
        int8Array(positions),
        textArray(streams),
        int4Array(revisions),
        uuidArray(ids),
        textArray(types),
        int2Array(versions),
        jsonArray(data),
        jsonArray(metadata),
        textArray(takenForNew),
        lastPartition,
      ],
    });
    return rowCount === positions.length;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
};

export const lookUpHeads = async (
  client: Client,
  streams: ReadonlyArray<string>,
): Promise<ReadonlyArray<readonly [stream: string, head: number | null]>> => {
  const { rows } = await client.query<[string, number | null]>({
    name: 'heads',
    text: HEADS,
    values: [textArray(streams)],
    rowMode: 'array',
  });
  return rows;
};
