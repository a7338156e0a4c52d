/** The open list of a menu. The arrow keys, Home, End and first letters move in it, and Escape closes it. */

import { Index, onCleanup, onMount, Show } from 'solid-js';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import { closeOnBack } from '#web/ui/open-floats.ts';
import { type Point, place } from '#web/ui/place.ts';

export type MenuItem = {
  readonly icon: IconName;
  readonly name: string;
  /** Receives the press that chose the item, because Shift may change what it does. */
  readonly choose: (event?: MouseEvent) => void;
  readonly tone?: 'danger';
  /** The reason why the item cannot be chosen now. The item stays in the list and shows it. */
  readonly disabled?: string | undefined;
  /** The shortcut that does the same, as text. */
  readonly keys?: string | undefined;
};
/** An item with the shape that its presence has at an avatar. */
export type PresenceItem = Omit<MenuItem, 'icon'> & { readonly presence: string };
export type MenuEntry = MenuItem | 'divider';

/** Puts a divider before the first dangerous item, so that a slip of the hand does not reach it. */
export const divided = <E extends MenuEntry | PresenceItem>(
  entries: ReadonlyArray<E>,
): ReadonlyArray<E | 'divider'> => {
  const at = entries.findIndex((entry) => entry !== 'divider' && entry.tone === 'danger');
  return at < 1 || entries[at - 1] === 'divider' ? entries : [...entries.slice(0, at), 'divider', ...entries.slice(at)];
};

const itemOf = (entry: MenuEntry | PresenceItem): MenuItem | PresenceItem | null =>
  entry === 'divider' ? null : entry;

const Item = (props: { readonly item: MenuItem | PresenceItem; readonly choose: (event: MouseEvent) => void }) => (
  <button
    type="button"
    role="menuitem"
    tabindex="-1"
    classList={{ danger: props.item.tone === 'danger' }}
    aria-disabled={props.item.disabled !== undefined}
    aria-keyshortcuts={props.item.keys}
    onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
    onClick={(event) => {
      if (props.item.disabled === undefined) props.choose(event);
    }}
  >
    {'icon' in props.item ? <Icon name={props.item.icon} /> : <span class="icon" data-presence={props.item.presence} />}
    <span class="menu-text">
      {props.item.name}
      <Show when={props.item.disabled}>
        <small>{props.item.disabled}</small>
      </Show>
    </span>
    <Show when={props.item.keys}>
      <span aria-hidden="true">
        <kbd>{props.item.keys}</kbd>
      </span>
    </Show>
  </button>
);

export const MenuList = (props: {
  readonly label: string;
  readonly entries: ReadonlyArray<MenuEntry | PresenceItem>;
  readonly at: HTMLElement | Point;
  readonly align?: 'start' | 'end';
  /** True when a key opened the menu. The focus then starts on the first item. */
  readonly startsAtFirst: boolean;
  readonly close: () => void;
  /** Takes the focus when the menu closes. */
  readonly returnTo: HTMLElement | undefined;
  /** The button whose click closes the menu. A press on it does not close the menu before that click. */
  readonly toggledBy?: HTMLElement;
}) => {
  let menu: HTMLDivElement | undefined;
  closeOnBack(() => leave());
  const items = (): HTMLElement[] => [...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const here = (): number => items().indexOf(document.activeElement as HTMLElement);
  const step = (by: 1 | -1): void => {
    const all = items();
    const next = here() === -1 ? (by === 1 ? 0 : -1) : (here() + by + all.length) % all.length;
    all.at(next)?.focus();
  };
  const toLetter = (letter: string): void => {
    const all = items();
    const from = here() + 1;
    [...all.slice(from), ...all.slice(0, from)]
      .find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(letter.toLocaleLowerCase()))
      ?.focus();
  };
  const leave = (): void => {
    props.returnTo?.focus({ preventScroll: true });
    props.close();
  };
  const keys: { readonly [key: string]: () => void } = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Home: () => items().at(0)?.focus(),
    End: () => items().at(-1)?.focus(),
    Escape: leave,
    Tab: leave,
  };
  const pressed = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    const letter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (act === undefined && !letter) return;
    event.stopPropagation();
    event.preventDefault();
    if (act === undefined) toLetter(event.key);
    else act();
  };
  const pressedOutside = ({ target }: Event): void => {
    if (!(target instanceof Node) || menu?.contains(target) === true) return;
    if (props.toggledBy?.contains(target) !== true) props.close();
  };
  const close = (): void => props.close();
  onMount(() => {
    if (menu === undefined) return;
    menu.showPopover();
    place(menu, props.at, 'below', props.align ?? 'start');
    if (props.startsAtFirst) items().at(0)?.focus();
    else menu.focus();
    document.addEventListener('pointerdown', pressedOutside, true);
    addEventListener('blur', close);
    addEventListener('resize', close);
  });
  onCleanup(() => {
    document.removeEventListener('pointerdown', pressedOutside, true);
    removeEventListener('blur', close);
    removeEventListener('resize', close);
  });
  return (
    // The browser would close an automatic popover when the mouse button that opened it is released.
    <div
      class="menu"
      role="menu"
      tabindex="-1"
      aria-label={props.label}
      popover="manual"
      ref={(element) => {
        menu = element;
      }}
      on:keydown={pressed}
      on:contextmenu={(event: Event) => event.preventDefault()}
    >
      {/* The entries are made anew with each change of the state. Their places stay, and so does the focus. */}
      <Index each={divided(props.entries)}>
        {(entry) => (
          <Show when={itemOf(entry())} fallback={<hr />}>
            {(item) => (
              <Item
                item={item()}
                choose={(event) => {
                  const { choose } = item();
                  leave();
                  choose(event);
                }}
              />
            )}
          </Show>
        )}
      </Index>
    </div>
  );
};
