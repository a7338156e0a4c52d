/** Gives numbers that look random and are the same in every run. */
export type Chance = {
  /** A whole number from 0 to below `below`. */
  readonly below: (below: number) => number;
  readonly oneOf: <A>(things: ReadonlyArray<A>) => A;
  /** True once in `n` calls, on average. */
  readonly onceIn: (n: number) => boolean;
};

export const chanceFrom = (seed: number): Chance => {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % limit;
  };
  return {
    below,
    oneOf: (things) => {
      const thing = things[below(things.length)];
      if (thing === undefined) throw new Error('there is nothing to choose from');
      return thing;
    },
    onceIn: (n) => below(n) === 0,
  };
};
