/** The shortcuts of this user: the keys of the table, with the changes that the device keeps. */

import { createContext, createSignal, onCleanup, onMount, useContext } from 'solid-js';
import { NOTHING_KEPT } from '#web/platform/kept.ts';
import type { Keepsakes } from '#web/platform/platform.ts';
import { type Chord, chordOf, type PressedChord, shownChord } from '#web/shortcuts/chord.ts';
import { refusalOf, type ShortcutRefusal } from '#web/shortcuts/refused.ts';
import { SHORTCUT_NAMES, SHORTCUTS, type ShortcutName } from '#web/shortcuts/shortcut-table.ts';
import { words } from '#web/words/words.ts';

const KEPT = 'shortcuts';

/** Runs a shortcut. It answers false to leave the key to the browser. */
export type ShortcutHandler = () => unknown;
/** Changed shortcuts. Null switches one off. */
type Changes = { readonly [N in ShortcutName]?: Chord | null };

const changesIn = (kept: string | null): Changes => {
  try {
    const fields: unknown = JSON.parse(kept ?? '{}');
    if (typeof fields !== 'object' || fields === null) return {};
    return Object.fromEntries(
      Object.entries(fields).filter(
        ([name, chord]) =>
          Object.hasOwn(SHORTCUTS, name) &&
          (chord === null || (typeof chord === 'string' && refusalOf(chord) === null)),
      ),
    );
  } catch {
    return {};
  }
};

export const shortcutsIn = (keepsakes: Keepsakes, mac: boolean) => {
  const [changes, setChanges] = createSignal(changesIn(keepsakes.read(KEPT)));
  const handlers = new Map<ShortcutName, ShortcutHandler[]>();
  const keep = (next: Changes): void => {
    setChanges(next);
    if (Object.keys(next).length === 0) keepsakes.remove(KEPT);
    else keepsakes.write(KEPT, JSON.stringify(next));
  };
  /** Answers the chord of a shortcut. Null when the user switched it off. */
  const chord = (name: ShortcutName): Chord | null => {
    const changed = changes()[name];
    return changed === undefined ? SHORTCUTS[name] : changed;
  };
  const isChanged = (name: ShortcutName): boolean => changes()[name] !== undefined;
  const restore = (name: ShortcutName): void => {
    const { [name]: _restored, ...others } = changes();
    keep(others);
  };
  const namesOf = (wanted: Chord): ReadonlyArray<ShortcutName> =>
    SHORTCUT_NAMES.filter((name) => chord(name) === wanted);
  return {
    chord,
    isChanged,
    restore,
    restoreAll: (): void => keep({}),
    switchOff: (name: ShortcutName): void => keep({ ...changes(), [name]: null }),
    /** Gives a shortcut other keys, unless they are refused. */
    change: (name: ShortcutName, wanted: Chord): ShortcutRefusal | null => {
      const refusal = refusalOf(wanted);
      if (refusal !== null) return refusal;
      if (wanted === SHORTCUTS[name]) restore(name);
      else keep({ ...changes(), [name]: wanted });
      return null;
    },
    /** Answers the other shortcuts with the same keys. Only the first of them in the table works. */
    conflicts: (name: ShortcutName): ReadonlyArray<ShortcutName> => {
      const own = chord(name);
      return own === null ? [] : namesOf(own).filter((other) => other !== name);
    },
    chordOf: (event: PressedChord): Chord | null => chordOf(event, mac),
    /** Writes the keys of a shortcut. Undefined when it is switched off. */
    shown: (name: ShortcutName): string | undefined => {
      const own = chord(name);
      return own === null ? undefined : shownChord(own, mac, words.shortcuts.keys);
    },
    shownChord: (wanted: Chord): string => shownChord(wanted, mac, words.shortcuts.keys),
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
      const [name] = pressed === null ? [] : namesOf(pressed);
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
