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
};

/**
 * Checks commands on the states that random sequences of commands lead to. An accepted command reaches its goal, and
 * the same command once more is accepted and yields no event.
 */
export const expectRepeatable = <S, E extends EventShape>(
  { initial, evolve }: Aggregate<S, E>,
  acts: fc.Arbitrary<Act<S, E>>,
): void => {
  const after = (state: S, { decide }: Act<S, E>): S => {
    const decision = decide(state);
    return isRight(decision) ? decision.right.reduce(evolve, state) : state;
  };
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 12 }), acts, (past, act) => {
      const before = past.reduce(after, initial);
      if (isLeft(act.decide(before))) return;
      const state = after(before, act);
      expect(act.reached(state), `${act.says} reaches its goal`).to.equal(true);
      expect(act.decide(state), `${act.says}, repeated`).to.deep.equal(right([]));
    }),
    { numRuns: 500 },
  );
};
