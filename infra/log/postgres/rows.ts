/**
 * Builds events from rows. All columns arrive as text in a fixed order, so only needed values are parsed and JSON stays
 * untouched.
 */
import type { CustomTypesConfig } from 'pg';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { LoggedEvent } from '../event-log.ts';

export const COLUMNS = 'position, stream, revision, event_id, type, schema_version, data, metadata';

export type EventRow = readonly [
  position: string,
  stream: string,
  revision: string,
  eventId: string,
  type: string,
  schemaVersion: string,
  data: string,
  metadata: string,
];

/**
 * Connection options that make every query use its index. A connection keeps its query plans, and a plan made while the
 * log was small must not scan a large log later. JIT is off, because compiling a plan costs more than running it, and
 * older servers would compile every plan whose scan is discouraged.
 */
export const BY_INDEX = '-c enable_seqscan=off -c jit=off';

const verbatim = (text: string): string => text;
export const TEXT_ONLY: CustomTypesConfig = { getTypeParser: () => verbatim };

/** Builds an event from a row. The casts to branded types are safe, because only checked appends are stored. */
export const eventOfRow = (row: EventRow): LoggedEvent => ({
  position: BigInt(row[0]),
  stream: row[1] as StreamName,
  revision: Number(row[2]),
  eventId: row[3] as EventId,
  type: row[4],
  schemaVersion: Number(row[5]),
  data: row[6],
  metadata: row[7],
});
