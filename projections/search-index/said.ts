/** Finds the names that a text mentions and the links and files that it carries, from the text alone. */
import { USERNAME_CHARS_MAX, USERNAME_CHARS_MIN } from '#domain/kernel/limits.ts';
import type { CarriedKind } from '#domain/message/values.ts';
import type { IndexedText } from '#projections/ports/message-index.ts';

/** `@name`, unless it ends a mail address. The name is one that an account may have. */
const MENTION = new RegExp(
  `(?<![A-Za-z0-9_.@-])@([A-Za-z0-9_.-]{${USERNAME_CHARS_MIN},${USERNAME_CHARS_MAX}})(?![A-Za-z0-9_])`,
  'g',
);
/** Marks that may end a name or a sentence: `ask @ada.` may mean either. */
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
/** Last part of a path that names a file. A page has such a name too, but is no file. */
const FILE_NAME = /\/[^/]*[^/.]\.([a-z0-9]{1,5})$/i;
const PAGES: ReadonlySet<string> = new Set(['html', 'htm', 'xhtml', 'php', 'asp', 'aspx', 'jsp', 'cgi']);
const IMAGES: ReadonlySet<string> = new Set(['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'bmp', 'svg']);

/** Cuts the marks off in a loop: a pattern would start anew at each mark of a long row. */
const withoutTrailing = (address: string): string => {
  let end = address.length;
  while (TRAILING.has(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
};

const carriedBy = (text: string): ReadonlyArray<CarriedKind> => {
  const carried = new Set<CarriedKind>();
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

export const saidIn = (content: string): IndexedText => ({
  content,
  mentions: mentionsIn(content),
  has: carriedBy(content),
});
