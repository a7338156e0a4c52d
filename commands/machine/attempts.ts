import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { ATTEMPT_SEARCH_EVENTS_MAX } from '#commands/limits.ts';
import type { FoldedStream } from '#commands/machine/folds.ts';
import type { Origin } from '#commands/machine/origin.ts';
import type { EventStore } from '#commands/ports/event-store.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import { type EventShape, NO_REVISION, type RecordedEvent } from '#domain/kernel/event.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { isBeforeKey } from '#domain/kernel/key-time.ts';
import type { AttemptReused } from '#domain/kernel/rejection.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/**
 * The wanted event of an attempt has the facts that the caller chose. Facts that follow from the attempt, its time or
 * its place are left out. Decision 0021 says how it tells a retry from another use of the same key.
 */
export type WantedEvent<E extends EventShape> = E extends EventShape
  ? {
      readonly type: E['type'];
      readonly facts?: Partial<E['data']>;
      /** Says whether facts fit that follow from the intent and from the stream together. */
      readonly fits?: (data: E['data']) => boolean;
    }
  : never;

/** The wanted event, or the events of an attempt that changes several facts. It may write any of them, and no other. */
export type WantedEvents<E extends EventShape> = WantedEvent<E> | ReadonlyArray<WantedEvent<E>>;

type AnyWantedEvent = {
  readonly type: string;
  readonly facts?: object;
  // Bivariant, so that the check of one event's facts stands for any. It sees only facts of its own type.
  fits?(data: unknown): boolean;
};
type Stored = { readonly event: EventShape };

const REUSED: Either<AttemptReused, never> = left({ kind: 'AttemptReused' });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** True for equal facts. An erased fact equals every fact, because it cannot be compared any more. */
export const isSame = (wanted: unknown, stored: unknown): boolean => {
  if (wanted === stored || isErased(stored)) return true;
  if (!isRecord(wanted) || !isRecord(stored)) return false;
  return Object.keys({ ...stored, ...wanted }).every((name) => isSame(wanted[name], stored[name]));
};

const isWanted = ({ type, facts = {}, fits }: AnyWantedEvent, stored: EventShape): boolean => {
  if (stored.type !== type || fits?.(stored.data) === false) return false;
  const data = new Map(Object.entries(stored.data));
  return Object.entries(facts).every(([name, fact]) => isSame(fact, data.get(name)));
};

const isList = (wanted: AnyWantedEvent | ReadonlyArray<AnyWantedEvent>): wanted is ReadonlyArray<AnyWantedEvent> =>
  Array.isArray(wanted);

/**
 * Accepts a retry when a stored event is the wanted event. With several wanted events, each stored event must be one of
 * them. Otherwise the key was used for another intent.
 */
export const asWanted = (
  wanted: AnyWantedEvent | ReadonlyArray<AnyWantedEvent>,
  stored: ReadonlyArray<Stored>,
): Either<AttemptReused, ReadonlyArray<never>> => {
  const accepts = isList(wanted)
    ? stored.every(({ event }) => wanted.some((one) => isWanted(one, event)))
    : stored.some(({ event }) => isWanted(wanted, event));
  return accepts ? right([]) : REUSED;
};

type Attempted = Pick<Origin, 'actor' | 'command'>;

/**
 * False when the attempt has surely written nothing on this stream: its key is newer than all keys of its actor here.
 * A client makes its keys in the order of time, so nearly every new attempt needs no search.
 */
const mayHaveWritten = <S>({ newestKeys }: FoldedStream<S>, { actor, command }: Attempted): boolean =>
  command <= (newestKeys.get(actor) ?? '');

/** Numbers of events to search. Most retries come within seconds, so their event is among the last. */
const SEARCHES = [64, ATTEMPT_SEARCH_EVENTS_MAX] as const;

/**
 * Finds the events that an attempt has written to a stream, back to the time when its key was first accepted. If the
 * stream has more events than the limit since then, it answers `AttemptReused`. The attempt may have written one of
 * them, so it must not write again.
 */
export const writtenBy =
  ({ store }: { readonly store: EventStore }, stream: StreamName, attempt: Attempted) =>
  async <S>(
    folded: FoldedStream<S>,
  ): Promise<Either<AttemptReused | StoreUnavailable, ReadonlyArray<RecordedEvent<DomainEvent>>>> => {
    if (!mayHaveWritten(folded, attempt)) return right([]);
    for (const atMost of SEARCHES) {
      const after = Math.max(NO_REVISION, folded.head - atMost);
      const read = await store.readStream(stream, after)();
      if (isLeft(read)) return read;
      const events = read.right.events.filter(({ revision }) => revision <= folded.head);
      const own = events.filter(
        ({ metadata }) => metadata.actor === attempt.actor && metadata.causation === attempt.command,
      );
      const [oldest] = events;
      const isAll =
        after === NO_REVISION || (oldest !== undefined && isBeforeKey(attempt.command, oldest.metadata.time));
      // Own events at the very start may have others before them, from the same append.
      const isWhole = own.length > 0 && own[0] !== oldest;
      if (isWhole || isAll) return right(own);
    }
    return REUSED;
  };
