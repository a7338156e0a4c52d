/** A button with a menu, which is a native popover. A click elsewhere or Escape closes it and gives the focus back. */

import { createSignal, For, type JSX, Show } from 'solid-js';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import { place } from '#web/ui/place.ts';

export type MenuItem = {
  readonly icon: IconName;
  readonly name: string;
  readonly choose: () => void;
  readonly tone?: 'danger';
};

export const Menu = (props: {
  readonly label: string;
  readonly items: ReadonlyArray<MenuItem>;
  readonly class: string;
  readonly children: JSX.Element;
  readonly tip?: string;
}) => {
  const [open, setOpen] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  let menu: HTMLDivElement | undefined;
  /** True when a press on the button found the menu open. The press closes the menu and its click must not open it again. */
  let wasOpen = false;

  const items = (): HTMLElement[] => [...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const step = (by: number): void => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    all.at((at + by + all.length) % all.length)?.focus();
  };
  const keys: { readonly [key: string]: () => void } = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Home: () => items().at(0)?.focus(),
    End: () => items().at(-1)?.focus(),
    Tab: () => menu?.hidePopover(),
  };
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
        on:pointerdown={() => {
          wasOpen = menu?.matches(':popover-open') === true;
        }}
        onClick={() => {
          const closing = wasOpen;
          wasOpen = false;
          if (closing) return;
          setOpen(true);
          menu?.showPopover();
        }}
      >
        {props.children}
      </button>
      <div
        class="menu"
        role="menu"
        tabindex="-1"
        aria-label={props.label}
        popover="auto"
        ref={(element) => {
          menu = element;
        }}
        on:toggle={(event: Event & { readonly newState?: string }) => {
          if (event.newState === 'open') {
            if (button !== undefined && menu !== undefined) place(menu, button);
            items().at(0)?.focus();
          } else {
            if (menu?.contains(document.activeElement) === true) button?.focus();
            setOpen(false);
          }
        }}
        onKeyDown={(event) => {
          const act = keys[event.key];
          if (act === undefined) return;
          if (event.key !== 'Tab') event.preventDefault();
          act();
        }}
      >
        <Show when={open()}>
          <For each={props.items}>
            {(item) => (
              <button
                type="button"
                role="menuitem"
                tabindex="-1"
                classList={{ danger: item.tone === 'danger' }}
                onClick={() => {
                  menu?.hidePopover();
                  button?.focus();
                  item.choose();
                }}
              >
                <Icon name={item.icon} />
                {item.name}
              </button>
            )}
          </For>
        </Show>
      </div>
    </>
  );
};
