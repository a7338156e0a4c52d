/** Moves the focus inside a list with the arrow keys, Home and End. Tab stops in the list only once. */
export const rove = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }, selector: string): void => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: 0, End: 0 }[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  if (at === -1) return;
  event.preventDefault();
  const to = event.key === 'Home' ? 0 : event.key === 'End' ? stops.length - 1 : at + step;
  stops.at(Math.max(0, Math.min(to, stops.length - 1)))?.focus();
};
