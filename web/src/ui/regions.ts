/** Moves the focus to the next region of the screen for F6, on its current entry or first usable element. */

const FOCUSABLE = 'button:not([tabindex="-1"]), textarea, input, [href], [tabindex="0"]';

export const nextRegion = (step: 1 | -1): void => {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.checkVisibility() && region.querySelector(FOCUSABLE) !== null,
  );
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const region = regions.at((here === -1 ? (step === 1 ? 0 : -1) : here + step) % regions.length);
  const preferred = region?.querySelector<HTMLElement>('[data-region-start] textarea, [aria-current="page"]');
  (preferred ?? region?.querySelector<HTMLElement>(FOCUSABLE))?.focus();
};
