/** Catches files that are dropped or pasted anywhere, because a browser would leave the page for a dropped file. */

import { onCleanup } from 'solid-js';

type FileTaker = (files: ReadonlyArray<File>) => void;
/** Takes the files of the page. Undefined while no place takes files. */
let taker: FileTaker | undefined;

/** Lets a place take all files that come, as long as its owner lives. */
export const takeFiles = (take: FileTaker): void => {
  taker = take;
  onCleanup(() => {
    if (taker === take) taker = undefined;
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
  const give = ({ files }: DataTransfer): void => {
    if (taker === undefined || document.querySelector('dialog[open]') !== null) refused();
    else taker([...files]);
  };
  const over = (event: DragEvent): void => {
    if (holdsFiles(event.dataTransfer) || !takesText(event.target)) event.preventDefault();
  };
  const dropped = (event: DragEvent): void => {
    over(event);
    if (holdsFiles(event.dataTransfer)) give(event.dataTransfer);
  };
  const pasted = (event: ClipboardEvent): void => {
    const data = event.clipboardData;
    if (!holdsFiles(data) || data.types.includes('text/plain')) return;
    event.preventDefault();
    give(data);
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
