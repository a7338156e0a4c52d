/** Tests rules without a store: given past events, a command yields these events or is refused. */
import { expect } from 'chai';
import fc from 'fast-check';
import { type Either, isLeft, isRight, left, right } from 'fp-ts/lib/Either.js';
import type { Aggregate, Decider } from '#domain/kernel/decider.ts';
import type { EventShape } from '#domain/kernel/event.ts';

export const given = <C, S, E extends EventShape, R>(
  { initial, evolve, decide }: Decider<C, S, E, R>,
  ...past: ReadonlyArray<E>
) => ({
  when: (command: C) => {
    const decision = decide(command, past.reduce(evolve, initial));
    return {
      yields: (...events: ReadonlyArray<E>): void => {
        expect(decision).to.deep.equal(right(events));
      },
      refused: (rejection: R): void => {
        expect(decision).to.deep.equal(left(rejection));
      },
    };
  },
});

/** A command with its decider, and a check of the state after it was accepted. */
export type Act<S, E extends EventShape> = {
  readonly says: string;
  readonly decide: (state: S) => Either<unknown, ReadonlyArray<E>>;
  readonly reached: (state: S) => boolean;
  /** Answer to the same command once more, where it is not accepted. */
  readonly repeated?: 'refused';
};

/**
 * Checks commands on the states that random sequences of commands lead to. An accepted command reaches its goal, and
 * the same command once more yields no event: it is accepted, or refused where the act says so.
 * The fold of all events is the state, and leaves the state before as it was.
 */
export const expectRepeatable = <S, E extends EventShape>(
  { initial, evolve, fold }: Aggregate<S, E>,
  acts: fc.Arbitrary<Act<S, E>>,
): void => {
  const decided = (state: S, { decide }: Act<S, E>): ReadonlyArray<E> => {
    const decision = decide(state);
    return isRight(decision) ? decision.right : [];
  };
  const after = (state: S, act: Act<S, E>): S => decided(state, act).reduce(evolve, state);
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 12 }), acts, (past, act) => {
      const before = past.reduce(after, initial);
      const events = past.reduce<{ readonly state: S; readonly all: ReadonlyArray<E> }>(
        ({ state, all }, one) => ({ state: after(state, one), all: [...all, ...decided(state, one)] }),
        { state: initial, all: [] },
      ).all;
      const copy = structuredClone(before);
      expect(fold(initial, events), 'folded at once').to.deep.equal(before);
      fold(before, events);
      expect(before, 'left as it was').to.deep.equal(copy);
      if (isLeft(act.decide(before))) return;
      const state = after(before, act);
      expect(act.reached(state), `${act.says} reaches its goal`).to.equal(true);
      if (act.repeated === 'refused') expect(isLeft(act.decide(state)), `${act.says}, repeated`).to.equal(true);
      else expect(act.decide(state), `${act.says}, repeated`).to.deep.equal(right([]));
    }),
    { numRuns: 500 },
  );
};
