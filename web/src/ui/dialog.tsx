/** A modal `<dialog>`. The browser traps the focus in it, makes the page inert and gives the focus back. */

import { createUniqueId, type JSX, onCleanup, onMount } from 'solid-js';
import { Button, IconButton } from '#web/ui/button.tsx';
import { focusHome } from '#web/ui/focus-home.ts';
import { countOpen } from '#web/ui/front-dialog.ts';
import { words } from '#web/words/words.ts';

const FIELDS = ':is(input, textarea, select):not(:disabled, [readonly])';
/** Elements that take the focus of a dialog, the best first: its field, its main action, its other contents. */
const STARTS = [
  '[autofocus]',
  `.dialog-body ${FIELDS}`,
  '.dialog-foot .button:not(.quiet)',
  '.dialog-body .button:not(.quiet)',
];

/** Keeps the focus inside the dialog. Content that is exchanged would drop it to the page behind. */
const keepFocus = (dialog: HTMLDialogElement): void => {
  const body = dialog.querySelector<HTMLElement>('.dialog-body');
  const start = (): void => {
    const found = STARTS.map((selector) => dialog.querySelector<HTMLElement>(selector)).find((one) => one !== null);
    (found ?? body)?.focus();
    if (found instanceof HTMLInputElement) found.select();
  };
  const changes = new MutationObserver(() => {
    // The body holds the focus while nothing better is there.
    if (document.activeElement === document.body || document.activeElement === body) start();
  });
  start();
  changes.observe(dialog, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  onCleanup(() => changes.disconnect());
};

export const Dialog = (props: {
  readonly title: string;
  readonly close: () => void;
  readonly children: JSX.Element;
  readonly size?: 'small' | 'wide' | 'full';
}) => {
  const titleId = createUniqueId();
  let dialog: HTMLDialogElement | undefined;
  let pressedOutside = false;
  onMount(() => {
    if (dialog === undefined) return;
    dialog.showModal();
    countOpen(dialog);
    keepFocus(dialog);
  });
  onCleanup(() => {
    // The dialog closes before it leaves the page. Only then does the browser give the focus back.
    dialog?.close();
    // The element that opened the dialog may be gone, as after a deletion.
    queueMicrotask(focusHome);
  });
  return (
    <dialog
      ref={(element) => {
        dialog = element;
      }}
      class={`dialog ${props.size ?? 'small'}`}
      aria-labelledby={titleId}
      on:cancel={(event: Event) => {
        // The browser would report the close later, when the next key may have opened the next dialog.
        if (event.target !== dialog) return;
        event.preventDefault();
        props.close();
      }}
      on:close={() => {
        // The browser closed the dialog itself. A dialog that has left the page was closed by its owner.
        if (dialog?.isConnected === true) props.close();
      }}
      on:mousedown={(event: MouseEvent) => {
        pressedOutside = event.target === dialog;
      }}
      on:click={(event: MouseEvent) => {
        if (pressedOutside && event.target === dialog) props.close();
      }}
    >
      <div class="dialog-body" tabindex="-1">
        <header class="dialog-head">
          <h2 id={titleId}>{props.title}</h2>
          <IconButton icon="close" name={words.close} tip="below" press={() => props.close()} />
        </header>
        {props.children}
      </div>
    </dialog>
  );
};

/** The buttons at the end of a dialog: cancel, and the button that submits the form around them. */
export const Foot = (props: {
  readonly close: () => void;
  readonly busy: boolean;
  readonly yes: string;
  readonly danger?: boolean;
}) => (
  <footer class="dialog-foot">
    <Button kind="quiet" press={props.close}>
      {words.cancel}
    </Button>
    <Button submit kind={props.danger === true ? 'danger' : 'primary'} busy={props.busy}>
      {props.busy ? words.working : props.yes}
    </Button>
  </footer>
);
