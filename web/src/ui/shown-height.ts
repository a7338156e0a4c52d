/**
 * Keeps the page above the keyboard of a screen. Most browsers shrink the page for it, as the viewport of the page asks.
 * Safari lays the keyboard over the page, and says only how much of it is still seen.
 */
export const followShownHeight = (): void => {
  const { visualViewport: seen, document: page } = globalThis as typeof globalThis & Window;
  if (seen === null) return;
  const { style } = page.documentElement;
  seen.addEventListener('resize', () => {
    // A zoomed page is seen in part too, and must not shrink for it.
    const covered = seen.scale === 1 && innerHeight - seen.height > 1;
    if (covered) style.setProperty('--shown-height', `${seen.height}px`);
    else style.removeProperty('--shown-height');
  });
};
