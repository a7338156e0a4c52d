/** Where each row of a virtual list begins, from heights that are measured or, until then, guessed. */

export type Offsets = {
  /** Pixels from the top; one more than there are rows, so the last is the height of all. */
  readonly at: Float64Array;
  /** The row that holds the pixel `y`; the nearest one when `y` lies outside. */
  readonly rowAt: (y: number) => number;
};

export const offsetsOf = (
  keys: ReadonlyArray<string>,
  measured: ReadonlyMap<string, number>,
  guess: (index: number) => number,
): Offsets => {
  const at = new Float64Array(keys.length + 1);
  for (let i = 0; i < keys.length; i += 1) {
    at[i + 1] = (at[i] as number) + (measured.get(keys[i] as string) ?? guess(i));
  }
  return {
    at,
    rowAt: (y) => {
      let low = 0;
      let high = Math.max(0, keys.length - 1);
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if ((at[middle] as number) <= y) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
};
