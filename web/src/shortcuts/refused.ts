/** Chords that no shortcut can have, with the reason. */

import { type Chord, keysOf } from '#web/shortcuts/chord.ts';

/**
 * The browser keeps its chords to itself, so no page sees them. A plain key writes a letter or moves the focus. The keys
 * of editing copy, paste and undo in every field.
 */
export type ShortcutRefusal = 'browser' | 'plain' | 'editing';

/** Chords that Chromium, Firefox or Safari do not give to pages. */
const OF_BROWSERS: ReadonlySet<Chord> = new Set([
  'Mod+n',
  'Mod+t',
  'Mod+w',
  'Mod+q',
  'Mod+Shift+n',
  'Mod+Shift+t',
  'Mod+Shift+w',
  'Mod+Shift+q',
  'Mod+Shift+p',
  'Mod+Tab',
  'Ctrl+Tab',
  'Mod+Shift+Tab',
  'Ctrl+Shift+Tab',
  'Mod+PageUp',
  'Mod+PageDown',
  'Mod+Shift+PageUp',
  'Mod+Shift+PageDown',
  'Alt+F4',
  'Alt+Tab',
  'F11',
  'F12',
  ...Array.from({ length: 9 }, (_, digit) => `Mod+${digit + 1}`),
]);
const OF_EDITING: ReadonlySet<Chord> = new Set([
  ...['a', 'c', 'v', 'x', 'z', 'y'].map((letter) => `Mod+${letter}`),
  'Mod+Shift+z',
  'Mod+Shift+v',
  ...['ArrowLeft', 'ArrowRight', 'Backspace', 'Delete', 'Home', 'End'].flatMap((key) => [
    `Mod+${key}`,
    `Mod+Shift+${key}`,
  ]),
]);

/** Chords without Ctrl, Alt or Command that write nothing. */
const HARMLESS: ReadonlySet<Chord> = new Set(['Shift+Escape', 'Shift+PageUp', 'Shift+PageDown']);

export const refusalOf = (chord: Chord): ShortcutRefusal | null => {
  if (OF_BROWSERS.has(chord)) return 'browser';
  if (OF_EDITING.has(chord)) return 'editing';
  if (HARMLESS.has(chord)) return null;
  const keys = keysOf(chord);
  const held = keys.slice(0, -1).some((key) => key !== 'Shift');
  return held || /^F\d+$/.test(keys.at(-1) ?? '') ? null : 'plain';
};
