/** The entries about notifications in the menu of a guild, a category or a channel. */

import type { MenuItem } from '#web/ui/menu-list.tsx';
import { words } from '#web/words/words.ts';

export const notifyItems = (
  { muted, mute }: { readonly muted: boolean; readonly mute: (on: boolean) => void },
  choose: () => void,
): ReadonlyArray<MenuItem> => [
  { icon: 'minus', name: muted ? words.notify.unmute : words.notify.mute, choose: () => mute(!muted) },
  { icon: 'bell', name: words.notify.rule, choose },
];
