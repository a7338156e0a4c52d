/** Texts that make Markdown parsers slow or their trees deep. */

import { MARKDOWN_DELIMITERS_MAX, MARKDOWN_LINES_MAX, MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';

const fill = (part: string): string =>
  part.repeat(Math.ceil(MESSAGE_CHARS_MAX / part.length)).slice(0, MESSAGE_CHARS_MAX);

/** Each text fills a whole message, and is named after the part of the syntax that it repeats. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  'quotes without space': fill('>'),
  quotes: fill('> '),
  'ordered lists': fill('1. '),
  'lists in quotes': fill('> - '),
  'lists in lists': fill('- '),
  'lists by indentation': fill(Array.from({ length: 40 }, (_, level) => `${' '.repeat(2 * level)}- a`).join('\n')),
  'lists by tabs': fill(Array.from({ length: 60 }, (_, level) => `${'\t'.repeat(level)}- a`).join('\n')),
  'quoted lines of lists': fill('> - > - a\n'),
  'items of a list': fill('- a\n'),
  headings: fill('# a\n'),
  'line ends': fill('a\n'),
  'blank lines': fill('*\n\n'),
  'two delimiters': fill('*_'),
  'open emphasis': fill('*a _b '),
  'closed emphasis': fill('a** b* '),
  strikes: fill('~~a'),
  brackets: fill('['),
  'open links': fill('[a]('),
  'open images': fill('![['),
  'links in links': `${'['.repeat(400)}a${'](b)'.repeat(399)}`,
  definitions: fill('[a]:b\n'),
  backticks: Array.from({ length: 62 }, (_, nth) => '`'.repeat(nth + 1))
    .join(' ')
    .slice(0, MESSAGE_CHARS_MAX),
  fences: fill('```\n'),
  tables: `|a|b\n|-|-\n${fill('|a|b\n')}`.slice(0, MESSAGE_CHARS_MAX),
  'wide tables': `${'|a'.repeat(500)}\n${'|-'.repeat(499)}`,
  'angle brackets': fill('<a'),
  'open autolinks': fill('<http://a'),
  addresses: fill('http://a '),
  'brackets after an address': `http://a.example/${')'.repeat(1_980)}`,
  spoilers: fill('||a'),
  'empty spoilers': fill('||'),
  mentions: fill('<@01ARZ3NDEKTSV4RRFFQ69G5FAV>'),
  'broken mentions': fill('<@01ARZ3NDEKTSV4RRFFQ69G5FA'),
  times: fill('<t:1:R>'),
  escapes: fill('\\*'),
};

const lines = (line: string, count: number): string =>
  Array.from({ length: Math.min(count, Math.floor(MESSAGE_CHARS_MAX / (line.length + 1))) }, () => line).join('\n');
/** Repeats a part with `each` delimiters until the limit, and then fills the message with letters. */
const delimited = (part: string, each: number): string =>
  part
    .repeat(Math.floor(MARKDOWN_DELIMITERS_MAX / each))
    .slice(0, MESSAGE_CHARS_MAX)
    .padEnd(MESSAGE_CHARS_MAX, 'x');

/** Texts just within the limits, which the parser reads. They take longest. */
export const TEXTS_WITHIN_LIMITS: Readonly<Record<string, string>> = {
  'six quotes': lines(`${'> '.repeat(6)}a`, Math.floor(MARKDOWN_DELIMITERS_MAX / 6)),
  'quotes and lists': lines(`${'> - '.repeat(3)}a`, Math.floor(MARKDOWN_DELIMITERS_MAX / 6)),
  'items of a list': lines('- a', MARKDOWN_LINES_MAX),
  headings: lines('# a', MARKDOWN_LINES_MAX),
  'rows of a table': `|a|b|c|\n|-|-|-|\n${lines('|a|b|c|', MARKDOWN_LINES_MAX - 2)}`.slice(0, MESSAGE_CHARS_MAX),
  'a wide table': `${'|a'.repeat(450)}|\n${'|-'.repeat(450)}|`,
  'two delimiters': delimited('*_', 2),
  'emphasis that crosses': delimited('*a_', 2),
  'open links': delimited('[a](', 2),
  'short links': delimited('[a](b) ', 2),
  'open autolinks': delimited('<http://a', 1),
  spoilers: delimited('||a', 1),
  strikes: delimited('~~a', 1),
  'fenced lines': lines('~~~\na\n~~~', MARKDOWN_LINES_MAX),
  addresses: fill('http://a.b/c_d '),
};
