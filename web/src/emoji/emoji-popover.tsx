/** A popover beside `anchor` with all emoji. It closes on a pick, on Escape and on a click elsewhere. */

import { loadEmojiTables } from '#web/emoji/load-emoji-search.ts';
import { Loaded } from '#web/ui/loaded.tsx';
import { Popover } from '#web/ui/popover.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

/** Loads the picker and its tables together. */
export const loadEmojiBrowser = async () => {
  const [{ EmojiBrowser }, tables] = await Promise.all([import('#web/emoji/emoji-browser.tsx'), loadEmojiTables()]);
  return { EmojiBrowser, ...tables };
};

export const EmojiPopover = (props: {
  readonly anchor: HTMLElement;
  readonly pick: (emoji: string) => void;
  readonly close: () => void;
}) => (
  <Popover class="emoji-picker" anchor={props.anchor} label={later.emoji.title} close={() => props.close()}>
    <Loaded load={loadEmojiBrowser} waiting={<Skeleton of="rows" count={8} label={words.loading} />}>
      {({ EmojiBrowser, table, others }) => (
        <EmojiBrowser
          table={table}
          others={others}
          pick={(emoji) => {
            props.close();
            props.pick(emoji);
          }}
        />
      )}
    </Loaded>
  </Popover>
);
