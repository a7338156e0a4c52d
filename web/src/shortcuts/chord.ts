/**
 * Keys that are pressed together, as a text: `Mod+Shift+k`. `Mod` is Ctrl, and the command key on a Mac, where `Ctrl`
 * is a key of its own.
 */

export type Chord = string;

/** The part of a key event that a chord is read from. */
export type PressedChord = {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

const MODIFIERS: ReadonlySet<string> = new Set([
  'Control',
  'Shift',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'Dead',
  'Process',
]);
const LATIN = /^[\x21-\x7E]$/;

/** Answers the key itself. A keyboard for another script has the Latin letter of the same place. */
const keyOf = ({ key, code }: PressedChord): string => {
  if (key.length > 1) return key;
  if (LATIN.test(key)) return key.toLowerCase();
  const [, letter] = /^(?:Key|Digit)(.)$/.exec(code) ?? [];
  return letter?.toLowerCase() ?? key;
};

/** Reads the chord of a key event. Null while only modifiers are held. */
export const chordOf = (event: PressedChord, mac: boolean): Chord | null => {
  if (MODIFIERS.has(event.key)) return null;
  const key = keyOf(event);
  // The sign of a key says already that Shift was held: `?` and not `Shift+/`.
  const signed = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  return [
    (mac ? event.metaKey : event.ctrlKey) ? 'Mod' : null,
    mac && event.ctrlKey ? 'Ctrl' : null,
    event.altKey ? 'Alt' : null,
    event.shiftKey && !signed ? 'Shift' : null,
    key === ' ' ? 'Space' : key,
  ]
    .filter((part) => part !== null)
    .join('+');
};

/** Splits a chord into its keys. The last key may itself be a plus sign. */
export const keysOf = (chord: Chord): ReadonlyArray<string> => chord.split(/\+(?=.)/);

const SIGNS: { readonly [key: string]: string } = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};
const ON_MAC: { readonly [key: string]: string } = {
  Mod: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '⏎',
  Escape: '⎋',
};

/** Writes a chord as the keyboard of the user shows it. `names` has the words of keys in the language of the user. */
export const shownChord = (chord: Chord, mac: boolean, names: { readonly [key: string]: string }): string => {
  const shown = (key: string): string =>
    (mac ? ON_MAC[key] : undefined) ?? SIGNS[key] ?? names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return keysOf(chord)
    .map(shown)
    .join(mac ? '' : ' ');
};
