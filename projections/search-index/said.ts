/** What a text mentions and carries, told from the text alone. */
import { USERNAME_CHARS_MAX, USERNAME_CHARS_MIN } from '#domain/kernel/limits.ts';
import type { Carried } from '#domain/message/values.ts';
import type { Said } from '#projections/ports/message-index.ts';

/** `@name` that is not the end of a mail address; names are those that accounts may have. */
const MENTION = new RegExp(
  `(?<![A-Za-z0-9_.@-])@([A-Za-z0-9_.-]{${USERNAME_CHARS_MIN},${USERNAME_CHARS_MAX}})(?![A-Za-z0-9_])`,
  'g',
);
/** Marks that a name may end in, and a sentence too: `ask @ada.` may mean either. */
const MAY_END_A_SENTENCE = /[.-]+$/;

const mentionsIn = (text: string): ReadonlyArray<string> => {
  const names = new Set<string>();
  for (const [, name = ''] of text.normalize('NFKC').matchAll(MENTION)) {
    const written = name.toLowerCase();
    names.add(written);
    const shorter = written.replace(MAY_END_A_SENTENCE, '');
    if (shorter.length >= USERNAME_CHARS_MIN) names.add(shorter);
  }
  return [...names];
};

const ADDRESS = /\bhttps?:\/\/([^\s<>"`{}|\\^]+)/gi;
/** Marks that end a sentence rather than an address. */
const TRAILING: ReadonlySet<string> = new Set(".,;:!?'*_~)]");
/** A last part of a path that names a file; pages are what servers make of such names. */
const FILE_NAME = /\/[^/]*[^/.]\.([a-z0-9]{1,5})$/i;
const PAGES: ReadonlySet<string> = new Set(['html', 'htm', 'xhtml', 'php', 'asp', 'aspx', 'jsp', 'cgi']);
const IMAGES: ReadonlySet<string> = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'bmp', 'svg']);

/** A loop, because a pattern that looks for such marks before the end tries each of a long row of them anew. */
const withoutTrailing = (address: string): string => {
  let end = address.length;
  while (TRAILING.has(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
};

const carriedBy = (text: string): ReadonlyArray<Carried> => {
  const carried = new Set<Carried>();
  for (const [, address = ''] of text.matchAll(ADDRESS)) {
    const [path = ''] = withoutTrailing(address).split(/[?#]/, 1);
    if (path === '') continue;
    carried.add('link');
    const kind = FILE_NAME.exec(path)?.[1]?.toLowerCase();
    if (kind === undefined || PAGES.has(kind)) continue;
    carried.add('file');
    if (IMAGES.has(kind)) carried.add('image');
  }
  return [...carried];
};

export const saidIn = (content: string): Said => ({ content, mentions: mentionsIn(content), has: carriedBy(content) });
