import { onCleanup } from 'solid-js';
import { type ConversationPane, paneAt } from '#web/ui/conversation-pane.ts';

const typesInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, dialog, [role=menu], [popover]') !== null;

/** Moves the focus to the field of a pane when the user types or pastes outside any field, as long as the component lives. */
export const focusOnTyping = (pane: ConversationPane, mayType: () => boolean, focus: () => void): void => {
  const pressed = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.metaKey;
    if (event.key.length !== 1 || event.key === ' ' || event.altKey || (command && event.key !== 'v')) return;
    if (
      !mayType() ||
      paneAt(event.target) !== pane ||
      typesInto(event.target) ||
      document.querySelector('dialog[open]') !== null
    )
      return;
    focus();
  };
  document.addEventListener('keydown', pressed);
  onCleanup(() => document.removeEventListener('keydown', pressed));
};
