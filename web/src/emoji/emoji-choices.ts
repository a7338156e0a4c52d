/** The choices of the user about emoji, which outlive a reload: the last ones used and the skin tone. */

import { createSignal } from 'solid-js';
import { emojiIn, type SkinTone, TONES } from '#web/emoji/emoji.ts';
import type { Keepsakes } from '#web/platform/platform.ts';
import { recentsIn } from '#web/platform/recents.ts';

/** Number of last used emoji that are kept: three lines of the picker. */
const RECENT_MAX = 24;
/** Emoji that a new user finds in place of the last used ones. */
const OFTEN_USED = ['👍', '❤️', '😂', '🎉', '😢', '😮', '🙏', '👀'];

export const emojiChoices = (keepsakes: Keepsakes) => {
  const recents = recentsIn(keepsakes, 'emoji.recent', RECENT_MAX);
  const [tone, setTone] = createSignal(TONES.find((one) => one === keepsakes.read('emoji.tone')) ?? TONES[0]);
  const used = recents.read().filter((emoji) => emojiIn(emoji) === emoji);
  return {
    /** The emoji used last when the picker was opened. They do not move while it is open. */
    recent: [...used, ...OFTEN_USED.filter((emoji) => !used.includes(emoji))].slice(
      0,
      Math.max(used.length, OFTEN_USED.length),
    ),
    use: recents.add,
    tone,
    chooseTone: (next: SkinTone): void => {
      setTone(next);
      keepsakes.write('emoji.tone', next);
    },
  };
};
export type EmojiChoices = ReturnType<typeof emojiChoices>;
