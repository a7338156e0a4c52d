import type { Either } from 'fp-ts/lib/Either.js';
import type { EventShape } from '#domain/kernel/event.ts';

/** How each event of a stream changes its state. An event without a line here does not compile. */
export type Evolution<State, Event extends EventShape> = {
  readonly [Type in Event['type']]: (state: State, data: Extract<Event, { readonly type: Type }>['data']) => State;
};

/** One stream's state: where it begins, what may stand on the stream, and how each event moves it on. */
export type Aggregate<State, Event extends EventShape> = {
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly owns: (event: EventShape) => event is Event;
};

export const aggregate = <State, Event extends EventShape>(
  initial: State,
  evolution: Evolution<State, Event>,
): Aggregate<State, Event> => ({
  initial,
  evolve: (state, event) => {
    // The compiler does not follow that a line and its event have the same type; the mapped type above does.
    const move = evolution[event.type as Event['type']] as (state: State, data: Event['data']) => State;
    return move(state, event.data);
  },
  owns: (event): event is Event => Object.hasOwn(evolution, event.type),
});

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
