import { createSignal } from 'solid-js';

/** Opens and closes the search panel. Closing it moves the focus back to the element that had it before. */
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
