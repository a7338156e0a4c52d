/** Moves a focus that has no place any more to the place where the user goes on: the composer, or the messages. */
export const focusHome = (): void => {
  if (document.activeElement !== document.body) return;
  const composer = document.querySelector<HTMLElement>('.composer textarea');
  (composer ?? document.querySelector<HTMLElement>('#messages'))?.focus();
};
