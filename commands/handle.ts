import { pipe } from 'fp-ts/lib/function.js';
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js';
import * as RNEA from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import { type Folded, type Folder, writerOf } from '#commands/folds.ts';
import { metadataOf, type Origin } from '#commands/origin.ts';
import { type AppendReceipt, type ExpectedRevision, NO_STREAM } from '#commands/ports/event-store.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { type NewEvent, NO_REVISION, type Revision } from '#domain/kernel/event.ts';
import type { Contention, StoreUnavailable } from '#domain/kernel/failure.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { APPEND_ATTEMPTS_MAX } from '#domain/kernel/limits.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

/** One decision about one stream. `decide` runs again on every attempt, so whatever it reads is read again. */
export type Decision<S, E extends DomainEvent, R> = {
  readonly folder: Folder<S, E>;
  readonly stream: StreamName;
  readonly origin: Origin;
  readonly decide: (folded: Folded<S>, at: Instant) => TE.TaskEither<R, ReadonlyArray<E>>;
};

/**
 * `begin`: with what is on the stream, or with the belief that nothing is.
 * `again`: what an attempt gets that has written here before: the stream as it is now, or a new decision.
 */
type Manner = { readonly begin: 'reading' | 'with nothing'; readonly again: 'answer' | 'decide' };

type Loop = Pick<Capabilities, 'store' | 'clock' | 'ids'>;

const expected = (head: Revision): ExpectedRevision =>
  head === NO_REVISION ? NO_STREAM : { kind: 'Exactly', revision: head };

/**
 * THE loop: read, fold, decide, append; on a conflict the whole of it again, a bounded number of times.
 * Event ids follow from the attempt and the place, so a retry after an unknown outcome meets its own events.
 */
const handle =
  ({ begin, again }: Manner) =>
  ({ store, clock, ids }: Loop) =>
  <S, E extends DomainEvent, R>({
    folder,
    stream,
    origin,
    decide,
  }: Decision<S, E, R>): TE.TaskEither<R | StoreUnavailable | Contention, Folded<S>> => {
    type Outcome = TE.TaskEither<R | StoreUnavailable | Contention, Folded<S>>;
    const writer = writerOf(origin.actor, origin.command);

    /** These very events stood there already. Deciding again says whether what was asked then is what is asked now. */
    const repeated = (): Outcome =>
      pipe(
        folder.read(stream),
        TE.flatMap((folded) =>
          pipe(
            decide(folded, clock.now()),
            TE.map(() => folded),
          ),
        ),
      );

    const append = (
      folded: Folded<S>,
      events: RNEA.ReadonlyNonEmptyArray<E>,
      at: Instant,
      attempt: number,
    ): Outcome => {
      const metadata = metadataOf(origin, at);
      const stamped = RNEA.mapWithIndex((index, event: E): NewEvent<E> => {
        const eventId = ids.eventId(origin.command, origin.actor, stream, folded.head + 1 + index);
        return { eventId, event, metadata };
      })(events);
      return pipe(
        store.append(stream, expected(folded.head), stamped),
        TE.foldW(
          (failure): Outcome => (failure.kind === 'RevisionConflict' ? onceMore(attempt) : TE.left(failure)),
          (receipt: AppendReceipt): Outcome =>
            receipt.repeated ? repeated() : TE.right(folder.advance(stream, folded, stamped, receipt.position)),
        ),
      );
    };

    const decided = (folded: Folded<S>, attempt: number): Outcome => {
      if (again === 'answer' && folded.writers.includes(writer)) return TE.right(folded);
      const at = clock.now();
      return pipe(
        decide(folded, at),
        TE.flatMap((events): Outcome => (isNonEmpty(events) ? append(folded, events, at, attempt) : TE.right(folded))),
      );
    };

    const read = (attempt: number): Outcome =>
      pipe(
        folder.read(stream),
        TE.flatMap((folded) => decided(folded, attempt)),
      );

    const onceMore = (attempt: number): Outcome =>
      attempt < APPEND_ATTEMPTS_MAX ? read(attempt + 1) : TE.left({ kind: 'Contention' });

    return begin === 'reading' ? read(1) : decided(folder.nothing, 1);
  };

/** Changes a stream once: an attempt that has already done so is answered, not decided again. */
export const change = handle({ begin: 'reading', again: 'answer' });
/** Brings a stream to a state, as often as it is asked: for steps that are resumed. */
export const ensure = handle({ begin: 'reading', again: 'decide' });
/** Begins a stream whose name follows from the attempt. If it is there, this attempt made it: it is decided against. */
export const create = handle({ begin: 'with nothing', again: 'decide' });
