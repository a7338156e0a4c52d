/** Finds emoji by the names and keywords of all loaded languages. */

import type { EmojiTable, EmojiWordList } from '#web/emoji/emoji-table.ts';

/** An emoji with its name in the language of the user. */
export type NamedEmoji = { readonly emoji: string; readonly name: string };
type Searched = NamedEmoji & {
  readonly names: ReadonlyArray<string>;
  readonly words: ReadonlyArray<ReadonlyArray<string>>;
};

/**
 * The emoji that people use most, the first one most, as the Unicode Consortium has counted. They come first among
 * emoji that fit alike.
 */
export const COMMON = Array.from(
  new Intl.Segmenter().segment(
    '😂❤️🤣👍😭🙏😘🥰😍😊🎉😁💕🥺😅🔥☺️🤦♥️🤷🙄😆🤗😉🎂🤔👏🙂😳🥳😎👌💜😔💪✨💖👀😋😏😢👉💗😩💯🌹💞🎈💙😃😡💐😜🙈🤞😄🤤🙌🤪❣️😀💋💀👇💔😌💓🤩🙃😬😱😴🤭😐🌞😒😇🌸😈🎶✌️🎊🥵😞💚☀️🖤💰😚👑🎁💥🙋☹️😑🥴👈💩✅',
  ),
  ({ segment }) => segment,
);
const RANKS = new Map(COMMON.map((emoji, rank) => [emoji, rank]));
const rankOf = ({ emoji }: NamedEmoji): number => RANKS.get(emoji) ?? COMMON.length;

const FOUND_MAX = 160;
const MARKS = /\p{M}/gu;

const plain = (text: string): string => text.normalize('NFD').replace(MARKS, '').toLowerCase();
const wordsIn = (text: string): ReadonlyArray<string> => text.split(/[\s:,]+/).filter((word) => word !== '');

/**
 * Ways in which a word of the query fits an emoji, the best first. They are a whole name, a word of it, its beginning,
 * a keyword.
 */
const FITS: ReadonlyArray<(one: Searched, word: string) => boolean> = [
  // The English words stand last and begin with the short name.
  ({ names, words }, word) => names.includes(word) || words.at(-1)?.[0] === word,
  ({ names }, word) => names.some((name) => wordsIn(name).includes(word)),
  ({ names }, word) => names.some((name) => wordsIn(name).some((part) => part.startsWith(word))),
  ({ words }, word) => words.some((others) => others.includes(word)),
  ({ words }, word) => words.some((others) => others.some((other) => other.startsWith(word))),
  ({ names, words }, word) => [...names, ...words.flat()].some((text) => text.includes(word)),
];

/**
 * A whole name is as good as a word of a name. So `herz` means the red heart, although the suit of cards has that name.
 */
const tierOf = (fit: number): number => Math.max(1, fit);

/** A word that does not fit at all. */
const NO_FIT = FITS.length;

/** Answers the worst fit of the words, because an emoji has to fit them all. */
const fitOf = (one: Searched, words: ReadonlyArray<string>): number =>
  Math.max(
    ...words.map((word) => {
      const fit = FITS.findIndex((fits) => fits(one, word));
      return fit === -1 ? NO_FIT : fit;
    }),
  );

/** Answers a function that finds emoji for a query, the best first. Words that begin alike are found too. */
export const emojiSearch = (table: EmojiTable, others: ReadonlyArray<EmojiWordList>) => {
  const all = table.flatMap(({ emoji }) => emoji);
  const searched = all.map(([emoji, ...english], index): Searched => {
    const known = [...others.flatMap((list) => list[index] ?? []), ...english];
    const names = known.filter((_, at) => at % 2 === 0).map(plain);
    const words = known.filter((_, at) => at % 2 === 1).map((text) => wordsIn(plain(text)));
    return { emoji, name: known[0] ?? emoji, names, words };
  });
  const named = new Map(searched.map(({ emoji, name }) => [emoji, name]));
  return {
    nameOf: (emoji: string): string | undefined => named.get(emoji),
    find: (query: string): ReadonlyArray<NamedEmoji> => {
      const text = plain(query.trim());
      const words = wordsIn(text);
      if (words.length === 0) return [];
      return searched
        .map((one) => ({ one, fit: one.names.includes(text) ? 0 : fitOf(one, words) }))
        .filter(({ fit }) => fit !== NO_FIT)
        .toSorted((a, b) => tierOf(a.fit) - tierOf(b.fit) || rankOf(a.one) - rankOf(b.one) || a.fit - b.fit)
        .slice(0, FOUND_MAX)
        .map(({ one }) => one);
    },
  };
};
export type EmojiSearch = ReturnType<typeof emojiSearch>;
