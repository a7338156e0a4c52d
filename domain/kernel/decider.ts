import type { Either } from 'fp-ts/lib/Either.js';
import type { EventShape } from '#domain/kernel/event.ts';

/**
 * Collections of one fold. The fold copies a collection when it first changes it and changes the copy in place from
 * then on, so that the cost of a fold grows with the number of its events and not with their square.
 */
export type FoldCopies = {
  readonly ofSet: <A>(members: ReadonlySet<A>) => Set<A>;
  readonly ofMap: <K, V>(entries: ReadonlyMap<K, V>) => Map<K, V>;
};

export const foldCopies = (): FoldCopies => {
  let copies: WeakSet<object> | undefined;
  const isOwned = (collection: object): boolean => copies?.has(collection) === true;
  const owned = <A extends object>(copy: A): A => {
    // Most folds change no collection.
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
 * Evolution: how each event of a stream changes its state. An event without a line here does not compile. A line that
 * changes a set or a map takes it from `own`, and leaves every other value of the state as it is.
 */
export type Evolution<State, Event extends EventShape> = {
  readonly [Type in Event['type']]: (
    state: State,
    data: Extract<Event, { readonly type: Type }>['data'],
    copies: FoldCopies,
  ) => State;
};

/** One stream's state: where it begins, what may stand on the stream, and how each event moves it on. */
export type Aggregate<State, Event extends EventShape> = {
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  /** Evolves by many events, at the cost of one copy of each collection that they change. */
  readonly fold: (state: State, events: ReadonlyArray<Event>) => State;
  readonly owns: (event: EventShape) => event is Event;
};

export const aggregate = <State, Event extends EventShape>(
  initial: State,
  evolution: Evolution<State, Event>,
): Aggregate<State, Event> => {
  const move = (state: State, event: Event, copies: FoldCopies): State => {
    // The compiler does not follow that a line and its event have the same type; the mapped type above does.
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
 * The pure rule of one stream. An empty list of events means: accepted, and already so.
 * Time, ids and randomness come in as data of the command; a decider asks nobody.
 */
export type Decider<Command, State, Event extends EventShape, Rejection> = Pick<
  Aggregate<State, Event>,
  'initial' | 'evolve'
> & {
  readonly decide: (command: Command, state: State) => Either<Rejection, ReadonlyArray<Event>>;
};
