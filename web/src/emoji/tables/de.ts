import data from 'emojibase-data/de/data.json' with { type: 'json' };
import english from 'emojibase-data/en/data.json' with { type: 'json' };
import type { EmojiWordList } from '#web/emoji/emoji-table.ts';
import { everyEmoji, wordsOf } from '#web/emoji/tables/unicode.ts';

const german = new Map(data.map((given) => [given.hexcode, given]));

/** The German words of every emoji, in the order of the English table. */
export const table: EmojiWordList = everyEmoji(english).map(({ given }) => wordsOf(german.get(given.hexcode) ?? given));
