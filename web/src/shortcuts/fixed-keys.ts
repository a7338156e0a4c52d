import type { Chord } from '#web/shortcuts/chord.ts';

/** Keys of one part of the screen. The parts bind them as every program does, so they cannot be changed. */
export const FIXED_KEYS = [
  ['send', ['Enter']],
  ['newLine', ['Shift+Enter']],
  ['editLast', ['ArrowUp']],
  ['pageMessages', ['PageUp', 'PageDown']],
  ['walkMessages', ['ArrowUp', 'ArrowDown']],
  ['reply', ['r']],
  ['walkActions', ['Tab']],
  ['menu', ['Shift+F10', 'ContextMenu']],
  ['close', ['Escape']],
] as const satisfies ReadonlyArray<readonly [string, ReadonlyArray<Chord>]>;
