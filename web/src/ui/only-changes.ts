import { type Accessor, createComputed, createSignal, untrack } from 'solid-js';

/**
 * Follows a value, and wakes its readers only when it changes. A memo over a state that changes all the time would look
 * through all its readers at each change.
 */
export const onlyChanges = <T>(read: Accessor<T>, equals: (a: T, b: T) => boolean = Object.is): Accessor<T> => {
  const [value, setValue] = createSignal(untrack(read), { equals });
  createComputed(() => {
    const now = read();
    setValue(() => now);
  });
  return value;
};
