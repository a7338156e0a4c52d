/**
 * Events from rows. All columns come as text and in a fixed order: no parsing that is not needed,
 * and JSON is left alone.
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
 * Every question to the log has its index, and plans are kept by the connection: one made while the log was still
 * small must not read it whole for ever after. Compiling plans costs more than running these, and older servers
 * would always do it to one whose scan is discouraged.
 */
export const BY_INDEX = '-c enable_seqscan=off -c jit=off';

const verbatim = (text: string): string => text;
export const TEXT_ONLY: CustomTypesConfig = { getTypeParser: () => verbatim };

/** The brands are true by construction: only checked appends were ever stored. */
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
