/** Splits a text into marked and plain pieces. Each piece is drawn as an element, so no text becomes markup. */

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
