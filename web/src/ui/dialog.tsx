/** A modal `<dialog>`. The browser traps the focus in it, makes the page inert and gives the focus back. */

import { createUniqueId, type JSX, onCleanup, onMount } from 'solid-js';
import { Button, IconButton } from '#web/ui/button.tsx';
import { words } from '#web/words/words.ts';

export const Dialog = (props: {
  readonly title: string;
  readonly close: () => void;
  readonly children: JSX.Element;
  readonly size?: 'small' | 'wide';
}) => {
  const titleId = createUniqueId();
  let dialog: HTMLDialogElement | undefined;
  let pressedOutside = false;
  onMount(() => dialog?.showModal());
  // The dialog closes before it leaves the page. Only then does the browser give the focus back.
  onCleanup(() => dialog?.close());
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
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={titleId}>{props.title}</h2>
          <IconButton icon="close" name={words.close} tip="left" press={() => props.close()} />
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
  readonly disabled?: boolean;
}) => (
  <footer class="dialog-foot">
    <Button kind="quiet" press={props.close}>
      {words.cancel}
    </Button>
    <Button
      submit
      kind={props.danger === true ? 'danger' : 'primary'}
      busy={props.busy}
      disabled={props.disabled === true}
    >
      {props.busy ? words.working : props.yes}
    </Button>
  </footer>
);
