/** One task after another, in the order in which they were given. */
export type Serial = {
  /** Starts `task` when every earlier task has ended, failed or not. Settles as `task` does. */
  readonly run: <A>(task: () => Promise<A>) => Promise<A>;
  /** Resolves when every task that was given so far has ended. Never rejects. */
  readonly idle: () => Promise<void>;
};

export const serial = (): Serial => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (task) => {
      const mine = last.then(task, task);
      last = mine;
      return mine;
    },
    idle: () =>
      last.then(
        () => undefined,
        () => undefined,
      ),
  };
};

/** One task after another for each key. Tasks of different keys run side by side. */
export type SerialByKey<K> = {
  /** Starts `task` at once when its key is free, else when every earlier task of the key has ended, failed or not. */
  readonly run: <A>(key: K, task: () => Promise<A>) => Promise<A>;
  /** Resolves when no task is left, those given meanwhile included. Never rejects. */
  readonly idle: () => Promise<void>;
};

export const serialByKey = <K>(): SerialByKey<K> => {
  // A key stands here only while it has a task, so the map is as large as the work under way.
  const last = new Map<K, Promise<unknown>>();
  return {
    run: async (key, task) => {
      const before = last.get(key);
      const mine = before === undefined ? task() : before.then(task, task);
      last.set(key, mine);
      try {
        return await mine;
      } finally {
        if (last.get(key) === mine) last.delete(key);
      }
    },
    idle: async () => {
      while (last.size > 0) await Promise.allSettled(last.values());
    },
  };
};
