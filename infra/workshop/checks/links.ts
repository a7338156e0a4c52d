import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { type Fault, lineAt, ROOT, type Source } from './sources.ts';

/** A Markdown link to a file: not to a URL, and not within its own page. */
const FILE_LINK = /\]\((?![a-z]+:|#)([^)\s#]+)(?:#[^)]*)?\)/g;

const exists = (path: string): boolean => existsSync(join(ROOT, path));

/** Finds links of a page that lead to no file. */
export const brokenLinks = ({ path, text }: Source, isThere = exists): ReadonlyArray<Fault> =>
  path.endsWith('.md')
    ? [...text.matchAll(FILE_LINK)]
        .filter(([, link = '']) => !isThere(normalize(join(dirname(path), link))))
        .map((found) => ({
          path,
          line: lineAt(text, found.index),
          rule: `a link that leads nowhere (${found[1]})`,
          door: 'write the page, or remove the link',
        }))
    : [];
