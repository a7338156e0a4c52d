import type { JSX } from 'solid-js';
import { Icon, type IconName } from '#web/ui/icon.tsx';

/** A button with an icon. Its name is the label for screen readers and the tooltip. */
export const IconButton = (props: {
  readonly icon: IconName;
  readonly name: string;
  readonly press: (event: MouseEvent) => void;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly tone?: 'danger';
  readonly class?: string;
  readonly tip?: 'above' | 'above-end' | 'below' | 'below-end' | 'before' | 'after';
  readonly tabIndex?: number;
  readonly popup?: 'menu' | 'dialog';
  readonly element?: (element: HTMLButtonElement) => void;
}) => (
  <button
    type="button"
    ref={(element) => props.element?.(element)}
    class={`icon-button ${props.class ?? ''}`}
    classList={{ danger: props.tone === 'danger' }}
    aria-label={props.name}
    aria-pressed={props.pressed}
    aria-expanded={props.expanded}
    aria-haspopup={props.popup}
    data-tip={props.name}
    data-tip-side={props.tip ?? 'above'}
    tabindex={props.tabIndex}
    onClick={(event) => props.press(event)}
  >
    <Icon name={props.icon} />
  </button>
);

/** A button with a text. A busy button keeps the focus, takes no presses, and submits nothing. */
export const Button = (props: {
  readonly children: JSX.Element;
  readonly press?: (event: MouseEvent) => void;
  readonly kind?: 'primary' | 'quiet' | 'danger';
  readonly submit?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly autofocus?: boolean;
}) => (
  <button
    type={props.submit === true ? 'submit' : 'button'}
    class={`button ${props.kind ?? 'primary'}`}
    disabled={props.disabled === true}
    aria-disabled={props.busy === true}
    aria-busy={props.busy === true}
    autofocus={props.autofocus}
    onClick={(event) => {
      if (props.busy === true) event.preventDefault();
      else props.press?.(event);
    }}
  >
    {props.children}
  </button>
);
