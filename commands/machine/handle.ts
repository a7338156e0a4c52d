import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js';
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js';
import { mapWithIndex, type ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { APPEND_ATTEMPTS_MAX } from '#commands/limits.ts';
import { asWanted, type WantedEvents, writtenBy } from '#commands/machine/attempts.ts';
import type { FoldedStream, StreamFold } from '#commands/machine/folds.ts';
import { metadataOf, type Origin } from '#commands/machine/origin.ts';
import { type ExpectedRevision, NO_STREAM } from '#commands/ports/event-store.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { type NewEvent, NO_REVISION, type Revision } from '#domain/kernel/event.ts';
import type { Contention, StoreUnavailable } from '#domain/kernel/failure.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { AttemptReused } from '#domain/kernel/rejection.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** Handling of one stream. `decide` runs again after a conflict, so it reads everything again. */
export type Handling<S, E extends DomainEvent, R> = {
  readonly fold: StreamFold<S, E>;
  readonly stream: StreamName;
  readonly origin: Origin;
  readonly decide: (folded: FoldedStream<S>, at: Instant) => TaskEither<R, ReadonlyArray<E>>;
};

/** Handling that makes a thing, once for each attempt. A retry finds the wanted event and writes nothing. */
export type CreateHandling<S, E extends DomainEvent, R> = Handling<S, E, R> & {
  /** @param at the time when the attempt decided first. */
  readonly wants: (at: Instant) => WantedEvents<E>;
};

/** The loop begins by reading the stream, or with the belief that the stream does not exist. */
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

/**
 * The loop reads, folds, decides and appends. After a conflict it begins again, `APPEND_ATTEMPTS_MAX` times at most.
 * Event ids follow from the attempt and the revision, so a retry after a lost answer meets its own events. Then the
 * loop begins again too, and decides on a state with these events.
 */
const loop =
  (begin: Beginning) =>
  <S, E extends DomainEvent, R>(
    can: Loop,
    handling: Handling<S, E, R>,
  ): TaskEither<R | StoreUnavailable | Contention, FoldedStream<S>> =>
  async () => {
    const { fold, stream, decide } = handling;
    for (let attempt = 1; attempt <= APPEND_ATTEMPTS_MAX; attempt += 1) {
      const believed = begin === 'with nothing' && attempt === 1;
      const read = believed ? right(fold.nothing) : await fold.read(stream)();
      if (isLeft(read)) return read;
      const folded = read.right;

      const at = can.clock.now();
      const decided = await decide(folded, at)();
      if (isLeft(decided)) return decided;
      if (!isNonEmpty(decided.right)) return read;

      const events = stamped(can, handling, folded.head, decided.right, at);
      const appended = await can.store.append(stream, expected(folded.head), events)();
      if (isRight(appended) && !appended.right.repeated)
        return right(fold.advance(stream, folded, events, appended.right.position));
      if (isLeft(appended) && appended.left.kind !== 'RevisionConflict') return left(appended.left);
    }
    return left({ kind: 'Contention' });
  };

const handle =
  (begin: Beginning) =>
  (can: Loop) =>
  <S, E extends DomainEvent, R>(
    handling: Handling<S, E, R>,
  ): TaskEither<R | StoreUnavailable | Contention, FoldedStream<S>> =>
  () =>
    handling.fold.inTurn(handling.stream, loop(begin)(can, handling));

/** Brings a stream to a state. It may run again at any time, so steps of a process use it. */
export const ensure = handle('reading');

/** Does the same as `ensure` for a stream that is nearly always new. It does not read the stream before the append. */
export const begin = handle('with nothing');

/**
 * Makes a thing whose stream name follows from the attempt. A retry runs `decide` too, because the answer shows only
 * what the caller may see now.
 */
export const create =
  (can: Loop) =>
  <S, E extends DomainEvent, R>(handling: CreateHandling<S, E, R>) =>
    begin(can)({
      ...handling,
      decide:
        (folded: FoldedStream<S>, at): TaskEither<R | AttemptReused | StoreUnavailable, ReadonlyArray<E>> =>
        async () => {
          const decided = await handling.decide(folded, at)();
          if (isLeft(decided) || folded.firstAt === undefined) return decided;
          const written = await writtenBy(can, handling.stream, handling.origin)(folded);
          return isLeft(written) ? written : asWanted(handling.wants(folded.firstAt), written.right);
        },
    });

/** Handling that changes a thing, once for each attempt. `again` decides about a retry. By default it accepts. */
export type ChangeHandling<S, E extends DomainEvent, R> = CreateHandling<S, E, R> & {
  readonly again?: (state: S) => Either<R, ReadonlyArray<E>>;
};

/**
 * Changes a stream once for each attempt. A retry does not run `decide`, so it changes nothing and needs no permission.
 */
export const change =
  (can: Loop) =>
  <S, E extends DomainEvent, R>(handling: ChangeHandling<S, E, R>) =>
    ensure(can)({
      ...handling,
      decide:
        (folded: FoldedStream<S>, at): TaskEither<R | AttemptReused | StoreUnavailable, ReadonlyArray<E>> =>
        async () => {
          const written = await writtenBy(can, handling.stream, handling.origin)(folded);
          if (isLeft(written)) return written;
          if (written.right.length === 0) return handling.decide(folded, at)();
          const wanted = asWanted(handling.wants(at), written.right);
          return isLeft(wanted) ? wanted : (handling.again?.(folded.state) ?? wanted);
        },
    });
