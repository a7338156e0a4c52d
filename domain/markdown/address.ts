/** Says which addresses a message may link to: `http`, `https` and `mailto`, as the URL parser reads them. */

import { shownAddress } from '#domain/markdown/shown-address.ts';

export type Address = {
  readonly href: string;
  /** Host in ASCII, with its port. A mail address has the part after its `@`. */
  readonly host: string;
  /** The address as people may see it: a host that could imitate another one is in ASCII. */
  readonly shown: string;
};

const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);
const LONGEST_ADDRESS = 2_000;

/** Marks that nobody types in an address, and joiners, which stand inside words of some scripts. */
const UNSEEN =
  '[[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]--[\\u200C\\u200D\\p{Variation_Selector}]]';
const HOLDS_UNSEEN = new RegExp(UNSEEN, 'v');
/** A user name before the host makes one site look like another, so such an address stays text. */
const WITH_USER = /^https?:[/\\]*[^/\\?#]*@/i;
const MAILBOX = /^[^\s@,;]+@([^\s@,;]+)$/;

/** Reads an address as it was written. Answers undefined for an address that stays text. */
export const readAddress = (written: string): Address | undefined => {
  if (written.length > LONGEST_ADDRESS || HOLDS_UNSEEN.test(written) || WITH_USER.test(written)) return undefined;
  if (!URL.canParse(written)) return undefined;
  const url = new URL(written);
  if (!SCHEMES.has(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  const host = url.protocol === 'mailto:' ? MAILBOX.exec(url.pathname)?.[1] : url.host;
  if (host === undefined || host === '') return undefined;
  return { href: url.href, host, shown: shownAddress(written, url) };
};

/** Quotes, and the punctuation of East Asian texts, which have no space before or after it. */
const PUNCTUATION =
  '[\\p{Pi}\\p{Pf}\\u201A\\u201E\\u3001-\\u3003\\u3008-\\u3011\\u3014-\\u301F\\uFF01-\\uFF0F\\uFF1A-\\uFF20\\uFF3B-\\uFF40\\uFF5B-\\uFF65]';
/** Pattern of a web address in running text, for a regular expression with the flags `i` and `v`. It ends before `](`. */
export const WRITTEN_ADDRESS = `\\bhttps?:\\/\\/(?:(?!\\]\\()[^\\s<>"\`\\{\\}\\|\\\\\\^${UNSEEN}${PUNCTUATION}])+`;
/** Marks at the end of an address that belong to the sentence around it. */
const OF_SENTENCE: ReadonlySet<string> = new Set(".,;:!?'*_~…،؛؟।॥\u200C\u200D");
const BRACKETS: ReadonlyArray<readonly [opening: string, closing: string]> = [
  ['(', ')'],
  ['[', ']'],
];

const count = (text: string, mark: string): number => text.split(mark).length - 1;

/** Cuts the marks and brackets after an address. A bracket belongs to the address only when it opens inside it. */
export const withoutSentenceMarks = (address: string): string => {
  const unopened = new Map(
    BRACKETS.map(([opening, closing]) => [closing, count(address, closing) - count(address, opening)]),
  );
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    const left = unopened.get(last) ?? 0;
    if (left > 0) unopened.set(last, left - 1);
    else if (!OF_SENTENCE.has(last)) break;
  }
  return address.slice(0, end);
};
