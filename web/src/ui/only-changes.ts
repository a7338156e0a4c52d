import { type Accessor, createComputed, createSignal, untrack } from 'solid-js';

/**
 * Follows a value that is read from something that changes all the time, and wakes its readers only when it is another
 * one. A memo would look through all that reads it at each change, to find out that nothing changed.
 */
export const onlyChanges = <T>(read: Accessor<T>, equals: (a: T, b: T) => boolean = Object.is): Accessor<T> => {
  const [value, setValue] = createSignal(untrack(read), { equals });
  createComputed(() => {
    const now = read();
    setValue(() => now);
  });
  return value;
};
