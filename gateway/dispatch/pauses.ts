/** Pauses of work that goes on beside the dispatches. The end of the gateway ends all of them. */
export type Pauses = {
  /** Resolves when `begin` calls back. The answer of `begin` calls the work off. */
  readonly wait: (begin: (over: () => void) => () => void) => Promise<void>;
  readonly isOver: () => boolean;
  /** Ends all pauses, also later ones. */
  readonly end: () => void;
};

export const pauses = (): Pauses => {
  const running = new Set<() => void>();
  let isOver = false;
  return {
    wait: (begin) =>
      new Promise((resolve) => {
        if (isOver) return resolve();
        let callOff = (): void => undefined;
        const over = (): void => {
          running.delete(over);
          callOff();
          resolve();
        };
        running.add(over);
        callOff = begin(over);
      }),
    isOver: () => isOver,
    end: () => {
      isOver = true;
      for (const over of [...running]) over();
    },
  };
};
