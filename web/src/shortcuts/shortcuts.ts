/** The shortcuts of this user: the keys of the table, with the changes that the device keeps. */

import { createContext, createSignal, onCleanup, onMount, useContext } from 'solid-js';
import { NOTHING_KEPT } from '#web/platform/kept.ts';
import type { Keepsakes } from '#web/platform/platform.ts';
import { type Chord, chordOf, type PressedChord, shownChord } from '#web/shortcuts/chord.ts';
import { refusalOf } from '#web/shortcuts/refused.ts';
import { SHORTCUTS, type ShortcutName } from '#web/shortcuts/shortcut-table.ts';
import { words } from '#web/words/words.ts';

const KEPT = 'shortcuts';

/** Runs a shortcut. It answers false to leave the key to the browser. */
export type ShortcutHandler = () => unknown;
/** Changed keys of a table. Null switches one off. */
export type Changes<N extends string> = { readonly [K in N]?: Chord | null };

const changesIn = <N extends string>(kept: string | null, table: KeyTable<N>): Changes<N> => {
  try {
    const fields: unknown = JSON.parse(kept ?? '{}');
    if (typeof fields !== 'object' || fields === null) return {};
    return Object.fromEntries(
      Object.entries(fields).filter(
        ([name, chord]) =>
          Object.hasOwn(table, name) && (chord === null || (typeof chord === 'string' && refusalOf(chord) === null)),
      ),
    ) as Changes<N>;
  } catch {
    return {};
  }
};

export type KeyTable<N extends string> = { readonly [K in N]: Chord };

/** Keys of a table, with the changes that the device keeps under a name. The help changes them (`change-keys.ts`). */
export const keysIn = <N extends string>(keepsakes: Keepsakes, table: KeyTable<N>, name: string) => {
  const names = Object.keys(table) as ReadonlyArray<string> as ReadonlyArray<N>;
  const [changes, setChanges] = createSignal<Changes<N>>(changesIn(keepsakes.read(name), table));
  const keep = (next: Changes<N>): void => {
    setChanges(() => next);
    if (Object.keys(next).length === 0) keepsakes.remove(name);
    else keepsakes.write(name, JSON.stringify(next));
  };
  /** Answers the chord of a name. Null when the user switched it off. */
  const chord = (of: N): Chord | null => {
    const changed = changes()[of];
    return changed === undefined ? table[of] : changed;
  };
  const namesOf = (wanted: Chord): ReadonlyArray<N> => names.filter((one) => chord(one) === wanted);
  return { table, names, namesOf, chord, changes, keep };
};
export type UserKeys<N extends string> = ReturnType<typeof keysIn<N>>;

export const shortcutsIn = (keepsakes: Keepsakes, mac: boolean) => {
  const keys = keysIn(keepsakes, SHORTCUTS, KEPT);
  const handlers = new Map<ShortcutName, ShortcutHandler[]>();
  const shownKeys = (wanted: Chord): string => shownChord(wanted, mac, words.shortcuts.keys);
  return {
    ...keys,
    keepsakes,
    chordOf: (event: PressedChord): Chord | null => chordOf(event, mac),
    /** Writes the keys of a shortcut. Undefined when it is switched off. */
    shown: (name: ShortcutName): string | undefined => {
      const own = keys.chord(name);
      return own === null ? undefined : shownKeys(own);
    },
    shownChord: shownKeys,
    /** Binds a shortcut to work. The handler that was bound last is asked first. */
    bind: (name: ShortcutName, handler: ShortcutHandler): (() => void) => {
      const bound = handlers.get(name) ?? [];
      bound.push(handler);
      handlers.set(name, bound);
      return () => void bound.splice(bound.indexOf(handler), 1);
    },
    /** Runs the shortcut of a key event. Answers true when one took it. */
    run: (event: PressedChord): boolean => {
      const pressed = chordOf(event, mac);
      const [name] = pressed === null ? [] : keys.namesOf(pressed);
      const bound = name === undefined ? [] : (handlers.get(name) ?? []);
      return bound.toReversed().some((handler) => handler() !== false);
    },
  };
};
export type Shortcuts = ReturnType<typeof shortcutsIn>;

const NO_SHORTCUTS = shortcutsIn(NOTHING_KEPT, false);
export const ShortcutsContext = createContext<Shortcuts>(NO_SHORTCUTS);
export const useShortcuts = (): Shortcuts => useContext(ShortcutsContext);

/** Binds a shortcut as long as the component lives. */
export const onShortcut = (name: ShortcutName, handler: ShortcutHandler): void => {
  const unbind = useShortcuts().bind(name, handler);
  onCleanup(unbind);
};

/** Listens for shortcuts as long as the component lives. They do nothing while a dialog is open. */
export const listenForShortcuts = (shortcuts: Shortcuts): void => {
  const pressed = (event: KeyboardEvent): void => {
    // AltGr writes a sign, and browsers report it as Ctrl and Alt.
    if (event.isComposing || event.getModifierState('AltGraph')) return;
    if (document.querySelector('dialog[open]') !== null) return;
    if (shortcuts.run(event)) event.preventDefault();
  };
  onMount(() => document.addEventListener('keydown', pressed));
  onCleanup(() => document.removeEventListener('keydown', pressed));
};

/** True on a Mac, an iPad or an iPhone, whose keyboards have a command key. */
export const isMac = (platform: string): boolean => /mac|iphone|ipad/i.test(platform);
