/** Finds web addresses in plain text. Only http and https addresses become links. */

import { shownAddress } from '#domain/markdown/shown-address.ts';

/** A part of a text as it is shown, and where it leads. The host of a link may be shown in other letters than written. */
export type Piece = { readonly text: string; readonly href: string | null };

/** Marks that nobody types in an address, and joiners, which stand inside words of some scripts. */
const UNSEEN = '[[\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}]--[\\u200C\\u200D\\p{Variation_Selector}]]';
/** Quotes, and the punctuation of East Asian texts, which have no space before or after it. */
const PUNCTUATION =
  '[\\p{Pi}\\p{Pf}\\u201A\\u201E\\u3001-\\u3003\\u3008-\\u3011\\u3014-\\u301F\\uFF01-\\uFF0F\\uFF1A-\\uFF20\\uFF3B-\\uFF40\\uFF5B-\\uFF65]';
const ADDRESS = new RegExp(`\\bhttps?:\\/\\/[^\\s<>"\`\\{\\}\\|\\\\\\^${UNSEEN}${PUNCTUATION}]+`, 'giv');
/** Marks at the end of an address that belong to the sentence around it. */
const TRAILING = /[.,;:!?'*_~…،؛؟।॥\u200C\u200D]+$/;
const LONGEST_ADDRESS = 2_000;

const count = (text: string, mark: string): number => text.split(mark).length - 1;

/** Cuts the marks and brackets after an address. A bracket belongs to the address only when it opens inside it. */
const trimmed = (address: string): string => {
  let end = address;
  for (;;) {
    const before = end;
    end = end.replace(TRAILING, '');
    if (end.endsWith(')') && count(end, ')') > count(end, '(')) end = end.slice(0, -1);
    if (end.endsWith(']') && count(end, ']') > count(end, '[')) end = end.slice(0, -1);
    if (end === before) return end;
  }
};

/** A user name before the host makes one site look like another, so such an address stays text. */
const WITH_USER = /^https?:\/+[^/?#]*@/i;

const urlOf = (address: string): URL | null =>
  address.length > LONGEST_ADDRESS || WITH_USER.test(address) || !URL.canParse(address) ? null : new URL(address);

export const piecesOf = (text: string): ReadonlyArray<Piece> => {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const url = urlOf(address);
    if (url === null) continue;
    if (match.index > done) pieces.push({ text: text.slice(done, match.index), href: null });
    pieces.push({ text: shownAddress(address, url), href: url.href });
    done = match.index + address.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), href: null });
  return pieces;
};
