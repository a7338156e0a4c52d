/** The formats of a selected text: each is a change of the text, as Markdown writes it. */

import type { TextPart } from '#web/message/writing/closed-parts.ts';

export const FORMATS = ['bold', 'italic', 'underline', 'strike', 'code', 'quote', 'spoiler', 'link'] as const;
export type FormatName = (typeof FORMATS)[number];

/** Replaces a part of a text. `selected` is what is selected afterwards, in the new text. */
export type TextChange = TextPart & { readonly insert: string; readonly selected: TextPart };

const MARKS = { bold: '**', italic: '*', underline: '__', strike: '~~', spoiler: '||' } as const;
const ADDRESS_BEGIN = 'https://';

/** Leaves spaces at the ends of a selection out, because marks do nothing beside a space. */
const trimmed = (text: string, { from, to }: TextPart): TextPart => {
  const inside = text.slice(from, to);
  const start = from + (inside.length - inside.trimStart().length);
  return { from: start, to: Math.max(start, to - (inside.length - inside.trimEnd().length)) };
};

/** Counts how often a letter stands before a place, or after it. */
const runBefore = (text: string, at: number, letter: string): number => {
  let count = 0;
  while (text[at - 1 - count] === letter) count += 1;
  return count;
};
const runAfter = (text: string, at: number, letter: string): number => {
  let count = 0;
  while (text[at + count] === letter) count += 1;
  return count;
};

/** True when a run of one letter holds the mark. Three stars are bold and italic, and two are bold alone. */
const runHolds = (run: number, mark: string): boolean =>
  mark === '*' ? run % 2 === 1 : mark === '**' ? run >= 2 : run >= mark.length;

const isMarked = (text: string, { from, to }: TextPart, mark: string): boolean => {
  const letter = mark.charAt(0);
  return runHolds(Math.min(runBefore(text, from, letter), runAfter(text, to, letter)), mark);
};

/** Takes marks inside the ends of the selection out of it, so that a whole `**bold**` can be selected too. */
const withoutMarks = (text: string, part: TextPart, mark: string): TextPart => {
  const letter = mark.charAt(0);
  const inside = text.slice(part.from, part.to);
  const run = Math.min(runAfter(inside, 0, letter), runBefore(inside, inside.length, letter));
  return run * 2 < inside.length ? { from: part.from + run, to: part.to - run } : part;
};

const toggled = (text: string, wanted: TextPart, mark: string): TextChange => {
  const part = withoutMarks(text, trimmed(text, wanted), mark);
  const inside = text.slice(part.from, part.to);
  if (isMarked(text, part, mark)) {
    const [from, to] = [part.from - mark.length, part.to + mark.length];
    return { from, to, insert: inside, selected: { from, to: from + inside.length } };
  }
  const start = part.from + mark.length;
  return { ...part, insert: mark + inside + mark, selected: { from: start, to: start + inside.length } };
};

/** Longest run of backticks in a text. The fence around it has one more. */
const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

const asCode = (text: string, wanted: TextPart): TextChange => {
  const part = trimmed(text, wanted);
  const inside = text.slice(part.from, part.to);
  if (!inside.includes('\n')) {
    if (!inside.includes('`')) return toggled(text, wanted, '`');
    const fence = '`'.repeat(longestRun(inside) + 1);
    const start = part.from + fence.length + 1;
    return { ...part, insert: `${fence} ${inside} ${fence}`, selected: { from: start, to: start + inside.length } };
  }
  const fence = '`'.repeat(Math.max(3, longestRun(inside) + 1));
  const before = part.from === 0 || text[part.from - 1] === '\n' ? '' : '\n';
  const after = part.to === text.length || text[part.to] === '\n' ? '' : '\n';
  const start = part.from + before.length + fence.length + 1;
  return {
    ...part,
    insert: `${before}${fence}\n${inside}\n${fence}${after}`,
    selected: { from: start, to: start + inside.length },
  };
};

/** Quotes the whole lines of a selection, or takes the quote from them when each has it. */
const asQuote = (text: string, { from, to }: TextPart): TextChange => {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const next = text.indexOf('\n', Math.max(start, text[to - 1] === '\n' && to > from ? to - 1 : to));
  const end = next === -1 ? text.length : next;
  const lines = text.slice(start, end).split('\n');
  const quoted = lines.every((line) => line.startsWith('>'));
  const insert = lines.map((line) => (quoted ? line.replace(/^> ?/, '') : `> ${line}`)).join('\n');
  return { from: start, to: end, insert, selected: { from: start, to: start + insert.length } };
};

const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;

/** True for a text that is one web address or one address of mail. */
export const isAddress = (text: string): boolean => ADDRESS.test(text.trim()) && URL.canParse(text.trim());

/** Writes an address so that no bracket in it ends the link. */
const asTarget = (address: string): string =>
  address.trim().replace(/[()]/g, (bracket) => (bracket === '(' ? '%28' : '%29'));

/** Makes the selection a link to an address. */
export const linked = (text: string, wanted: TextPart, address: string): TextChange => {
  const part = trimmed(text, wanted);
  const insert = `[${text.slice(part.from, part.to)}](${asTarget(address)})`;
  const end = part.from + insert.length;
  return { ...part, insert, selected: { from: end, to: end } };
};

/** Makes the selection a link. An address asks for the text of the link, and another text for the address. */
const asLink = (text: string, wanted: TextPart): TextChange => {
  const part = trimmed(text, wanted);
  const inside = text.slice(part.from, part.to);
  if (isAddress(inside)) {
    const at = part.from + 1;
    return { ...part, insert: `[](${asTarget(inside)})`, selected: { from: at, to: at } };
  }
  const at = part.from + inside.length + 3;
  return {
    ...part,
    insert: `[${inside}](${ADDRESS_BEGIN})`,
    selected: { from: at, to: at + ADDRESS_BEGIN.length },
  };
};

/** Answers the change that gives a selected part a format, or takes the format from it. */
export const formatted = (text: string, part: TextPart, format: FormatName): TextChange => {
  switch (format) {
    case 'code':
      return asCode(text, part);
    case 'quote':
      return asQuote(text, part);
    case 'link':
      return asLink(text, part);
    default:
      return toggled(text, part, MARKS[format]);
  }
};
