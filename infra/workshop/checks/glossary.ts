import { type Fault, isTestCode, lineAt, type Source } from './sources.ts';

/** Files whose types are named after a fact, a rejection or an intent, not after a noun. */
const NAMED_AFTER_A_FACT = /(?:^|\/)(?:events|commands|rejections?|failure)\.ts$/;
/** Exported types. Classes that extend another class are errors, and are named after their fault. */
const TYPES = /^export (?:type|interface|(?:abstract )?class) (\w+)(?![^\n{=]* extends \w+ \{)(?:<[^\n]*?> =| =)?/gm;
/** Entries stand in the first column of a table. */
const ENTRIES = /^\| ([^|]+) \|/gm;

const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/(?:(?<=(?:s|x|ch|sh))es|(?<!s)s)$/, '');

/** Returns the words that the glossary explains. One line of a table may explain several, with commas between them. */
export const entriesOf = (glossary: string): ReadonlyArray<string> =>
  [...glossary.matchAll(ENTRIES)]
    .flatMap(([, entry = '']) => entry.replaceAll('`', '').split(','))
    .map((entry) => entry.trim().toLowerCase());

/** Returns the nouns that the glossary explains: the last word of each entry. */
export const nounsOf = (glossary: string): ReadonlySet<string> =>
  new Set(entriesOf(glossary).map((entry) => singular(entry.split(/[\s-]/).at(-1) ?? '')));

/** Returns the last word of a name: `ChannelRef` is a ref. `EventOf` maps a name to an event, so it is an event. */
const lastWord = (name: string): string => /[A-Z]+[a-z0-9]*$/.exec(name.replace(/(?<=\w)Of$/, ''))?.[0] ?? name;

/** Tells whether a type is a rejection that bears the name of its own tag. */
const bearsItsTag = (name: string, definition: string): boolean =>
  new RegExp(`^\\s*\\{\\s*readonly kind: '${name}'`).test(definition);

/** Finds exported types whose noun is missing in the glossary. */
export const unexplainedTypes = (nouns: ReadonlySet<string>, { path, text }: Source): ReadonlyArray<Fault> =>
  isTestCode(path) || NAMED_AFTER_A_FACT.test(path)
    ? []
    : [...text.matchAll(TYPES)]
        .map((found) => ({ found, name: found[1] ?? '', definition: text.slice(found.index + found[0].length) }))
        .filter(({ name, definition }) => !bearsItsTag(name, definition))
        .filter(({ name }) => !nouns.has(singular(lastWord(name).toLowerCase())))
        .map(({ found, name }) => ({
          path,
          line: lineAt(text, found.index),
          rule: `the noun "${lastWord(name).toLowerCase()}" of ${name} is not in the glossary`,
          door: 'use a word of docs/GLOSSARY.md, or explain the new one there first',
        }));
