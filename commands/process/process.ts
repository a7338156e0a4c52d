import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Receipt } from '#commands/commands.ts';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import { type CommandFailure, isFailure } from '#domain/kernel/failure.ts';

/** Outcome of a step: the position that it has reached. It is `BEGINNING` if the step found nothing to do. */
export type StepOutcome = { readonly position: Position };

/**
 * A step of a process changes one stream, or the vault. It may run again at any time, and then it does nothing. So it
 * takes only `known`, which follows from the attempt, and folds everything else anew.
 */
export type ProcessStep<Known, Refusal> = {
  /** Says in the imperative what the step does, for the operator's log. */
  readonly name: string;
  readonly run: (known: Known) => TaskEither<Refusal | CommandFailure, StepOutcome>;
  /** Gives back what the step took, in this run or in an earlier one. It runs when a rule refuses the process. */
  readonly giveBack?: (known: Known) => TaskEither<CommandFailure, unknown>;
};

export const NOTHING_TO_DO: StepOutcome = { position: BEGINNING };

/** The outcome with the later position. */
export const later = (a: StepOutcome, b: StepOutcome): StepOutcome => (b.position > a.position ? b : a);

/** Adds the process and the step to the text of a failure. A failure without a text stays as it is. */
const stoppedAt = (process: string, step: string, failure: CommandFailure): CommandFailure =>
  'why' in failure ? { ...failure, why: `${process}, at the step "${step}": ${failure.why}` } : failure;

/**
 * Makes a process of named steps over several streams, which run one after another. After a failure or a crash, a retry
 * of the attempt resumes the process, because steps that have run do nothing. A rejection ends the process: every step
 * gives back what it took, the last step first.
 *
 * @param name says what the process does, in the imperative.
 */
export const processOf =
  <Known, Refusal extends { readonly kind: string }>(name: string, steps: ReadonlyArray<ProcessStep<Known, Refusal>>) =>
  (known: Known): TaskEither<Refusal | CommandFailure, Receipt<void>> =>
  async () => {
    let reached = NOTHING_TO_DO;
    for (const step of steps) {
      const outcome = await step.run(known)();
      if (isLeft(outcome)) {
        if (isFailure(outcome.left)) return left(stoppedAt(name, step.name, outcome.left));
        for (const { name: taken, giveBack } of steps.toReversed()) {
          const given = await giveBack?.(known)();
          if (given !== undefined && isLeft(given)) return left(stoppedAt(name, taken, given.left));
        }
        return outcome;
      }
      reached = later(reached, outcome.right);
    }
    return right({ position: reached.position, value: undefined });
  };
