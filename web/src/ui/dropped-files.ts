/** Catches files that are dropped or pasted anywhere, because a browser would leave the page for a dropped file. */

import { onCleanup } from 'solid-js';
import { type ConversationPane, paneAt } from '#web/ui/conversation-pane.ts';

type FileTaker = (files: ReadonlyArray<File>) => void;
/** The panes that take files, each by its own composer. */
const takers = new Map<ConversationPane, FileTaker>();

/** Lets the composer of a pane take the files that come there, as long as its owner lives. */
export const takeFiles = (pane: ConversationPane, take: FileTaker): void => {
  takers.set(pane, take);
  onCleanup(() => {
    if (takers.get(pane) === take) takers.delete(pane);
  });
};

const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea') !== null;

const holdsFiles = (data: DataTransfer | null): data is DataTransfer => data?.types.includes('Files') === true;

/**
 * Gives each drop or paste of files to the place that takes them, and calls `refused` without such a place. A dropped text
 * stays with the field below it, and outside a field it does nothing. A pasted text with a picture of itself, as word
 * processors copy it, stays a text.
 */
export const catchFiles = (refused: () => void): void => {
  const give = ({ files }: DataTransfer, target: EventTarget | null): void => {
    const taker = takers.get(paneAt(target)) ?? [...takers.values()][0];
    if (taker === undefined || document.querySelector('dialog[open]') !== null) refused();
    else taker([...files]);
  };
  const over = (event: DragEvent): void => {
    if (holdsFiles(event.dataTransfer) || !takesText(event.target)) event.preventDefault();
  };
  const dropped = (event: DragEvent): void => {
    over(event);
    if (holdsFiles(event.dataTransfer)) give(event.dataTransfer, event.target);
  };
  const pasted = (event: ClipboardEvent): void => {
    const data = event.clipboardData;
    if (!holdsFiles(data) || data.types.includes('text/plain')) return;
    event.preventDefault();
    give(data, event.target);
  };
  document.addEventListener('dragover', over);
  document.addEventListener('drop', dropped);
  document.addEventListener('paste', pasted);
  onCleanup(() => {
    document.removeEventListener('dragover', over);
    document.removeEventListener('drop', dropped);
    document.removeEventListener('paste', pasted);
  });
};
