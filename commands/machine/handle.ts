import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js';
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js';
import { mapWithIndex, type ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { APPEND_ATTEMPTS_MAX } from '#commands/limits.ts';
import { type Folded, type StreamFold, writerOf } from '#commands/machine/folds.ts';
import { metadataOf, type Origin } from '#commands/machine/origin.ts';
import { type ExpectedRevision, NO_STREAM } from '#commands/ports/event-store.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { type NewEvent, NO_REVISION, type Revision } from '#domain/kernel/event.ts';
import type { Contention, StoreUnavailable } from '#domain/kernel/failure.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { AttemptReused } from '#domain/kernel/rejection.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** One decision about one stream. `decide` runs again on every attempt, so whatever it reads is read again. */
export type Decision<S, E extends DomainEvent, R> = {
  readonly fold: StreamFold<S, E>;
  readonly stream: StreamName;
  readonly origin: Origin;
  readonly decide: (folded: Folded<S>, at: Instant) => TaskEither<R, ReadonlyArray<E>>;
};

/** `asks`: whether an event is what is asked for now. By that a retry is told from another use of its key. */
export type Change<S, E extends DomainEvent, R> = Decision<S, E, R> & {
  readonly asks: (event: DomainEvent) => boolean;
};

/** With what is on the stream, or with the belief that nothing is. */
type Beginning = 'reading' | 'with nothing';

type Loop = Pick<Capabilities, 'store' | 'clock' | 'ids'>;

const expected = (head: Revision): ExpectedRevision =>
  head === NO_REVISION ? NO_STREAM : { kind: 'Exactly', revision: head };

const stamped = <E extends DomainEvent>(
  { ids }: Loop,
  { stream, origin }: { readonly stream: StreamName; readonly origin: Origin },
  head: Revision,
  events: ReadonlyNonEmptyArray<E>,
  at: Instant,
): ReadonlyNonEmptyArray<NewEvent<E>> => {
  const metadata = metadataOf(origin, at);
  return mapWithIndex((index, event: E): NewEvent<E> => {
    const eventId = ids.eventId(origin.command, origin.actor, stream, head + 1 + index);
    return { eventId, event, metadata };
  })(events);
};

/** These very events stood there already. Deciding again tells whether what was asked then is what is asked now. */
const repeated =
  <S, E extends DomainEvent, R>({ fold, stream, decide }: Decision<S, E, R>, at: Instant) =>
  async (): Promise<Either<R | StoreUnavailable, Folded<S>>> => {
    const folded = await fold.read(stream)();
    if (isLeft(folded)) return folded;
    const decided = await decide(folded.right, at)();
    return isLeft(decided) ? decided : folded;
  };

/**
 * THE loop: read, fold, decide, append; on a conflict the whole of it again, a bounded number of times.
 * Event ids follow from the attempt and the place, so a retry after an unknown outcome meets its own events.
 */
const loop =
  (begin: Beginning) =>
  <S, E extends DomainEvent, R>(
    can: Loop,
    decision: Decision<S, E, R>,
  ): TaskEither<R | StoreUnavailable | Contention, Folded<S>> =>
  async () => {
    const { fold, stream, decide } = decision;
    for (let attempt = 1; attempt <= APPEND_ATTEMPTS_MAX; attempt += 1) {
      const believed = begin === 'with nothing' && attempt === 1;
      const read = believed ? right(fold.nothing) : await fold.read(stream)();
      if (isLeft(read)) return read;
      const folded = read.right;

      const at = can.clock.now();
      const decided = await decide(folded, at)();
      if (isLeft(decided)) return decided;
      if (!isNonEmpty(decided.right)) return read;

      const events = stamped(can, decision, folded.head, decided.right, at);
      const appended = await can.store.append(stream, expected(folded.head), events)();
      if (isRight(appended)) {
        const { position, repeated: stoodThere } = appended.right;
        return stoodThere ? repeated(decision, at)() : right(fold.advance(stream, folded, events, position));
      }
      if (appended.left.kind !== 'RevisionConflict') return left(appended.left);
    }
    return left({ kind: 'Contention' });
  };

const handle =
  (begin: Beginning) =>
  (can: Loop) =>
  <S, E extends DomainEvent, R>(
    decision: Decision<S, E, R>,
  ): TaskEither<R | StoreUnavailable | Contention, Folded<S>> =>
  () =>
    decision.fold.inTurn(decision.stream, loop(begin)(can, decision));

/** Brings a stream to a state, as often as it is asked: for steps that are resumed. */
export const ensure = handle('reading');
/** Begins a stream whose name follows from the attempt. If it is there, this attempt made it: it is decided against. */
export const create = handle('with nothing');

/** Nothing more is to be done, if this is what the attempt did before. Retries are few, so its events are read again. */
const settled =
  <S, E extends DomainEvent, R>({ store }: Loop, { stream, origin, asks }: Change<S, E, R>) =>
  async (): Promise<Either<AttemptReused | StoreUnavailable, ReadonlyArray<E>>> => {
    const past = await store.readStream(stream, NO_REVISION)();
    if (isLeft(past)) return past;
    const writer = writerOf(origin.actor, origin.command);
    const written = past.right.events.filter(({ metadata }) => writerOf(metadata.actor, metadata.causation) === writer);
    return written.some(({ event }) => asks(event)) ? right([]) : left({ kind: 'AttemptReused' });
  };

/** Changes a stream once: an attempt that has already done so is answered, not decided again. */
export const change =
  (can: Loop) =>
  <S, E extends DomainEvent, R>(asked: Change<S, E, R>) =>
    ensure(can)({
      ...asked,
      decide: (folded: Folded<S>, at): TaskEither<R | AttemptReused | StoreUnavailable, ReadonlyArray<E>> =>
        folded.writers.includes(writerOf(asked.origin.actor, asked.origin.command))
          ? settled(can, asked)
          : asked.decide(folded, at),
    });
