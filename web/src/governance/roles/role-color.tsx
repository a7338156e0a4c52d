/** The choice of the colour in which the members of a role have their names. */

import { createUniqueId, For, Show } from 'solid-js';
import { govern } from '#web/governance/words/govern-words.ts';
import { Icon } from '#web/ui/icon.tsx';

/** Colours that differ for most people with a weak sense of colour too, in equal lightness. */
const PRESETS: ReadonlyArray<string> = [
  '#e06c60',
  '#e08a3c',
  '#c9a227',
  '#7fae4b',
  '#35a97a',
  '#2aa5b5',
  '#5b94e8',
  '#8b83ec',
  '#b978dd',
  '#d96fae',
];

export const RoleColorChoice = (props: {
  readonly color: string | null;
  readonly change: (color: string | null) => void;
  readonly disabled: boolean;
}) => {
  const group = createUniqueId();
  const isPreset = () => props.color === null || PRESETS.includes(props.color);
  const Choice = (choice: { readonly color: string | null; readonly name: string }) => (
    <label class="role-color" style={{ '--role': choice.color ?? 'transparent' }} data-tip={choice.name}>
      <Show when={choice.color === null}>
        <Icon name="close" />
      </Show>
      <input
        type="radio"
        name={group}
        aria-label={choice.name}
        checked={props.color === choice.color}
        disabled={props.disabled}
        onChange={() => props.change(choice.color)}
      />
    </label>
  );
  return (
    <fieldset class="field">
      <legend>{govern.roles.color}</legend>
      <div class="role-colors">
        <Choice color={null} name={govern.roles.noColor} />
        <For each={PRESETS}>{(color) => <Choice color={color} name={color} />}</For>
        <label
          class="role-color other"
          classList={{ chosen: !isPreset() }}
          style={{ '--role': isPreset() ? 'transparent' : (props.color ?? 'transparent') }}
          data-tip={govern.roles.otherColor}
        >
          <Show when={isPreset()}>
            <Icon name="plus" />
          </Show>
          <input
            type="color"
            aria-label={govern.roles.otherColor}
            value={props.color ?? PRESETS[0] ?? ''}
            disabled={props.disabled}
            onChange={(event) => props.change(event.currentTarget.value.toLowerCase())}
          />
        </label>
      </div>
      <p class="hint">{govern.roles.colorHint}</p>
    </fieldset>
  );
};
