/** Splits a text into marked and plain pieces. Each piece is drawn as an element, so no text becomes markup. */

import { drawnNames } from '#domain/markdown/plain-line.ts';
import type { SpokenNames } from '#domain/markdown/plain-text.ts';
import type { Snippet } from '#gateway/protocol/search.ts';

export type MarkedPiece = { readonly text: string; readonly marked: boolean };

/** Answers the pieces of a snippet. Ranges may touch, overlap or lie outside the text, and cause no worse than a wrong mark. */
export const piecesOf = ({ text, ranges }: Snippet): ReadonlyArray<MarkedPiece> => {
  const pieces: MarkedPiece[] = [];
  let done = 0;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const from = Math.max(start, done);
    const to = Math.min(end, text.length);
    if (from >= to) continue;
    if (from > done) pieces.push({ text: text.slice(done, from), marked: false });
    pieces.push({ text: text.slice(from, to), marked: true });
    done = to;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), marked: false });
  return pieces;
};

/** Writes the names of today into a snippet. The ranges move along, and one that touches a replaced mark goes. */
export const namedSnippet = (snippet: Snippet, names: SpokenNames): Snippet =>
  drawnNames(snippet.text, names).reduceRight(({ text, ranges }, { start, end, text: name }) => {
    const by = name.length - (end - start);
    return {
      text: text.slice(0, start) + name + text.slice(end),
      ranges: ranges.flatMap((range) => {
        if (range.end <= start) return [range];
        return range.start >= end ? [{ start: range.start + by, end: range.end + by }] : [];
      }),
    };
  }, snippet);
