/** Draws one row for each thing, by its key. The row stays, with its focus and its open menu, when the thing is read anew. */

import { type Accessor, createMemo, For, type JSX } from 'solid-js';

export const Keyed = <T,>(props: {
  readonly each: ReadonlyArray<T>;
  /** The key of a thing. No other thing of the list has it. */
  readonly by: (thing: T) => string;
  readonly children: (thing: Accessor<T>) => JSX.Element;
}) => {
  const things = createMemo(() => new Map(props.each.map((thing) => [props.by(thing), thing])));
  return (
    <For each={[...things().keys()]}>
      {(key) => {
        const first = things().get(key);
        if (first === undefined) return null;
        // A row whose thing left the list is disposed of a moment later, and keeps the last one until then.
        const thing = createMemo<T>((before) => things().get(key) ?? before, first);
        return props.children(thing);
      }}
    </For>
  );
};
