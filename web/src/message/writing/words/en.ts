/** The English texts about writing. They are loaded with the parts that show them. */

import { countsIn } from '#web/words/counts.ts';

const { plural } = countsIn('en');

export const writing = {
  suggestions: 'Suggestions',
  found: (n: number) => plural(n, { one: 'suggestion', other: 'suggestions' }),
  role: 'Role',
  everyone: 'Everyone who sees this channel',
  here: 'Everyone who is online now',
  toolbar: 'Format the selected text',
  formats: {
    bold: 'Bold',
    italic: 'Italic',
    underline: 'Underline',
    strike: 'Strikethrough',
    code: 'Code',
    quote: 'Quote',
    spoiler: 'Spoiler',
    link: 'Link',
  },
  keys: {
    title: 'While you write',
    selected: (format: string) => `${format} (with a selected text)`,
    complete: 'Take the suggestion',
    plainPaste: 'Paste without formats',
  },
};
