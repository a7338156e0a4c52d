/** A menu that opens at the pointer: right click, the menu key or Shift+F10, and a long press of a finger. */

import { createSignal, onCleanup, Show } from 'solid-js';
import { type MenuEntry, MenuList } from '#web/ui/menu-list.tsx';
import type { Point } from '#web/ui/place.ts';

const LONG_PRESS_MS = 450;
/** Distance in pixels that a resting finger may move. A longer way is a scroll. */
const REST = 10;

type Opened = { readonly at: HTMLElement | Point; readonly by: 'keys' | 'pointer' };

/** True where the menu of the browser is of more use: links, fields and selected text. */
const belongsToBrowser = (event: MouseEvent, element: HTMLElement): boolean => {
  if (event.shiftKey && event.button === 2) return true;
  if (event.target instanceof Element && event.target.closest('a[href], input, textarea, select') !== null) return true;
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(element, true);
};

/** Calls `open` after a long press. The click that ends the press does nothing. */
const onLongPress = (element: HTMLElement, open: (at: Point) => void): void => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from: Point = { x: 0, y: 0 };
  const end = (): void => clearTimeout(timer);
  const swallow = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  element.addEventListener('pointerdown', (event) => {
    end();
    if (event.pointerType !== 'touch' || !event.isPrimary) return;
    from = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => {
      addEventListener('click', swallow, { capture: true, once: true });
      addEventListener('pointerdown', () => removeEventListener('click', swallow, true), { capture: true, once: true });
      open(from);
    }, LONG_PRESS_MS);
  });
  element.addEventListener('pointermove', (event) => {
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > REST) end();
  });
  for (const over of ['pointerup', 'pointercancel', 'contextmenu'] as const) element.addEventListener(over, end);
  onCleanup(end);
};

/**
 * Answers `attach`, which is the `ref` of the element with the menu, and `View`, which stands inside or beside it.
 * `entries` is read when the menu opens. Without entries the browser shows its own menu.
 */
export const contextMenu = (spec: {
  readonly label: () => string;
  readonly entries: () => ReadonlyArray<MenuEntry>;
  /** Loads the entries where they are not there yet. The menu then opens a moment later. */
  readonly load?: () => Promise<unknown> | undefined;
}) => {
  const [opened, setOpened] = createSignal<Opened | null>(null);
  let owner: HTMLElement | undefined;
  let before: HTMLElement | undefined;
  const open = (now: Opened): boolean => {
    const loading = spec.load?.();
    if (loading !== undefined) {
      loading.then(
        () => open(now),
        () => undefined,
      );
      return true;
    }
    if (spec.entries().length === 0) return false;
    before = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
    setOpened(now);
    return true;
  };
  const attach = (element: HTMLElement): void => {
    owner = element;
    element.classList.add('has-menu');
    let byKey = false;
    element.addEventListener('keydown', ({ key, shiftKey }) => {
      byKey = key === 'ContextMenu' || (key === 'F10' && shiftKey);
    });
    element.addEventListener('pointerdown', () => {
      byKey = false;
    });
    element.addEventListener('contextmenu', (event) => {
      if (event.defaultPrevented || (!byKey && belongsToBrowser(event, element))) return;
      const at = byKey ? element : { x: event.clientX, y: event.clientY };
      if (open({ at, by: byKey ? 'keys' : 'pointer' })) event.preventDefault();
    });
    onLongPress(element, (at) => void open({ at, by: 'pointer' }));
  };
  const View = () => (
    <Show when={opened()} keyed>
      {({ at, by }) => (
        <MenuList
          label={spec.label()}
          entries={spec.entries()}
          at={at}
          startsAtFirst={by === 'keys'}
          close={() => setOpened(null)}
          returnTo={before === document.body ? owner : before}
        />
      )}
    </Show>
  );
  return { attach, View };
};
