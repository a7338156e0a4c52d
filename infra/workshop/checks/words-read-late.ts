import type { Fault, Source } from './sources.ts';

/** A constant of a module. Formatted code ends it with a line that begins with its closing bracket, or on its own line. */
const CONSTANT = /^(?:export )?const \w+(?:: [^=\n]+)? = (?!\(|async|<|function)(?:[^\n]*;$|[\s\S]*?^[}\])].*;$)/gm;

/** Finds texts that a module reads while it loads. Such a text stays in the first language when the user chooses another. */
export const wordsReadEarly = ({ path, text }: Source): ReadonlyArray<Fault> =>
  [...text.matchAll(CONSTANT)]
    .filter(([constant]) => /\bwords\.\w/.test(constant) && !/^[^\n]*=> ?/.test(constant))
    .map(({ index }) => ({
      path,
      line: text.slice(0, index).split('\n').length,
      rule: 'reads a text while the module loads',
      door: 'make it a function, so that it follows the language of the user',
    }));
