import type { Revision } from '#domain/kernel/event.ts';
import { EventId } from '#domain/kernel/ids.ts';
import { EVENT_BYTES_MAX, LOG_BATCH_BYTES_MAX, LOG_BATCH_EVENTS_MAX, STREAM_NAME_MAX } from '#infra/log/limits.ts';
import { type StoredEvent, UnstorableAppend } from './event-log.ts';

const STREAM_NAME = /^[\x21-\x7e]+$/;
const NUL = '\u0000';
const SCHEMA_VERSION_MAX = 32_767;

const refuse = (stream: string, why: string): never => {
  throw new UnstorableAppend(`append to ${JSON.stringify(stream.slice(0, STREAM_NAME_MAX))} refused: ${why}`);
};

const checkEvent = (stream: string, event: StoredEvent): number => {
  if (!EventId.is(event.eventId)) refuse(stream, 'an event id must be a lower-case UUID');
  const { schemaVersion } = event;
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > SCHEMA_VERSION_MAX)
    refuse(stream, `a schema version is a whole number from 1 to ${SCHEMA_VERSION_MAX}`);
  for (const text of [event.type, event.data, event.metadata]) {
    if (text.includes(NUL)) refuse(stream, 'a text holds a raw NUL character, which cannot be stored');
    if (!text.isWellFormed()) refuse(stream, 'a text is not well-formed Unicode');
  }
  const bytes = Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata);
  if (bytes > EVENT_BYTES_MAX) refuse(stream, `an event has ${bytes} bytes, and at most ${EVENT_BYTES_MAX} are stored`);
  return bytes;
};

/**
 * Refuses an append that can never be stored, before it enters the queue. A bad append therefore never spoils the batch
 * that it would share with others.
 * @returns the bytes of all payloads.
 * @throws UnstorableAppend
 */
export const checkAppend = (stream: string, expected: Revision, events: ReadonlyArray<StoredEvent>): number => {
  if (stream.length > STREAM_NAME_MAX) refuse(stream, `a stream name may have at most ${STREAM_NAME_MAX} characters`);
  if (!STREAM_NAME.test(stream)) refuse(stream, 'a stream name must be printable ASCII without spaces');
  if (!Number.isInteger(expected) || expected < -1) refuse(stream, 'an expected revision is a whole number from -1');
  if (events.length === 0) refuse(stream, 'an append needs at least one event');
  if (events.length > LOG_BATCH_EVENTS_MAX) refuse(stream, `one append holds at most ${LOG_BATCH_EVENTS_MAX} events`);
  if (new Set(events.map((event) => event.eventId)).size < events.length)
    refuse(stream, 'two of its events have the same id');
  const bytes = events.reduce((sum, event) => sum + checkEvent(stream, event), 0);
  if (bytes > LOG_BATCH_BYTES_MAX) refuse(stream, `one append holds at most ${LOG_BATCH_BYTES_MAX} bytes`);
  return bytes;
};
