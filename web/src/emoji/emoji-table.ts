/** The shape of the emoji tables. The build computes each table once (`web/vite.config.ts`), so no browser does. */

/** The categories in the order of Unicode. The unit in place of number 2 holds hair and skin only, so it is left out. */
export const CATEGORIES = [
  'smileys',
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export type EmojiCategory = (typeof CATEGORIES)[number];

/** The name of an emoji and the other words that find it, in one language. */
export type EmojiWords = readonly [name: string, others: string];
/** One emoji in its stored form, and its words in English. */
export type EmojiEntry = readonly [emoji: string, ...words: EmojiWords];
export type EmojiTable = ReadonlyArray<{ readonly category: EmojiCategory; readonly emoji: ReadonlyArray<EmojiEntry> }>;
/** The words of another language, for each emoji of the table from its first to its last. */
export type EmojiWordList = ReadonlyArray<EmojiWords>;
