import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Limiter, RateExceeded } from '#gateway/limits/limiter.ts';
import { GUESSES_WAITING_MAX, type RateName } from '#gateway/limits/rates.ts';

/** Rate and key that a guess counts against. */
export type GuessBudget = readonly [rate: RateName, key: string];

/** Count that an attempt holds in one bucket until its outcome is known. */
type HeldCount = { readonly budget: GuessBudget; readonly settle: () => void };
type FullBudget = { readonly excess: RateExceeded; readonly name: string };

/** Guess counter: counts an attempt until its outcome shows whether it was a guess. Only guesses stay counted. */
export type GuessCounter = {
  /**
   * Runs an attempt while all of its budgets have room. It holds a count of each meanwhile, so that attempts at once
   * cannot guess more often than attempts in turn. An attempt that finds a full budget waits for the running attempts,
   * which may give their counts back.
   */
  readonly counted: <A>(
    budgets: ReadonlyArray<GuessBudget>,
    attempt: () => Promise<A>,
    wasGuess: (outcome: A) => boolean,
  ) => Promise<Either<RateExceeded, A>>;
};

const nameOf = ([rate, key]: GuessBudget): string => `${rate} ${key}`;

export const guessCounter = (limiter: Limiter, waitingMax = GUESSES_WAITING_MAX): GuessCounter => {
  /** Ends of the attempts that hold a count, by the name of the budget. */
  const running = new Map<string, Set<Promise<void>>>();
  /** Attempts that wait for room, by the name of the budget. */
  const waiting = new Map<string, number>();

  const hold = (budget: GuessBudget): HeldCount => {
    const name = nameOf(budget);
    const { promise, resolve } = Promise.withResolvers<void>();
    const ends = running.get(name) ?? new Set();
    running.set(name, ends.add(promise));
    const settle = (): void => {
      ends.delete(promise);
      if (ends.size === 0) running.delete(name);
      resolve();
    };
    return { budget, settle };
  };
  /** Gives counts back. A count that cannot be given back stays until its window ends. */
  const release = async (held: ReadonlyArray<HeldCount>): Promise<void> => {
    await Promise.allSettled(held.map(({ budget, settle }) => limiter.giveBack(...budget).finally(settle)));
  };

  const take = async (budgets: ReadonlyArray<GuessBudget>): Promise<Either<FullBudget, ReadonlyArray<HeldCount>>> => {
    const held: HeldCount[] = [];
    try {
      for (const budget of budgets) {
        const excess = await limiter.take(...budget);
        if (excess !== undefined) return left({ excess, name: nameOf(budget) });
        held.push(hold(budget));
      }
      return right(held);
    } finally {
      if (held.length < budgets.length) await release(held);
    }
  };

  /** Waits until one of the running attempts ends. Answers false when too many wait. */
  const waited = async (name: string, ends: ReadonlySet<Promise<void>>): Promise<boolean> => {
    const others = waiting.get(name) ?? 0;
    if (others >= waitingMax) return false;
    waiting.set(name, others + 1);
    await Promise.race(ends);
    const still = (waiting.get(name) ?? 1) - 1;
    if (still === 0) waiting.delete(name);
    else waiting.set(name, still);
    return true;
  };

  /** Takes a count of each budget, and waits for room while attempts run that may give theirs back. */
  const room = async (budgets: ReadonlyArray<GuessBudget>): Promise<Either<RateExceeded, ReadonlyArray<HeldCount>>> => {
    let ranBefore = true;
    for (;;) {
      const taken = await take(budgets);
      if (!isLeft(taken)) return taken;
      const { name, excess } = taken.left;
      const ends = running.get(name);
      // The last attempt may have ended between the refusal and this look, so the count is asked for once more.
      if (ends === undefined ? !ranBefore : !(await waited(name, ends))) return left(excess);
      ranBefore = ends !== undefined;
    }
  };

  return {
    counted: async (budgets, attempt, wasGuess) => {
      const taken = await room(budgets);
      if (isLeft(taken)) return taken;
      const held = taken.right;
      let guessed = false;
      try {
        const outcome = await attempt();
        guessed = wasGuess(outcome);
        return right(outcome);
      } finally {
        if (guessed) for (const { settle } of held) settle();
        else await release(held);
      }
    },
  };
};
