/**
 * An event of ours as the server keeps it, and back, byte for byte. What JSON gives back unchanged is stored as
 * JSON, so that the server's own tools can look into it; anything else as bytes. Metadata is a flat map of
 * strings with correlation and causation under the server's own keys.
 */
import { binaryEvent, type EventData, type JSONType, jsonEvent, type RecordedEvent } from '@eventstore/db-client';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { type LoggedEvent, LogUnavailable, type StoredEvent, UnstorableAppend } from '../event-log.ts';

type Flat = Readonly<Record<string, string>>;

/** Marks an event as one of ours as well. */
const VERSION = 'schemaVersion';
/** The very text, where the map alone would not give it back. */
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

/** @throws UnstorableAppend for texts that are not JSON, and for a name among the server's own. */
export const eventToKeep = (event: StoredEvent): EventData => {
  const { eventId: id, type, data: text } = event;
  if (!/^[^$]/.test(type)) throw new UnstorableAppend('the name of an event is not empty and does not begin with $');
  const data = parsed(text, 'the data') as JSONType;
  const metadata = keptMetadata(event);
  return JSON.stringify(data) === text
    ? jsonEvent({ id, type, data, metadata })
    : binaryEvent({ id, type, data: Buffer.from(text), metadata });
};

/** What servers before 22.6 say of an event that is read from its stream. */
const POSITION_UNSAID = 0xffff_ffff_ffff_ffffn;

/**
 * The place of an event in the server's log is a pair, of which both halves are the same for everything that is
 * appended as we do: so one number says it.
 */
export const placeOf = ({ position }: Pick<RecordedEvent, 'position'>): bigint => {
  if (position === undefined || position.commit === POSITION_UNSAID)
    throw new LogUnavailable('the EventStoreDB does not tell positions of events: it must be 22.6 or newer');
  if (position.commit !== position.prepare)
    throw new LogUnavailable('an event of the log was written in a transaction of the old protocol');
  return position.commit;
};

/** Which of a server's events are of one log, and from where on they count their positions. */
export type OurLog = {
  readonly prefix: string;
  /** Where the log's name stands on the server: before every event of the log, and at its position `BEGINNING`. */
  readonly began: bigint;
};

const bytesText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

/** Undefined for what is not of this log: the server's own events, and those of others on the same server. */
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
