/** The German texts about writing. */

import type { WritingWords } from '#web/message/writing/words/writing-words.ts';
import { countsIn } from '#web/words/counts.ts';

const { plural } = countsIn('de');

export const writing: WritingWords = {
  suggestions: 'Vorschläge',
  found: (n) => plural(n, { one: 'Vorschlag', other: 'Vorschläge' }),
  role: 'Rolle',
  everyone: 'Alle, die diesen Kanal sehen',
  here: 'Alle, die gerade online sind',
  toolbar: 'Ausgewählten Text formatieren',
  formats: {
    bold: 'Fett',
    italic: 'Kursiv',
    underline: 'Unterstrichen',
    strike: 'Durchgestrichen',
    code: 'Code',
    quote: 'Zitat',
    spoiler: 'Spoiler',
    link: 'Link',
  },
  keys: {
    title: 'Beim Schreiben',
    selected: (format) => `${format} (mit ausgewähltem Text)`,
    complete: 'Den Vorschlag übernehmen',
    plainPaste: 'Ohne Formate einfügen',
  },
};
