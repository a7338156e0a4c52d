import { onCleanup } from 'solid-js';
import { type ConversationPane, paneAt } from '#web/ui/conversation-pane.ts';
import { somethingIsOpen } from '#web/ui/open-floats.ts';

/** Elements in which Escape reaches a conversation. Fields and other panes have an Escape of their own. */
const isAt = (pane: ConversationPane, target: EventTarget | null): boolean =>
  paneAt(target) === pane &&
  (target === document.body ||
    (target instanceof Element && target.closest(`#${pane}`) !== null && target.closest('input, textarea') === null));

/** Runs `work` on Escape in the pane while nothing is open that Escape closes. It lasts as long as the component. */
export const onPlainEscape = (pane: ConversationPane, work: () => void): void => {
  // A menu closes before the key comes here, so the look around is taken first.
  let open = false;
  const before = (): void => {
    open = somethingIsOpen();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || open || !isAt(pane, event.target)) return;
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    work();
  };
  document.addEventListener('keydown', before, true);
  document.addEventListener('keydown', pressed);
  onCleanup(() => {
    document.removeEventListener('keydown', before, true);
    document.removeEventListener('keydown', pressed);
  });
};
