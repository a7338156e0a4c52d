/** The keys of a field in which the user writes. The user can change the keys of the formats. */

import type { Chord } from '#web/shortcuts/chord.ts';
import { keysIn, type Shortcuts, type UserKeys } from '#web/shortcuts/shortcuts.ts';

const FORMAT_KEYS = {
  bold: 'Mod+b',
  italic: 'Mod+i',
  underline: 'Mod+u',
  strike: 'Mod+Shift+x',
  code: 'Mod+e',
  link: 'Mod+k',
} as const satisfies { readonly [format: string]: Chord };
export type FormatKeyName = keyof typeof FORMAT_KEYS;

const made = new WeakMap<Shortcuts, UserKeys<FormatKeyName>>();
/**
 * The keys of the formats. They work while a text is selected, and else the page has them, so both may have the same
 * keys. Every field and the help share them.
 */
export const formatKeysOf = (shortcuts: Shortcuts): UserKeys<FormatKeyName> => {
  const keys = made.get(shortcuts) ?? keysIn(shortcuts.keepsakes, FORMAT_KEYS, 'format-keys');
  made.set(shortcuts, keys);
  return keys;
};

/** Keys that take the active suggestion. */
export const TAKE_KEYS = ['Tab', 'Enter'] as const satisfies ReadonlyArray<Chord>;
/** Keys that paste a text without its formats. */
export const PLAIN_PASTE_KEY = 'Mod+Shift+v' satisfies Chord;
