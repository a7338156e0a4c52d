/** All shortcuts in one table: it binds the keys, and the help is drawn from it. Names are in `words.shortcuts`. */

import type { Chord } from '#web/shortcuts/chord.ts';

/** Shortcuts that work everywhere. The user can change each one or switch it off. */
export const SHORTCUTS = {
  palette: 'Mod+k',
  search: 'Mod+f',
  previousChannel: 'Alt+ArrowUp',
  nextChannel: 'Alt+ArrowDown',
  previousUnread: 'Alt+Shift+ArrowUp',
  nextUnread: 'Alt+Shift+ArrowDown',
  previousMention: 'Mod+Alt+Shift+ArrowUp',
  nextMention: 'Mod+Alt+Shift+ArrowDown',
  oldestUnread: 'Shift+PageUp',
  markGuild: 'Shift+Escape',
  previousGuild: 'Mod+Alt+ArrowUp',
  nextGuild: 'Mod+Alt+ArrowDown',
  lastGuild: 'Mod+Alt+ArrowRight',
  guildBeforeLast: 'Mod+Alt+ArrowLeft',
  back: 'Mod+[',
  forward: 'Mod+]',
  members: 'Mod+u',
  pins: 'Mod+p',
  emoji: 'Mod+e',
  nextRegion: 'Mod+F6',
  previousRegion: 'Mod+Shift+F6',
  inbox: 'Mod+i',
  settings: 'Mod+,',
  help: 'Mod+/',
} as const satisfies { readonly [name: string]: Chord };
export type ShortcutName = keyof typeof SHORTCUTS;
export const SHORTCUT_NAMES = Object.keys(SHORTCUTS) as ReadonlyArray<ShortcutName>;
