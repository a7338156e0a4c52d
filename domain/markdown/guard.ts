/**
 * Decides in linear time whether a text may go to the Markdown parser, whose time grows with the square of some texts.
 * Lines inside of a code fence do not count, because the parser reads nothing in them.
 */

import {
  MARKDOWN_CONTAINERS_MAX,
  MARKDOWN_DELIMITERS_MAX,
  MARKDOWN_INDENT_MAX,
  MARKDOWN_LINES_MAX,
  MESSAGE_CHARS_MAX,
} from '#domain/kernel/limits.ts';

/** The opening of a fence that stands in no quote and no list: such a fence has no space before it. */
const OPENING = /^(?:`{3,}(?=[^`]*$)|~{3,})/;
/** The begin of a line up to its first word: space and the marks of quotes and lists. */
const LEAD = /^(?:[ \t]|>|[-+*](?=[ \t]|$)|[0-9]{1,9}[.)](?=[ \t]|$))*/;
const MARKS = />|[-+*]|[0-9]+[.)]/g;
const DELIMITERS = /\*+|_+|~+|`+|\|{2,}|[[\]<]/g;
const TAB_COLUMNS = 4;

/** True for a line that ends a fence. Without indented code, the parser takes any space before the end of a fence. */
const closes = (line: string, fence: string): boolean => {
  const bare = line.trim();
  return bare.length >= fence.length && bare === (fence[0] ?? '').repeat(bare.length);
};

/** Answers the lines of a text that are not inside of a code fence. */
const linesOutside = (source: string): ReadonlyArray<string> => {
  const outside: string[] = [];
  let fence: string | undefined;
  for (const line of source.split('\n')) {
    if (fence !== undefined) {
      if (closes(line, fence)) fence = undefined;
      continue;
    }
    fence = OPENING.exec(line)?.[0];
    if (fence === undefined) outside.push(line);
  }
  return outside;
};

const count = (text: string, found: RegExp): number => text.match(found)?.length ?? 0;

const isDeep = (lead: string): boolean => {
  if (count(lead, MARKS) > MARKDOWN_CONTAINERS_MAX) return true;
  const spaces = lead.replace(MARKS, '');
  return spaces.length + (TAB_COLUMNS - 1) * count(spaces, /\t/g) > MARKDOWN_INDENT_MAX;
};

/** True for a text that is shown as it was typed, because the parser could need too long for it. */
export const isTooComplex = (source: string): boolean => {
  if (source.length > MESSAGE_CHARS_MAX) return true;
  const lines = linesOutside(source);
  if (lines.length > MARKDOWN_LINES_MAX) return true;
  let delimiters = 0;
  for (const line of lines) {
    const lead = LEAD.exec(line)?.[0] ?? '';
    if (isDeep(lead)) return true;
    delimiters += count(lead, MARKS) + count(line.slice(lead.length), DELIMITERS);
  }
  return delimiters > MARKDOWN_DELIMITERS_MAX;
};
