/** A text in pieces, some of them marked: what is drawn as elements, so that no text ever becomes markup. */

import type { Snippet } from '#gateway/protocol/resources.ts';

export type MarkedPiece = { readonly text: string; readonly marked: boolean };

/** Ranges may touch, overlap or lie outside: a server that errs draws a wrong mark, and nothing worse. */
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
