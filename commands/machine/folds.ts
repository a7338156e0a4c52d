import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { FOLDS_KEPT_MAX } from '#commands/limits.ts';
import { type InTurn, takingTurns } from '#commands/machine/turns.ts';
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
import type { StreamName } from '#domain/kernel/stream.ts';
import { messageAggregate } from '#domain/message/state.ts';
import { sessionAggregate } from '#domain/session/state.ts';

/** Who wrote how recently is remembered for this many events of a stream; a retry comes within seconds. */
const WRITERS_KEPT = 32;

/** A stream's state, and what the stream says about itself. */
export type Folded<S> = {
  readonly state: S;
  readonly head: Revision;
  /** Of the last event; `BEGINNING` for a stream that does not exist. */
  readonly position: Position;
  readonly firstAt: Instant | undefined;
  readonly lastAt: Instant | undefined;
  /** The attempts that wrote the last events, as `writerOf` names them. */
  readonly writers: ReadonlyArray<string>;
};

export const writerOf = (actor: string, command: string): string => `${actor} ${command}`;

/** Folds streams of one kind, and reads only what came after the state it kept. */
export type StreamFold<S, E extends DomainEvent> = {
  readonly nothing: Folded<S>;
  readonly read: (stream: StreamName) => TaskEither<StoreUnavailable, Folded<S>>;
  readonly inTurn: InTurn;
  /** Moves a state on by events just appended, and keeps it. */
  readonly advance: (
    stream: StreamName,
    from: Folded<S>,
    events: ReadonlyArray<NewEvent<E>>,
    position: Position,
  ) => Folded<S>;
};

/** Least recently used goes first: a Map hands its keys out in the order they were set. */
const keptFolds = <S>(most: number) => {
  const kept = new Map<StreamName, Folded<S>>();
  return {
    of: (stream: StreamName): Folded<S> | undefined => kept.get(stream),
    keep: (stream: StreamName, folded: Folded<S>): void => {
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

const fold = <S, E extends DomainEvent>(
  store: EventStore,
  { initial, evolve, owns }: Aggregate<S, E>,
  most: number,
): StreamFold<S, E> => {
  const kept = keptFolds<S>(most);
  const nothing: Folded<S> = {
    state: initial,
    head: NO_REVISION,
    position: BEGINNING,
    firstAt: undefined,
    lastAt: undefined,
    writers: [],
  };

  const step = (folded: Folded<S>, { event, metadata }: NewEvent<DomainEvent>, position: Position): Folded<S> => {
    if (!owns(event)) throw new Error(`${event.type} stands on a stream it does not belong to`);
    return {
      state: evolve(folded.state, event),
      head: folded.head + 1,
      position,
      firstAt: folded.firstAt ?? metadata.time,
      lastAt: metadata.time,
      writers: [...folded.writers, writerOf(metadata.actor, metadata.causation)].slice(-WRITERS_KEPT),
    };
  };

  return {
    nothing,
    inTurn: takingTurns(),
    // Every command reads four streams or more; nothing newer is the rule, and costs one look.
    read: (stream) => async () => {
      const from = kept.of(stream) ?? nothing;
      const newer = await store.readStream(stream, from.head)();
      if (isLeft(newer)) return newer;
      const { events } = newer.right;
      const folded = events.reduce((state, recorded) => step(state, recorded, recorded.position), from);
      kept.keep(stream, folded);
      return right(folded);
    },
    advance: (stream, from, events, position) => {
      const folded = events.reduce((state, event) => step(state, event, position), from);
      kept.keep(stream, folded);
      return folded;
    },
  };
};

/** One fold for each kind of stream; whoever shares these shares what was folded. */
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
