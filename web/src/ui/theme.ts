/** The look of the page: that of the system, or the theme that the user chose. `public/theme.js` shows it first. */

import { createSignal } from 'solid-js';
import type { Keepsakes } from '#web/platform/platform.ts';

export const THEMES = ['system', 'dark', 'light', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];
const KEPT = 'theme';

const themeOf = (text: string | null): Theme => THEMES.find((theme) => theme === text) ?? 'system';

/** Colours the bar of the browser like the rail. The page says one colour for each theme of the system. */
const colourBar = (): void => {
  const rail = getComputedStyle(document.querySelector('.rail') ?? document.body).backgroundColor;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) meta.content = rail;
};

export type ChosenTheme = { readonly theme: () => Theme; readonly choose: (theme: Theme) => void };

export const themeIn = (keepsakes: Keepsakes): ChosenTheme => {
  const [theme, setTheme] = createSignal(themeOf(keepsakes.read(KEPT)));
  const choose = (next: Theme): void => {
    setTheme(next);
    if (next === 'system') {
      keepsakes.remove(KEPT);
      delete document.documentElement.dataset['theme'];
    } else {
      keepsakes.write(KEPT, next);
      document.documentElement.dataset['theme'] = next;
    }
    colourBar();
  };
  return { theme, choose };
};
