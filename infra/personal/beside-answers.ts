/**
 * Work that follows from a command and runs beside its answer. All that waits is written together. A crash loses what
 * waits.
 */
export type BesideAnswers<A> = {
  readonly add: (item: A) => void;
  /** Resolves when all that was added is written, or could not be. */
  readonly close: () => Promise<void>;
};

/** Writes items beside answers. Items with one key that wait together become one by `merged`. */
export const besideAnswers = <A>(
  write: (items: ReadonlyArray<A>) => Promise<void>,
  keyOf: (item: A) => string,
  merged: (waiting: A, item: A) => A,
  failed: (error: unknown) => void,
): BesideAnswers<A> => {
  let waiting = new Map<string, A>();
  let writing: Promise<void> | undefined;
  const writeAll = async (): Promise<void> => {
    while (waiting.size > 0) {
      const items = [...waiting.values()];
      waiting = new Map();
      await write(items).catch(failed);
    }
    writing = undefined;
  };
  return {
    add: (item) => {
      const key = keyOf(item);
      const known = waiting.get(key);
      waiting.set(key, known === undefined ? item : merged(known, item));
      writing ??= writeAll();
    },
    close: async () => {
      await writing;
    },
  };
};
