/** Chooses what the composer suggests for a typed piece, and in which order. */

import type { NamedEmoji } from '#web/emoji/emoji-search.ts';
import type { KnownName, KnownNames } from '#web/message/writing/known-names.ts';
import type { TypedPiece } from '#web/message/writing/typed-piece.ts';

/** Suggestions that a list shows at most. */
export const SUGGESTIONS_MAX = 10;

export type NameSuggestion = { readonly kind: 'emoji'; readonly emoji: string; readonly name: string } | KnownName;

/** Ways in which letters fit a name, the best first: its beginning, the beginning of a word, another part. */
const fitOf = (name: string, wanted: string): number | null => {
  const at = name.toLocaleLowerCase().indexOf(wanted);
  if (at <= 0) return at === 0 ? 0 : null;
  return name
    .toLocaleLowerCase()
    .split(/[\s._-]+/)
    .some((word) => word.startsWith(wanted))
    ? 1
    : 2;
};

const bestFit = (names: ReadonlyArray<string>, wanted: string): number | null =>
  names.reduce<number | null>((best, name) => {
    const fit = fitOf(name, wanted);
    return fit === null ? best : Math.min(best ?? fit, fit);
  }, null);

/** Answers the place of each id in a list of recent ones. An id outside the list comes last. */
const recency = (recent: ReadonlyArray<string>): ((id: string) => number) => {
  const places = new Map(recent.map((id, place) => [id, place]));
  return (id) => places.get(id) ?? recent.length;
};

/**
 * Answers the names that fit: the best fit first, then the recent ones, then by the alphabet. Letters with a space
 * between them fit the beginning of a name only, because most such texts go on after a name.
 *
 * @param recent Ids of the things that the user met last, the newest first.
 */
export const namesFor = (
  { sign, query }: TypedPiece,
  { all }: KnownNames,
  recent: ReadonlyArray<string>,
): ReadonlyArray<NameSuggestion> => {
  const wanted = query.toLocaleLowerCase();
  const worst = /\s/.test(query) ? 0 : 2;
  const place = recency(recent);
  return all
    .filter(({ kind }) => (kind === 'channel') === (sign === '#'))
    .map((known) => ({ known, fit: bestFit(known.names, wanted) ?? worst + 1 }))
    .filter(({ fit }) => fit <= worst)
    .toSorted(
      (a, b) =>
        a.fit - b.fit ||
        Number(a.known.kind === 'everyone') - Number(b.known.kind === 'everyone') ||
        place(a.known.id) - place(b.known.id) ||
        a.known.name.localeCompare(b.known.name),
    )
    .slice(0, SUGGESTIONS_MAX)
    .map(({ known }) => known);
};

/** Answers the emoji of a search that fit, with the recent ones first among those whose names begin alike. */
export const emojiFor = (
  query: string,
  find: (query: string) => ReadonlyArray<NamedEmoji>,
  recent: ReadonlyArray<string>,
): ReadonlyArray<NameSuggestion> => {
  const wanted = query.replaceAll('_', ' ').toLocaleLowerCase();
  const place = recency(recent);
  return find(wanted)
    .map((one) => ({ one, fit: fitOf(one.name, wanted) ?? 1 }))
    .toSorted((a, b) => Number(a.fit > 0) - Number(b.fit > 0) || place(a.one.emoji) - place(b.one.emoji))
    .slice(0, SUGGESTIONS_MAX)
    .map(({ one }) => ({ kind: 'emoji', emoji: one.emoji, name: one.name }));
};
