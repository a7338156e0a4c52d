/** A switch with its name and a sentence about what it does. */

import '#web/ui/switch.css';

import { createUniqueId } from 'solid-js';

export const Switch = (props: {
  readonly name: string;
  readonly hint?: string | undefined;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly change: (on: boolean) => void;
}) => {
  const id = createUniqueId();
  const hintId = createUniqueId();
  return (
    <div class="switch">
      <label for={id}>{props.name}</label>
      <p id={hintId}>{props.hint}</p>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={props.on}
        aria-checked={props.on}
        disabled={props.disabled === true}
        aria-describedby={hintId}
        onChange={(event) => props.change(event.currentTarget.checked)}
      />
    </div>
  );
};
