/** Reads the piece at the caret that asks for suggestions: a sign and the letters after it. */

import { closedIn, holds, READ_CHARS_MAX, type TextPart } from '#web/message/writing/closed-parts.ts';
import { mayBegin } from '#web/message/writing/tokens.ts';

export type PieceKind = '@' | '#' | ':';
export type TypedPiece = TextPart & { readonly sign: PieceKind; readonly query: string };

/** UTF-16 units of the longest piece that is read. No name is longer. */
const PIECE_MAX = 104;
/** Letters after a colon before emoji are suggested. A smiley such as `:D` has fewer. */
const EMOJI_LETTERS_MIN = 2;

const QUERIES: { readonly [S in PieceKind]: RegExp } = {
  '@': /^(?:\S(?:[^\n]*\S)?)?$/,
  '#': /^(?:\S(?:[^\n]*\S)?)?$/,
  ':': new RegExp(`^[\\p{L}\\p{M}\\p{N}_+-]{${EMOJI_LETTERS_MIN},}$`, 'u'),
};

const isSign = (letter: string | undefined): letter is PieceKind => letter === '@' || letter === '#' || letter === ':';

/** Answers the piece that ends at the caret. Null without one, and inside code or an address. */
export const pieceAt = (text: string, caret: number): TypedPiece | null => {
  if (text.length > READ_CHARS_MAX) return null;
  for (let at = caret - 1; at >= 0 && caret - at <= PIECE_MAX && text[at] !== '\n'; at -= 1) {
    const sign = text[at];
    if (!isSign(sign) || !mayBegin(text, at)) continue;
    const query = text.slice(at + 1, caret);
    if (!QUERIES[sign].test(query)) continue;
    return holds(closedIn(text), at) ? null : { sign, from: at, to: caret, query };
  }
  return null;
};
