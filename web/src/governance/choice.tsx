/** A choice of one name from few, as the list of the browser. */

import { For } from 'solid-js';
import { Field } from '#web/ui/form.tsx';

/** A value with the name by which the user knows it. */
export type ChoiceName<K extends string> = readonly [value: K, name: string];

export const Choice = <K extends string>(props: {
  readonly label: string;
  readonly of: ReadonlyArray<ChoiceName<K>>;
  readonly chosen: K;
  readonly choose: (value: K) => void;
}) => (
  <Field label={props.label}>
    {({ id, describedBy }) => (
      <select
        id={id}
        aria-describedby={describedBy}
        onChange={(event) => {
          const chosen = props.of[event.currentTarget.selectedIndex];
          if (chosen !== undefined) props.choose(chosen[0]);
        }}
      >
        <For each={props.of}>
          {([value, name]) => (
            <option value={value} selected={value === props.chosen}>
              {name}
            </option>
          )}
        </For>
      </select>
    )}
  </Field>
);
