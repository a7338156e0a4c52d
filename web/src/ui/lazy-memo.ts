import { type Accessor, createMemo, getOwner, runWithOwner } from 'solid-js';

/**
 * Makes a memo at its first read. The memo lives as long as the owner of the caller. A row of a list needs many of its
 * memos only under the pointer, and rows are made at every frame of a scroll.
 */
export const lazyMemo = <T>(read: () => T): Accessor<T> => {
  const owner = getOwner();
  let memo: Accessor<T> | undefined;
  return () => {
    memo ??= runWithOwner(owner, () => createMemo(read)) as Accessor<T>;
    return memo();
  };
};
