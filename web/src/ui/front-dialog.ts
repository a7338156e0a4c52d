/** The open modal dialogs. All that stands outside of the one in front is inert. */

import { createSignal, onCleanup } from 'solid-js';

const [opened, setOpened] = createSignal<ReadonlyArray<HTMLDialogElement>>([]);

export const frontDialog = (): HTMLDialogElement | undefined => opened().at(-1);

/** Counts a dialog as open until its component is disposed of. */
export const countOpen = (dialog: HTMLDialogElement): void => {
  setOpened((before) => [...before, dialog]);
  onCleanup(() => setOpened((before) => before.filter((one) => one !== dialog)));
};
