import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { FOLDS_KEPT_MAX } from '#commands/limits.ts';
import { type StreamSerial, takingTurns } from '#commands/machine/turns.ts';
import type { EventStore } from '#commands/ports/event-store.ts';
import { accountAggregate, serverOwnershipAggregate, usernameAggregate } from '#domain/account/state.ts';
import { channelAggregate } from '#domain/channel/state.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { memberAggregate } from '#domain/guild/member-state.ts';
import { guildAggregate } from '#domain/guild/state.ts';
import { inviteAggregate } from '#domain/invite/state.ts';
import type { Aggregate } from '#domain/kernel/decider.ts';
import { BEGINNING, type NewEvent, NO_REVISION, type Position, type Revision } from '#domain/kernel/event.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { isAfterKey } from '#domain/kernel/key-time.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { messageAggregate } from '#domain/message/state.ts';
import { sessionAggregate } from '#domain/session/state.ts';

/** A stream as folded: its state, its head, its times and the newest keys on it. */
export type FoldedStream<S> = {
  readonly state: S;
  readonly head: Revision;
  /** Position of the append that began the stream; `BEGINNING` for a stream that does not exist. */
  readonly began: Position;
  /** Position of the last event; `BEGINNING` for a stream that does not exist. */
  readonly position: Position;
  readonly firstAt: Instant | undefined;
  readonly lastAt: Instant | undefined;
  /** Newest key of each actor that wrote here lately. In metadata, the key is `causation` and the actor is `actor`. */
  readonly newestKeys: ReadonlyMap<string, string>;
};

/** A fold of streams of one kind. It keeps folded streams and reads only the events after them. */
export type StreamFold<S, E extends DomainEvent> = {
  readonly nothing: FoldedStream<S>;
  readonly read: (stream: StreamName) => TaskEither<StoreUnavailable, FoldedStream<S>>;
  readonly inTurn: StreamSerial;
  /** Folds events that were just appended, and keeps the result. */
  readonly advance: (
    stream: StreamName,
    from: FoldedStream<S>,
    events: ReadonlyArray<NewEvent<E>>,
    position: Position,
  ) => FoldedStream<S>;
};

/** Keeps at most so many folded streams. It drops the least recently used, which is the first key of the Map. */
const keptFolds = <S>(most: number) => {
  const kept = new Map<StreamName, FoldedStream<S>>();
  return {
    of: (stream: StreamName): FoldedStream<S> | undefined => kept.get(stream),
    keep: (stream: StreamName, folded: FoldedStream<S>): void => {
      const newest = (kept.get(stream)?.head ?? NO_REVISION) > folded.head ? kept.get(stream) : folded;
      kept.delete(stream);
      if (newest !== undefined && newest.head !== NO_REVISION) kept.set(stream, newest);
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
    },
  };
};

/**
 * Adds the keys of new events, and forgets keys that no server accepts any more. So a stream remembers the actors of
 * two days at most. The actor that wrote last is last in the Map, so the loop ends at the first key that is still
 * accepted.
 */
const keysAfter = (
  known: FoldedStream<unknown>['newestKeys'],
  events: ReadonlyArray<NewEvent<DomainEvent>>,
  at: Instant,
): FoldedStream<unknown>['newestKeys'] => {
  const keys = new Map(known);
  for (const { metadata } of events) {
    const { actor, causation } = metadata;
    const before = keys.get(actor) ?? '';
    keys.delete(actor);
    keys.set(actor, causation > before ? causation : before);
  }
  for (const [actor, key] of keys) {
    if (!isAfterKey(key, at)) break;
    keys.delete(actor);
  }
  return keys;
};

const fold = <S, E extends DomainEvent>(
  store: EventStore,
  { initial, fold: evolveBy, owns }: Aggregate<S, E>,
  most: number,
): StreamFold<S, E> => {
  const kept = keptFolds<S>(most);
  const nothing: FoldedStream<S> = {
    state: initial,
    head: NO_REVISION,
    began: BEGINNING,
    position: BEGINNING,
    firstAt: undefined,
    lastAt: undefined,
    newestKeys: new Map(),
  };

  const own = ({ event }: NewEvent<DomainEvent>): E => {
    if (!owns(event)) throw new Error(`${event.type} stands on a stream it does not belong to`);
    return event;
  };

  const moved = (
    from: FoldedStream<S>,
    events: ReadonlyArray<NewEvent<DomainEvent>>,
    began: Position,
    position: Position,
  ): FoldedStream<S> => {
    const [first] = events;
    const last = events.at(-1);
    if (first === undefined || last === undefined) return from;
    return {
      state: evolveBy(from.state, events.map(own)),
      head: from.head + events.length,
      began: from.head === NO_REVISION ? began : from.began,
      position,
      firstAt: from.firstAt ?? first.metadata.time,
      lastAt: last.metadata.time,
      newestKeys: keysAfter(from.newestKeys, events, last.metadata.time),
    };
  };

  return {
    nothing,
    inTurn: takingTurns(),
    // A command reads about four streams. Most have no newer event, and then the event store answers without I/O.
    read: (stream) => async () => {
      const from = kept.of(stream) ?? nothing;
      const newer = await store.readStream(stream, from.head)();
      if (isLeft(newer)) return newer;
      const { events } = newer.right;
      const folded = moved(from, events, events[0]?.position ?? from.began, events.at(-1)?.position ?? from.position);
      kept.keep(stream, folded);
      return right(folded);
    },
    advance: (stream, from, events, position) => {
      const folded = moved(from, events, position, position);
      kept.keep(stream, folded);
      return folded;
    },
  };
};

/** Makes one fold for each kind of stream. Commands that share the folds share the folded streams. */
export const foldsOf = (store: EventStore, most = FOLDS_KEPT_MAX) => ({
  username: fold(store, usernameAggregate, most),
  account: fold(store, accountAggregate, most),
  serverOwnership: fold(store, serverOwnershipAggregate, most),
  session: fold(store, sessionAggregate, most),
  guild: fold(store, guildAggregate, most),
  member: fold(store, memberAggregate, most),
  channel: fold(store, channelAggregate, most),
  invite: fold(store, inviteAggregate, most),
  message: fold(store, messageAggregate, most),
});
export type Folds = ReturnType<typeof foldsOf>;
