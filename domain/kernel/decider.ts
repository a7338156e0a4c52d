import type { Either } from 'fp-ts/lib/Either.js';
import type { EventShape } from '#domain/kernel/event.ts';

/**
 * Copies of the sets and maps that one fold changes. The first change of a set or a map copies it, and later changes of
 * the same fold change that copy. So the cost of a fold grows with the number of events, not with its square.
 */
export type FoldCopies = {
  readonly ofSet: <A>(members: ReadonlySet<A>) => Set<A>;
  readonly ofMap: <K, V>(entries: ReadonlyMap<K, V>) => Map<K, V>;
};

export const foldCopies = (): FoldCopies => {
  let copies: WeakSet<object> | undefined;
  const isOwned = (collection: object): boolean => copies?.has(collection) === true;
  const owned = <A extends object>(copy: A): A => {
    // Most folds change no set and no map, so they make no `WeakSet` either.
    copies ??= new WeakSet();
    copies.add(copy);
    return copy;
  };
  return {
    ofSet: (members) => (members instanceof Set && isOwned(members) ? members : owned(new Set(members))),
    ofMap: (entries) => (entries instanceof Map && isOwned(entries) ? entries : owned(new Map(entries))),
  };
};

/**
 * Evolution: how each event of a stream changes its state. Each event needs a line, or the code does not compile.
 * A line that changes a set or a map takes the copy from `copies`. It changes no other value in place.
 */
export type Evolution<State, Event extends EventShape> = {
  readonly [Type in Event['type']]: (
    state: State,
    data: Extract<Event, { readonly type: Type }>['data'],
    copies: FoldCopies,
  ) => State;
};

/**
 * Aggregate: the first state of a stream, the events that the stream may hold, and how each event changes the state.
 */
export type Aggregate<State, Event extends EventShape> = {
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  /** Evolves by many events. It copies each set and map that they change once. */
  readonly fold: (state: State, events: ReadonlyArray<Event>) => State;
  /** True for an event that may stand on this kind of stream. */
  readonly owns: (event: EventShape) => event is Event;
};

export const aggregate = <State, Event extends EventShape>(
  initial: State,
  evolution: Evolution<State, Event>,
): Aggregate<State, Event> => {
  const move = (state: State, event: Event, copies: FoldCopies): State => {
    // The mapped type above says that a line and its event have the same type. The compiler does not see it here.
    const line = evolution[event.type as Event['type']] as (
      state: State,
      data: Event['data'],
      copies: FoldCopies,
    ) => State;
    return line(state, event.data, copies);
  };
  return {
    initial,
    evolve: (state, event) => move(state, event, foldCopies()),
    fold: (state, events) => {
      const copies = foldCopies();
      return events.reduce((moved, event) => move(moved, event, copies), state);
    },
    owns: (event): event is Event => Object.hasOwn(evolution, event.type),
  };
};

/**
 * Decider: the pure rule of one stream. `decide` answers with the events to append, or with a rejection. An empty list
 * accepts a command that changes nothing. Time, ids and random values come with the command, so a decider has no I/O.
 */
export type Decider<Command, State, Event extends EventShape, Rejection> = Pick<
  Aggregate<State, Event>,
  'initial' | 'evolve'
> & {
  readonly decide: (command: Command, state: State) => Either<Rejection, ReadonlyArray<Event>>;
};
