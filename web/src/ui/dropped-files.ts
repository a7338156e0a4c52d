/** Catches files that are dropped or pasted anywhere, because a browser would leave the page for a dropped file. */

import { onCleanup } from 'solid-js';

const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea') !== null;

const holdsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') === true;

/**
 * Calls `refused` for each drop or paste of files. A dropped text stays with the field below it, and outside a field it
 * does nothing. A pasted text with a picture of itself, as word processors copy it, stays a text.
 */
export const catchFiles = (refused: () => void): void => {
  const over = (event: DragEvent): void => {
    if (holdsFiles(event.dataTransfer) || !takesText(event.target)) event.preventDefault();
  };
  const dropped = (event: DragEvent): void => {
    over(event);
    if (holdsFiles(event.dataTransfer)) refused();
  };
  const pasted = (event: ClipboardEvent): void => {
    const data = event.clipboardData;
    if (!holdsFiles(data) || data?.types.includes('text/plain') === true) return;
    event.preventDefault();
    refused();
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
