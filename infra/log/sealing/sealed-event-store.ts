/** Builds two ports of the program from an event log and a sealer: the event store and the event feed. */

import * as E from 'fp-ts/lib/Either.js';
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js';
import type { EventStore } from '#commands/ports/event-store.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { NO_REVISION, type Position, type RecordedEvent } from '#domain/kernel/event.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { EventFeed, RecordedBatch } from '#projections/ports/event-feed.ts';
import { type EventLog, LogCutBack, type StoredEvent, UnstorableAppend, type WrittenBatch } from '../event-log.ts';
import type { Sealer } from '../ports/sealer.ts';
import { type AppendedEntries, Tail, type TailEntry, type TailLimits } from '../tail.ts';
import { type DecodedEvent, decodeEvents, encodeEvents } from './codec.ts';
import { UnreadableEvent } from './unreadable-event.ts';

export type SealedEventStore = { readonly store: EventStore; readonly feed: EventFeed };

/** Hears that the log no longer holds an event that was read from it. */
export type CutBackHandler = (cut: LogCutBack) => void;

const TAIL: TailLimits = { entries: 4_096, bytes: 8 * 1_024 * 1_024, pollMs: 500 };
/** Events in one page of a follower. It is small, so that live delivery does not wait long for a page to be opened. */
const PAGE = 500;

const unavailable = (error: unknown): StoreUnavailable => {
  // An unstorable append is a bug in this program and not a state of the store.
  if (error instanceof UnstorableAppend) throw error;
  return { kind: 'StoreUnavailable', why: error instanceof Error ? error.message : String(error) };
};

const attempt = async <A>(work: () => Promise<A>): Promise<E.Either<StoreUnavailable, A>> => {
  try {
    return E.right(await work());
  } catch (error) {
    return E.left(unavailable(error));
  }
};

/**
 * Rejects the whole stream when one event is unreadable, because a command cannot decide on half a stream.
 * @throws UnreadableEvent
 */
const allReadable = (decoded: ReadonlyArray<DecodedEvent>): ReadonlyArray<RecordedEvent<DomainEvent>> =>
  decoded.map((event) => {
    if (event instanceof UnreadableEvent) throw event;
    return event;
  });

/**
 * Returns the events up to the first unreadable one, so that everything before it can be applied.
 * @throws UnreadableEvent when the page begins with one. The follower may then continue after its position.
 */
const readableBatch = (decoded: ReadonlyArray<DecodedEvent>, after: Position): RecordedBatch => {
  const events: Array<RecordedEvent<DomainEvent>> = [];
  for (const event of decoded) {
    if (event instanceof UnreadableEvent) {
      if (events.length === 0) throw event;
      break;
    }
    events.push(event);
  }
  return { events, through: events.at(-1)?.position ?? after };
};

/** Opened events that this process has just handed to the log, by the stored object that was handed over. */
type Handed = WeakMap<StoredEvent, Pick<RecordedEvent<DomainEvent>, 'event' | 'metadata'>>;

const createStore = (log: EventLog, sealer: Sealer, handed: Handed): EventStore => {
  const encode = encodeEvents(sealer);
  const decode = decodeEvents(sealer);
  return {
    readStream: (name, after) => () =>
      attempt(async () => {
        const { events, head } = await log.readStream(name, after);
        return { events: allReadable(await decode(events)), head };
      }),
    append: (name, expected, events) => async () => {
      const outcome = await attempt(async () => {
        const encoded = await encode(name, events);
        const stored = encoded.map((one) => one.stored);
        if (!isNonEmpty(stored)) throw new UnstorableAppend('there is no event to append');
        encoded.forEach((one, at) => {
          const metadata = events[at]?.metadata;
          // The catalog has just checked these facts.
          const event = { type: one.stored.type, data: one.facts } as DomainEvent;
          if (metadata !== undefined) handed.set(one.stored, { event, metadata });
        });
        return log.append(name, expected.kind === 'NoStream' ? NO_REVISION : expected.revision, stored);
      });
      if (E.isLeft(outcome)) return outcome;
      const { right: result } = outcome;
      if (result.kind === 'RevisionConflict') return E.left(result);
      const { position, revision, repeated } = result;
      return E.right({ position, revision, repeated });
    },
  };
};

