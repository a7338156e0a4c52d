/**
 * Translates between the program's events and stored events. On the way in it checks and seals them. On the way out it
 * opens them and lifts them to the newest shape. No other room sees a ciphertext or an old shape.
 */
import { type DomainEvent, eventCatalog, type SealedField } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { EventMetadata, NewEvent, RecordedEvent, Upcaster } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { type LoggedEvent, type StoredEvent, UnstorableAppend } from '../event-log.ts';
import type { KeyChoice, OpenRequest, SealedText, Sealer, SealRequest } from '../ports/sealer.ts';
import { UnreadableEvent } from './unreadable-event.ts';

type Facts = Record<string, unknown>;
/** The parts of a catalog entry that the codec needs. `encode` may be called only with facts that `is` accepted. */
export type CodecEntry = {
  readonly version: number;
  readonly data: { readonly is: (facts: unknown) => boolean; readonly encode: (facts: never) => unknown };
  readonly sealed: ReadonlyArray<SealedField>;
  readonly upcasters: ReadonlyArray<Upcaster>;
};
export type CodecCatalog = Readonly<Record<string, CodecEntry>>;

const entryIn = (catalog: CodecCatalog, name: string): CodecEntry | undefined =>
  Object.hasOwn(catalog, name) ? catalog[name] : undefined;

/** The text that a sealed field is bound to. A line end separates the parts, because no part can contain one. */
const placeOf = (stream: string, eventId: string, type: string, field: string): string =>
  `${stream}\n${eventId}\n${type}\n${field}`;

const isSealed = (value: unknown): value is SealedText =>
  typeof value === 'object' &&
  value !== null &&
  'alg' in value &&
  'key' in value &&
  'nonce' in value &&
  'text' in value;

const underOf = (field: SealedField, facts: Facts): KeyChoice => {
  if (field.under === 'content') return { kind: 'content' };
  const userId = facts[field.subject];
  if (typeof userId !== 'string')
    throw new UnstorableAppend(`${field.field} cannot be sealed: ${field.subject} is not a user id`);
  return { kind: 'user', userId };
};

/** An event as it is stored, and `facts` as a later read returns them, in the newest shape. */
export type EncodedEvent = { readonly stored: StoredEvent; readonly facts: Readonly<Facts> };

/**
 * Encodes events for the log. Rejects with `UnstorableAppend` when the facts do not fit their codec, which is a bug in
 * this program, and with the vault's error when the vault is away.
 */
export const encodeEvents =
  (sealer: Sealer, catalog: CodecCatalog = eventCatalog) =>
  async (stream: StreamName, events: ReadonlyArray<NewEvent<DomainEvent>>): Promise<ReadonlyArray<EncodedEvent>> => {
    const toSeal: Array<SealRequest> = [];
    const slots: Array<{ readonly facts: Facts; readonly sealed: Facts; readonly field: string }> = [];
    const encoded = events.map(({ eventId, event, metadata }) => {
      const entry = entryIn(catalog, event.type);
      if (entry === undefined) throw new UnstorableAppend(`${event.type} is not in the event catalog`);
      const { version, data, sealed } = entry;
      if (!data.is(event.data)) throw new UnstorableAppend(`the facts of ${event.type} do not fit its codec`);
      // Encoding drops every field that the codec does not name, so no other data reaches the log.
      const facts = { ...(data.encode(event.data as never) as Facts) };
      const hidden = sealed.length === 0 ? facts : { ...facts };
      for (const field of sealed) {
        const value = facts[field.field];
        if (value === null) continue;
        slots.push({ facts, sealed: hidden, field: field.field });
        toSeal.push({
          plain: JSON.stringify(value),
          under: underOf(field, facts),
          bind: placeOf(stream, eventId, event.type, field.field),
        });
      }
      return { facts, hidden, eventId, type: event.type, schemaVersion: version, metadata: JSON.stringify(metadata) };
    });
    if (toSeal.length > 0) {
      const texts = await sealer.seal(toSeal);
      slots.forEach(({ facts, sealed, field }, at) => {
        const text = texts[at];
        sealed[field] = text ?? ERASED;
        if (text === undefined) facts[field] = ERASED;
      });
    }
    return encoded.map(({ facts, hidden, ...rest }) => ({ facts, stored: { ...rest, data: JSON.stringify(hidden) } }));
  };

export type DecodedEvent = RecordedEvent<DomainEvent> | UnreadableEvent;

type Half = { readonly logged: LoggedEvent; readonly facts: Facts; readonly metadata: EventMetadata; forged: boolean };

const isRecord = (value: unknown): value is Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (logged: LoggedEvent): Half | UnreadableEvent => {
  try {
    const facts: unknown = JSON.parse(logged.data);
    const metadata: unknown = JSON.parse(logged.metadata);
    if (!isRecord(facts) || !isRecord(metadata)) return new UnreadableEvent(logged, 'its text is not an object');
    // The fields of the metadata were checked when the event was written, like the facts.
    return { logged, facts, metadata: metadata as unknown as EventMetadata, forged: false };
  } catch {
    return new UnreadableEvent(logged, 'its text is not JSON');
  }
};

const lifted = (catalog: CodecCatalog, { logged, facts, metadata, forged }: Half): DecodedEvent => {
  const entry = entryIn(catalog, logged.type);
  if (entry === undefined) return new UnreadableEvent(logged, 'its name is not known here');
  const { version, upcasters } = entry;
  if (logged.schemaVersion > version)
    return new UnreadableEvent(logged, `the newest schema version known here is ${version}`);
  if (forged) return new UnreadableEvent(logged, 'a sealed text was altered or moved here from elsewhere');
  let data = facts;
  try {
    for (let at = logged.schemaVersion - 1; at < upcasters.length; at++) data = upcasters[at]?.(data) ?? data;
  } catch (error) {
    return new UnreadableEvent(logged, `lifting it to version ${version} failed: ${error}`);
  }
  const { position, stream, revision, eventId } = logged;
  // The facts were checked in full when they were written. A second check would cost most of a rebuild.
  return { position, stream, revision, eventId, metadata, event: { type: logged.type, data } as DomainEvent };
};

/**
 * Decodes events, in order. The result holds an `UnreadableEvent` for each event that cannot be read. Rejects only when
 * the vault is away.
 */
export const decodeEvents =
  (sealer: Sealer, catalog: CodecCatalog = eventCatalog) =>
  async (events: ReadonlyArray<LoggedEvent>): Promise<ReadonlyArray<DecodedEvent>> => {
    const toOpen: Array<OpenRequest> = [];
    const slots: Array<{ readonly half: Half; readonly field: string }> = [];
    const halves = events.map((logged) => {
      const half = parsed(logged);
      if (half instanceof UnreadableEvent) return half;
      for (const field in half.facts) {
        const sealed = half.facts[field];
        if (!isSealed(sealed)) continue;
        toOpen.push({ sealed, bind: placeOf(logged.stream, logged.eventId, logged.type, field) });
        slots.push({ half, field });
      }
      return half;
    });
    if (toOpen.length > 0) {
      const texts = await sealer.open(toOpen);
      slots.forEach(({ half, field }, at) => {
        const text = texts[at];
        if (text?.kind === 'Opened') half.facts[field] = JSON.parse(text.plain);
        else if (text?.kind === 'Erased') half.facts[field] = ERASED;
        else half.forged = true;
      });
    }
    return halves.map((half) => (half instanceof UnreadableEvent ? half : lifted(catalog, half)));
  };
