import type { Either } from 'fp-ts/lib/Either.js';
import type { EventShape } from '#domain/kernel/event.ts';

/**
 * The pure rule of one stream. An empty list of events means: accepted, and already so.
 * Time, ids and randomness come in as data of the command; a decider asks nobody.
 */
export type Decider<Command, State, Event extends EventShape, Rejection> = {
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly decide: (command: Command, state: State) => Either<Rejection, ReadonlyArray<Event>>;
};