/**
 * Turns stored events into tail entries, as a later read would return them. Undefined when another component handed
 * them to the log.
 */
const passedOf = ({ after, events }: WrittenBatch, handed: Handed): AppendedEntries | undefined => {
  const entries: Array<TailEntry> = [];
  for (const { stored, position, stream, revision } of events) {
    const opened = handed.get(stored);
    if (opened === undefined) return undefined;
    const { eventId, data, metadata } = stored;
    const decoded = { position, stream, revision, eventId, ...opened };
    entries.push({ position, eventId, decoded, bytes: data.length + metadata.length });
  }
  return { after, entries };
};

/**
 * Waits for `work`, but not after the signal aborts. The listener is removed each time, because one signal outlives
 * thousands of such waits.
 */
const untilAborted = async (signal: AbortSignal, work: Promise<void>): Promise<void> => {
  const { promise: aborted, resolve: stop } = Promise.withResolvers<void>();
  const stopped = (): void => stop();
  signal.addEventListener('abort', stopped);
  if (signal.aborted) stop();
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stopped);
  }
};

const createFeed = (
  whole: EventLog,
  sealer: Sealer,
  handed: Handed,
  limits: TailLimits,
  cutBack: CutBackHandler,
): EventFeed => {
  const log: Pick<EventLog, 'readAll' | 'eventAt' | 'head' | 'countAfter' | 'onAppended'> = {
    ...whole,
    readAll: (after, limit, known) =>
      whole.readAll(after, limit, known).catch((error: unknown) => {
        if (error instanceof LogCutBack) cutBack(error);
        throw error;
      }),
  };
  const decode = decodeEvents(sealer);
  const idAt = async (position: Position): Promise<EventId | undefined> => (await log.eventAt(position))?.eventId;
  const tail = new Tail(
    {
      head: log.head,
      onAppended: (listener) =>
        log.onAppended((written) => listener(written === undefined ? undefined : passedOf(written, handed))),
      idAt,
      read: async (after, known) => {
        const events = await log.readAll(after, PAGE, known);
        const decoded = await decode(events);
        return events.flatMap(({ position, eventId, data, metadata }, at) => {
          const event = decoded[at];
          return event === undefined
            ? []
            : [{ position, eventId, decoded: event, bytes: data.length + metadata.length }];
        });
      },
    },
    limits,
  );

  const readAll = async (after: Position, limit: number, known?: EventId): Promise<RecordedBatch> =>
    readableBatch(await decode(await log.readAll(after, limit, known)), after);

  async function* follow(after: Position, signal: AbortSignal, known?: EventId): AsyncGenerator<RecordedBatch> {
    let at = after;
    let id = known;
    // The tail may never look at the place where a follower begins.
    if (known !== undefined) await log.readAll(after, 1, known);
    while (!signal.aborted) {
      const live = await tail.reaches(at, id);
      const batch = live
        ? readableBatch(
            tail.after(at, PAGE).map(({ decoded }) => decoded),
            at,
          )
        : await readAll(at, PAGE, id);
      if (batch.events.length > 0) {
        at = batch.through;
        id = batch.events.at(-1)?.eventId;
        yield batch;
      } else if (live) await untilAborted(signal, tail.grow());
    }
  }

  return { head: log.head, countAfter: log.countAfter, idAt, readAll, follow };
};

export const createSealedEventStore = (deps: {
  readonly log: EventLog;
  readonly sealer: Sealer;
  readonly tail?: Partial<TailLimits>;
  readonly cutBack?: CutBackHandler;
}): SealedEventStore => {
  const handed: Handed = new WeakMap();
  return {
    store: createStore(deps.log, deps.sealer, handed),
    feed: createFeed(deps.log, deps.sealer, handed, { ...TAIL, ...deps.tail }, deps.cutBack ?? (() => undefined)),
  };
};
