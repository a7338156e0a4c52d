import { createSignal } from 'solid-js';

/** Whether the search stands open, where there is anything to search; closing it gives the focus back to where it was. */
export const searchToggle = (possible: () => boolean) => {
  const [wanted, setWanted] = createSignal(false);
  const shown = () => wanted() && possible();
  let before: HTMLElement | null = null;
  const open = (): void => {
    if (shown()) {
      document.querySelector<HTMLInputElement>('.search-input')?.select();
      return;
    }
    before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setWanted(true);
  };
  const close = (): void => {
    const inside = document.activeElement?.closest('.search') != null;
    setWanted(false);
    if (!inside) return;
    const back = before?.isConnected === true && before !== document.body ? before : null;
    (back ?? document.querySelector<HTMLElement>('.composer textarea'))?.focus();
  };
  return { shown, open, close, toggle: () => (shown() ? close() : open()) };
};
