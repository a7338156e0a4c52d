/** Values of two sights in a row. All listeners that go from one sight to the other share one value. */
import type { Sight } from '#gateway/dispatch/sight.ts';

/**
 * Makes the value of a pair of sights once. A change of the guild makes new sights, so a value stays right as long as
 * its sights live. `rest` must follow from the pair.
 */
export const oncePerPair = <Rest extends ReadonlyArray<unknown>, Value>(
  make: (before: Sight, now: Sight, ...rest: Rest) => Value,
): ((before: Sight, now: Sight, ...rest: Rest) => Value) => {
  const made = new WeakMap<Sight, WeakMap<Sight, { readonly value: Value }>>();
  return (before, now, ...rest) => {
    const after = made.get(before) ?? new WeakMap<Sight, { readonly value: Value }>();
    made.set(before, after);
    const known = after.get(now) ?? { value: make(before, now, ...rest) };
    after.set(now, known);
    return known.value;
  };
};
