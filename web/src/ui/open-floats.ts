/** True while a dialog, a menu or a popover is open. Tooltips and toasts take no keys, so they do not count. */
export const somethingIsOpen = (): boolean =>
  document.querySelector('dialog[open], :popover-open:not(.tip, .toasts)') !== null;
