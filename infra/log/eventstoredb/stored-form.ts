/**
 * Translates between a stored event and the form in which the server keeps it, byte for byte. Data that JSON reproduces
 * exactly is stored as JSON, so that the server's own tools can show it. Other data is stored as bytes. Metadata is a
 * flat map of strings, with correlation and causation under the server's own keys.
 */
import { binaryEvent, type EventData, type JSONType, jsonEvent, type RecordedEvent } from '@eventstore/db-client';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { type LoggedEvent, LogUnavailable, type StoredEvent, UnstorableAppend } from '../event-log.ts';

type Flat = Readonly<Record<string, string>>;

/** Key of the schema version. Its presence also marks the event as one of this program. */
const VERSION = 'schemaVersion';
/** Key of the exact metadata text, used where the map alone would not reproduce it. */
const EXACT = 'exactMetadata';
const SERVER_KEYS: Readonly<Record<string, string>> = { correlation: '$correlationId', causation: '$causationId' };
const OUR_KEYS: Readonly<Record<string, string>> = { $correlationId: 'correlation', $causationId: 'causation' };

const parsed = (text: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnstorableAppend(`${what} of an event is not JSON`);
  }
};

const isFlat = (value: unknown): value is Flat =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((inner) => typeof inner === 'string');

const named = (map: Flat, keys: Readonly<Record<string, string>>): Flat =>
  Object.fromEntries(Object.entries(map).map(([key, text]) => [Object.hasOwn(keys, key) ? keys[key] : key, text]));

const metadataText = (kept: Flat): string => {
  const { [VERSION]: _, [EXACT]: exact, ...rest } = kept;
  return exact ?? JSON.stringify(named(rest, OUR_KEYS));
};

const keptMetadata = ({ metadata, schemaVersion }: StoredEvent): Flat => {
  const map = parsed(metadata, 'the metadata');
  const version = String(schemaVersion);
  if (!isFlat(map)) return { [VERSION]: version, [EXACT]: metadata };
  const kept = { [VERSION]: version, ...named(map, SERVER_KEYS) };
  if (kept[VERSION] === version && metadataText(kept) === metadata) return kept;
  const { correlation, causation } = map;
  return {
    [VERSION]: version,
    ...(correlation === undefined ? {} : { $correlationId: correlation }),
    ...(causation === undefined ? {} : { $causationId: causation }),
    [EXACT]: metadata,
  };
};

/**
 * Translates an event into the server's form.
 * @throws UnstorableAppend for texts that are not JSON, and for a type that begins with `$`, which the server reserves.
 */
export const eventToKeep = (event: StoredEvent): EventData => {
  const { eventId: id, type, data: text } = event;
  if (!/^[^$]/.test(type))
    throw new UnstorableAppend('the type of an event must not be empty and must not begin with $');
  const data = parsed(text, 'the data') as JSONType;
  const metadata = keptMetadata(event);
  return JSON.stringify(data) === text
    ? jsonEvent({ id, type, data, metadata })
    : binaryEvent({ id, type, data: Buffer.from(text), metadata });
};

/** Commit position that servers before 22.6 report for an event that is read from its stream. */
const POSITION_UNSAID = 0xffff_ffff_ffff_ffffn;

/**
 * Returns the place of an event in the server's log as one number. A place is a pair, and both halves are the same for
 * every event that this program appends.
 */
export const placeOf = ({ position }: Pick<RecordedEvent, 'position'>): bigint => {
  if (position === undefined || position.commit === POSITION_UNSAID)
    throw new LogUnavailable('the EventStoreDB does not report positions of events: upgrade it to 22.6 or newer');
  if (position.commit !== position.prepare)
    throw new LogUnavailable(
      'an event of the log was written in a transaction of the old protocol, which Filament does not read',
    );
  return position.commit;
};

/** Tells which events of a server belong to one log, and where its positions begin. */
export type OurLog = {
  readonly prefix: string;
  /** Place of the log's name on the server. It comes before every event of the log and is its position `BEGINNING`. */
  readonly began: bigint;
};

const bytesText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

/**
 * Translates the server's form back into an event. Undefined for an event that is not of this log: one of the server
 * itself or of another program.
 */
export const eventOfOurs = (kept: RecordedEvent, { prefix, began }: OurLog): LoggedEvent | undefined => {
  const { streamId, metadata } = kept;
  if (!streamId.startsWith(prefix) || kept.type.startsWith('$') || !isFlat(metadata)) return undefined;
  const schemaVersion = Number(metadata[VERSION]);
  if (!Number.isInteger(schemaVersion)) return undefined;
  return {
    eventId: kept.id as EventId,
    type: kept.type,
    schemaVersion,
    data: kept.isJson ? JSON.stringify(kept.data) : bytesText(kept.data as Uint8Array),
    metadata: metadataText(metadata),
    position: placeOf(kept) - began,
    stream: streamId.slice(prefix.length) as StreamName,
    revision: Number(kept.revision),
  };
};
