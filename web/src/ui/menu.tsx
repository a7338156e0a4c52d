/** A button with a menu. `ContextMenu` opens the same list at the pointer. */

import { createSignal, type JSX, Show } from 'solid-js';
import { type MenuEntry, MenuList, type PresenceItem } from '#web/ui/menu-list.tsx';

export const Menu = (props: {
  readonly label: string;
  readonly items: ReadonlyArray<MenuEntry | PresenceItem>;
  readonly class: string;
  readonly children: JSX.Element;
  readonly tip?: string;
  readonly tipSide?: string;
  readonly align?: 'start' | 'end';
  readonly tabIndex?: number;
}) => {
  const [open, setOpen] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  return (
    <>
      <button
        type="button"
        class={props.class}
        ref={(element) => {
          button = element;
        }}
        aria-label={props.label}
        aria-haspopup="menu"
        aria-expanded={open()}
        data-tip={props.tip}
        data-tip-side={props.tipSide}
        tabindex={props.tabIndex}
        onClick={() => setOpen((before) => !before)}
      >
        {props.children}
      </button>
      <Show when={open() && button} keyed>
        {(at) => (
          <MenuList
            label={props.label}
            entries={props.items}
            at={at}
            align={props.align ?? 'end'}
            startsAtFirst
            close={() => setOpen(false)}
            returnTo={at}
            toggledBy={at}
          />
        )}
      </Show>
    </>
  );
};
