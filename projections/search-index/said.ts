/** Finds the links and files that a text carries, from the text alone. */
import type { UserId } from '#domain/kernel/ids.ts';
import type { CarriedKind } from '#domain/message/values.ts';
import type { IndexedText } from '#projections/ports/message-index.ts';

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

/** A text as the index holds it, with the users whom its event mentions. */
export const saidIn = (content: string, mentioned: ReadonlyArray<UserId>): IndexedText => ({
  content,
  mentions: mentioned,
  has: carriedBy(content),
});
