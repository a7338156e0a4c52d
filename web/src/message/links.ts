/** Finds web addresses in plain text. Only http and https addresses become links. */

export type Piece = { readonly text: string; readonly href: string | null };

const ADDRESS = /\bhttps?:\/\/[^\s<>"`{}|\\^]+/gi;
/** Marks at the end of an address that belong to the sentence around it. */
const TRAILING = /[.,;:!?'*_~]+$/;
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

const hrefOf = (address: string): string | null => {
  if (address.length > LONGEST_ADDRESS || !URL.canParse(address)) return null;
  const url = new URL(address);
  // A user name before the host makes one site look like another, so such an address stays text.
  return url.username === '' && url.password === '' ? url.href : null;
};

export const piecesOf = (text: string): ReadonlyArray<Piece> => {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const href = hrefOf(address);
    if (href === null) continue;
    if (match.index > done) pieces.push({ text: text.slice(done, match.index), href: null });
    pieces.push({ text: address, href });
    done = match.index + address.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), href: null });
  return pieces;
};
