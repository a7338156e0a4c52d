import data from 'emojibase-data/en/data.json' with { type: 'json' };
import codes from 'emojibase-data/en/shortcodes/github.json' with { type: 'json' };
import { CATEGORIES, type EmojiTable } from '#web/emoji/emoji-table.ts';
import { everyEmoji, wordsOf } from '#web/emoji/tables/unicode.ts';

const known: Readonly<Record<string, string | ReadonlyArray<string>>> = codes;
const codesOf = (hexcode: string): ReadonlyArray<string> => [known[hexcode] ?? []].flat();
const every = everyEmoji(data);

/** Every emoji with its English name, the short names that people know from other programs, and keywords. */
export const table: EmojiTable = CATEGORIES.map((category) => ({
  category,
  emoji: every
    .filter((one) => one.category === category)
    .map(({ emoji, given }) => [emoji, ...wordsOf(given, codesOf(given.hexcode))] as const),
}));
