import { type Fault, lineAt, type Source } from './sources.ts';

/** Words that hide the subject of a sentence (docs/STYLE.md, rule 3). */
const RIDDLES = 'Who|What|Whoever|Whatever|Of|For|Those|There|Nobody';

/** A comment of one kind or the other, as it stands in TypeScript, Rust, CSS and SQL. */
const COMMENTS = /\/\*\*?[\s\S]*?\*\/|(?:^|[ \t])(?:\/\/[/!]?|--) [^\n]*(?:\n[ \t]*(?:\/\/[/!]?|--) [^\n]*)*/g;

/** The first word of a comment, or of a sentence inside it. A quoted example is no sentence. */
const OPENINGS = new RegExp(`(?:^|[.:!?] )(${RIDDLES}) (?=[\\w\`])`, 'g');

const plain = (comment: string): string =>
  comment
    .replace(/^\s*(?:\/\*\*?|\/\/[/!]?|--)/gm, ' ')
    .replace(/\*\/$/, ' ')
    .replace(/^\s*\*/gm, ' ')
    .replace(/`[^`]*`|"[^"]*"/g, '`')
    .replace(/\s+/g, ' ')
    .trim();

/** Finds comments in which a sentence begins with a riddle. */
export const riddles = ({ path, text }: Source): ReadonlyArray<Fault> =>
  [...text.matchAll(COMMENTS)].flatMap((comment) =>
    [...plain(comment[0]).matchAll(OPENINGS)].map(([, word]) => ({
      path,
      line: lineAt(text, comment.index + comment[0].search(/\S/)),
      rule: `a sentence begins with "${word}"`,
      door: 'say subject, verb, object: docs/STYLE.md',
    })),
  );
