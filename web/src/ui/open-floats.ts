/** The open menus and popovers. The history knows that one is open, so that Back closes it and stays on the page. */

import { createContext, onCleanup, useContext } from 'solid-js';

/** True while a dialog, a menu or a popover is open. Tooltips and toasts take no keys, so they do not count. */
export const somethingIsOpen = (): boolean =>
  document.querySelector('dialog[open], :popover-open:not(.tip, .toasts)') !== null;

/** Takes the function that closes an open float. Answers the function to call once the float is closed. */
export type FloatOpener = (close: () => void) => () => void;
export const FloatsContext = createContext<FloatOpener>(() => () => {});

/** Lets Back close a float, as long as its component lives. */
export const closeOnBack = (close: () => void): void => {
  const closed = useContext(FloatsContext)(close);
  onCleanup(closed);
};
