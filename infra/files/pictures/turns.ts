/** Lets a bounded number of tasks run at a time, and a bounded number of them wait. */
export type Turns = {
  /**
   * Waits for a place. Answers the function that gives it back, or undefined when too many wait already or the turns are
   * closed. Rejects with the signal's reason when it is aborted first.
   */
  readonly take: (signal?: AbortSignal) => Promise<(() => void) | undefined>;
  /** Gives up all callers that wait, and lets no other in. */
  readonly close: () => void;
};

type Waiter = (entered: boolean) => void;

export const createTurns = (atOnce: number, waitingMax: number): Turns => {
  const waiting = new Set<Waiter>();
  let running = 0;
  let closed = false;

  const leave = (): void => {
    const [next] = waiting;
    // The place goes to the next caller, so `running` does not change then.
    if (next === undefined) running -= 1;
    else next(true);
  };
  const place = (): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave();
    };
  };
  const entered = (signal?: AbortSignal): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const aborted = (): void => {
        waiting.delete(waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = (value) => {
        waiting.delete(waiter);
        signal?.removeEventListener('abort', aborted);
        resolve(value);
      };
      waiting.add(waiter);
      signal?.addEventListener('abort', aborted, { once: true });
    });

  return {
    take: async (signal) => {
      signal?.throwIfAborted();
      if (closed) return undefined;
      if (running < atOnce) {
        running += 1;
        return place();
      }
      if (waiting.size >= waitingMax) return undefined;
      return (await entered(signal)) ? place() : undefined;
    },
    close: () => {
      closed = true;
      for (const waiter of waiting) waiter(false);
    },
  };
};
