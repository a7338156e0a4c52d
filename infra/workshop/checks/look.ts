/** Keeps the raw values of the look in one file, so that a theme changes in one place. */

import { type Fault, lineAt, type Source } from './sources.ts';

export const TOKENS = 'web/src/ui/tokens.css';

type Ban = { readonly found: RegExp; readonly rule: string; readonly door: string };

const NAMED = 'white|black|red|green|blue|gray|grey|silver|orange|yellow|purple|pink|brown|gold|teal|navy';
const BANS: ReadonlyArray<Ban> = [
  {
    found: new RegExp(
      `#[0-9a-f]{3,8}\\b|\\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\\(|:[^;{}]*\\b(?:${NAMED})\\b`,
      'gi',
    ),
    rule: 'a colour outside the tokens',
    door: `a role in ${TOKENS}`,
  },
  {
    found: /\bfont(?:-size)?:[^;{}]*?\b\d*\.?\d+(?:px|r?em|pt|vw|vh)\b/gi,
    rule: 'a size of text outside the tokens',
    door: `a step of the scale in ${TOKENS}`,
  },
  {
    found: /\b(?:animation|transition)(?:-duration)?:[^;{}]*?\b(?:0\.\d+s|1?\d\dms)\b/gi,
    rule: 'a time of motion outside the tokens',
    door: `--motion or --motion-fast in ${TOKENS}`,
  },
];

/** Replaces comments by spaces, so that lines keep their numbers. */
const withoutComments = (css: string): string =>
  css.replace(/\/\*[\s\S]*?\*\//g, (text) => text.replace(/[^\n]/g, ' '));

/** Finds raw values in a style sheet that is not the one of the tokens. */
export const rawValues = ({ path, text }: Source): ReadonlyArray<Fault> => {
  if (!path.endsWith('.css') || path === TOKENS) return [];
  const css = withoutComments(text);
  return BANS.flatMap(({ found, rule, door }) =>
    [...css.matchAll(found)].map((match) => ({
      path,
      line: lineAt(css, match.index),
      rule: `${rule}: ${match[0].trim()}`,
      door,
    })),
  );
};

/** Class lists that the client writes down as a whole. */
const CLASSES = /\bclass="([^"]+)"/g;
/** Texts in quotes, where code queries the page. */
const QUOTED = /'[^'\n]*'|"[^"\n]*"|`[^`]*`/g;

/**
 * Finds classes that no style sheet and no query of the client names. A rule that was renamed leaves such classes behind,
 * and what they style falls apart in silence.
 */
export const looseClasses = (sources: ReadonlyArray<Source>): ReadonlyArray<Fault> => {
  const client = sources.filter(({ path }) => path.startsWith('web/src/'));
  const named = new Set(
    client
      .flatMap(({ path, text }) =>
        path.endsWith('.css') ? withoutComments(text) : (text.match(QUOTED) ?? []).join(' '),
      )
      .flatMap((text) => [...text.matchAll(/\.([a-z][\w-]*)/g)])
      .map(([, name]) => name),
  );
  return client
    .filter(({ path }) => path.endsWith('.tsx'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(CLASSES)].flatMap((match) =>
        (match[1] ?? '')
          .split(/\s+/)
          .filter((name) => !named.has(name))
          .map((name) => ({
            path,
            line: lineAt(text, match.index),
            rule: `a class without a rule: ${name}`,
            door: 'a rule in a style sheet, or no class',
          })),
      ),
    );
};

const declarationsIn = (css: string, block: RegExp): ReadonlyArray<string> =>
  (block.exec(css)?.[1] ?? '')
    .split(';')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('--'));

/** Answers the tokens of high contrast twice: as the system asks for them, and as the user chooses them. */
export const contrastLists = (tokens: string): readonly [ReadonlyArray<string>, ReadonlyArray<string>] => [
  declarationsIn(tokens, /@media \(prefers-contrast: more\) \{\s*:root:not\(\[data-theme\]\) \{([^}]*)\}/),
  declarationsIn(tokens, /:root\[data-theme="contrast"\] \{([^}]*)\}/),
];
