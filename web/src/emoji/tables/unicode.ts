/** Reads the data package at build time: every emoji of Unicode that the server takes, in the order of Unicode. */

import { isOneEmoji, oneFormOf } from '#domain/kernel/emoji.ts';
import { CATEGORIES, type EmojiCategory, type EmojiWords } from '#web/emoji/emoji-table.ts';

/** One emoji of the data package. `group` is absent for the letters of flags. */
type Given = {
  readonly emoji: string;
  readonly hexcode: string;
  readonly label: string;
  readonly order?: number;
  readonly group?: number;
  readonly tags?: ReadonlyArray<string>;
};

/** Numbers that the data package gives to the categories. Number 2 holds hair and skin tones, which are no emoji of their own. */
const GROUPS: Readonly<Record<number, EmojiCategory | undefined>> = Object.fromEntries(
  CATEGORIES.map((category, index) => [index < 2 ? index : index + 1, category]),
);

type Known = { readonly category: EmojiCategory; readonly emoji: string; readonly given: Given };

export const everyEmoji = (all: ReadonlyArray<Given>): ReadonlyArray<Known> =>
  all
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap((given) => {
      const category = GROUPS[given.group ?? -1];
      const emoji = oneFormOf(given.emoji);
      return category === undefined || !isOneEmoji(emoji) ? [] : [{ category, emoji, given }];
    });

/** Answers the words of an emoji. Words that its name holds already are left out, because the name is searched too. */
export const wordsOf = ({ label, tags = [] }: Given, codes: ReadonlyArray<string> = []): EmojiWords => {
  const inName = new Set(label.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  return [label, [...new Set([...codes, ...tags.filter((tag) => !inName.has(tag.toLowerCase()))])].join(' ')];
};
