/** The keys of a field in which the user writes. They cannot be changed, as those of other editors cannot. */

import type { Chord } from '#web/shortcuts/chord.ts';

/** Keys of the formats. They work while a text is selected, and else the page has them. */
export const FORMAT_KEYS = {
  bold: 'Mod+b',
  italic: 'Mod+i',
  underline: 'Mod+u',
  strike: 'Mod+Shift+x',
  code: 'Mod+e',
  link: 'Mod+k',
} as const satisfies { readonly [format: string]: Chord };
export type FormatKeyName = keyof typeof FORMAT_KEYS;
export const FORMAT_KEY_NAMES = Object.keys(FORMAT_KEYS) as ReadonlyArray<FormatKeyName>;

/** Keys that take the active suggestion. */
export const TAKE_KEYS = ['Tab', 'Enter'] as const satisfies ReadonlyArray<Chord>;
/** Keys that paste a text without its formats. */
export const PLAIN_PASTE_KEY = 'Mod+Shift+v' satisfies Chord;
