/** The picker of emoji, which is loaded when it first opens. */

import type { ComponentProps } from 'solid-js';
import type { EmojiPopover } from '#web/emoji/emoji-popover.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { withLaterWords } from '#web/words/later/later-words.ts';

const loadPopover = () => withLaterWords(import('#web/emoji/emoji-popover.tsx'));

/** Loads the picker with all that it shows. */
export const loadEmoji = async (): Promise<unknown> => (await loadPopover()).loadEmojiBrowser();

export const EmojiPicker = (props: ComponentProps<typeof EmojiPopover>) => (
  <Loaded load={loadPopover}>{(part) => <part.EmojiPopover {...props} />}</Loaded>
);
