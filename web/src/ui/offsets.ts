/** The offset of each row of a virtual list. Heights are guessed until they are measured. */

export type Offsets = {
  /** Pixels from the top to each row. The last entry is the height of all rows. */
  readonly at: Float64Array;
  /** Answers the row at the pixel `y`, or the nearest row when `y` lies outside. */
  readonly rowAt: (y: number) => number;
};

/** First rows that may be gone when a page comes in above them, as when a day's divider moves up. */
const LOST_MAX = 3;

/**
 * Answers the heights of `keys`. Reuses the heights of `before` when only its ends grew, because a look-up of
 * 100,000 rows for each page would be slow.
 */
export const heightsOf = (
  keys: ReadonlyArray<string>,
  measured: ReadonlyMap<string, number>,
  guess: (index: number) => number,
  before: { readonly keys: ReadonlyArray<string>; readonly heights: Float64Array },
): Float64Array => {
  const heights = new Float64Array(keys.length);
  let lost = 0;
  let from = -1;
  while (from === -1 && lost <= LOST_MAX && lost < before.keys.length) {
    from = keys.indexOf(before.keys[lost] as string);
    if (from === -1) lost += 1;
  }
  let until = from;
  while (from !== -1 && until < keys.length && keys[until] === before.keys[lost + until - from]) until += 1;
  if (from === -1 || lost + until - from < before.keys.length) {
    from = keys.length;
    until = keys.length;
  } else heights.set(before.heights.subarray(lost), from);
  const fill = (first: number, end: number): void => {
    for (let i = first; i < end; i += 1) heights[i] = measured.get(keys[i] as string) ?? guess(i);
  };
  fill(0, from);
  fill(until, keys.length);
  return heights;
};

/**
 * Answers the offsets of rows with these heights. Overwrites the numbers of `old` where they fit, so nobody may use `old`
 * afterwards. Otherwise each frame of a scroll would leave much to collect.
 */
export const offsetsOf = (heights: Float64Array, old?: Offsets): Offsets => {
  const at = old?.at.length === heights.length + 1 ? old.at : new Float64Array(heights.length + 1);
  for (let i = 0; i < heights.length; i += 1) at[i + 1] = (at[i] as number) + (heights[i] as number);
  return {
    at,
    rowAt: (y) => {
      let low = 0;
      let high = Math.max(0, heights.length - 1);
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if ((at[middle] as number) <= y) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
};
