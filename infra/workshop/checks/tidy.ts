import { basename } from 'node:path';
import { type Fault, isLimits, isTestCode, lineAt, type Source, withoutComments } from './sources.ts';

/** Longest file in lines. A longer file holds two ideas. */
const FILE_LINES_MAX = 400;
const TEST_FILE_LINES_MAX = 700;
const FUNCTION_LINES_MAX = 70;
/** Longest component in lines. It is larger, because the markup stands in the function. */
const COMPONENT_LINES_MAX = 100;

const BANNED_WORDS = /(^|[-.])(manager|helpers?|utils?|common|base|data|info|impl|misc|stuff|processor)([-.]|$)/;

const fault = (path: string, line: number, rule: string, door: string): Fault => ({ path, line, rule, door });

const names = ({ path }: Source): ReadonlyArray<Fault> => {
  const name = basename(path);
  const banned = BANNED_WORDS.exec(name)?.[2];
  return [
    ...(banned === undefined
      ? []
      : [fault(path, 1, `"${banned}" in a name says nothing`, 'say what it does in a word of docs/GLOSSARY.md')]),
    ...(/^index\.[jt]sx?$/.test(name) ? [fault(path, 1, 'no barrels', 'import from the file that has it')] : []),
    ...(/^[a-z0-9.-]+$/.test(name)
      ? []
      : [fault(path, 1, 'names are in lower case, words joined by dashes', name.toLowerCase())]),
  ];
};

/** Finds a file that is too long. It serves style sheets, SQL and Rust too. */
export const lengthFaults = ({ path, text }: Source): ReadonlyArray<Fault> => {
  const lines = text.split('\n').length - 1;
  const max = isTestCode(path) || /\/tests\/[^/]+\.rs$/.test(path) ? TEST_FILE_LINES_MAX : FILE_LINES_MAX;
  if (lines <= max) return [];
  return [fault(path, lines, `${lines} lines, at most ${max}`, 'find the second idea in it and give that a file')];
};

/** A line that opens the body of a function: `=> {`, `function ... {`, a method, or the end of a long signature. */
const OPENS =
  /^(\s*)(?:.*=> \{|.*\bfunction\b.*\{|(?:async |static |get |set )*#?\w+\(.*\).* \{|\)(?::.*)? (?:=> )?\{)$/;
const NO_FUNCTION = /^\s*(?:if|for|while|switch|catch|try|else|do|\}|return)\b/;

type Body = { readonly start: number; readonly end: number };

const bodiesOf = (lines: ReadonlyArray<string>): ReadonlyArray<Body> =>
  lines.flatMap((line, start) => {
    const indent = OPENS.exec(line)?.[1];
    if (indent === undefined || NO_FUNCTION.test(line)) return [];
    const length = lines.slice(start + 1).findIndex((later) => later.startsWith(`${indent}}`)) + 1;
    return [{ start, end: start + length }];
  });

/** Counts a function's own lines, without the lines of the functions inside it. */
const ownLines = (body: Body, all: ReadonlyArray<Body>): number => {
  const inside = all.filter(({ start, end }) => start > body.start && end < body.end);
  const outermost = inside.filter((one) => !inside.some((other) => other.start < one.start && other.end > one.end));
  return body.end - body.start - outermost.reduce((sum, { start, end }) => sum + (end - start), 0);
};

const longFunctions = ({ path, text }: Source): ReadonlyArray<Fault> => {
  if (isTestCode(path)) return [];
  const bodies = bodiesOf(text.split('\n'));
  const max = path.endsWith('.tsx') ? COMPONENT_LINES_MAX : FUNCTION_LINES_MAX;
  return bodies.flatMap((body) => {
    const length = ownLines(body, bodies);
    if (length <= max) return [];
    return [
      fault(
        path,
        body.start + 1,
        `a function of ${length} lines of its own, at most ${max}`,
        'name its steps and let it call them',
      ),
    ];
  });
};

type Ban = {
  readonly found: RegExp;
  readonly rule: string;
  readonly door: string;
  /** Paths to which the ban does not apply. */
  readonly but?: RegExp;
  /** True when comments are checked too. */
  readonly inComments?: true;
  /** True when test code may do it. */
  readonly inTests?: true;
};

const BANS: ReadonlyArray<Ban> = [
  {
    found: /\bconsole\.\w+/g,
    rule: 'no console',
    door: 'the log (infra/watch), or the terminal in infra/cli',
    but: /^infra\/(cli|setup)\//,
    inTests: true,
  },
  {
    found: /\bprocess\.env\b/g,
    rule: 'the environment is read in infra/config alone',
    door: 'a variable in infra/config/variables.ts, handed over by infra/app',
    but: /^infra\/(config|setup)\//,
    inTests: true,
  },
  {
    found: /\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|eval\(|new Function\()/g,
    rule: 'no text becomes markup or code',
    door: 'elements with text in them',
    // The hostile words of a test name what a page must not do with them.
    but: /^infra\/workshop\/(?:checks\/|testkit\/hostile-words\.ts$)/,
  },
  {
    found: /\b(?:TODO|FIXME|XXX|HACK)\b/g,
    rule: 'nothing is left for later in the code',
    door: 'do it now, or leave it out and say so in CHANGELOG.md',
    but: /^infra\/workshop\/checks\//,
    inComments: true,
  },
  {
    found: /@ts-(?:ignore|nocheck|expect-error)|biome-ignore-all/g,
    rule: 'the checker is not silenced',
    door: 'a codec at the boundary, or a type that says what is true',
    but: /^infra\/workshop\/checks\//,
    inComments: true,
  },
  {
    found: /\b(?:it|describe|test)\.(?:skip|only)\b|\bthis\.skip\(/g,
    rule: 'every test runs, or is not there',
    door: 'mend it or delete it; what needs a missing program is a stage of npm test',
    but: /^infra\/workshop\/checks\//,
  },
  {
    found: /['"`\s(=](?:\/(?:root|home|Users|work|mnt|tmp)\/\w|[A-Z]:\\\\)/g,
    rule: 'no path of one machine',
    door: 'a path from the project, FILAMENT_HOME, or os.tmpdir()',
    but: /^infra\/workshop\/checks\//,
    inComments: true,
  },
];

const banned = ({ path, text }: Source): ReadonlyArray<Fault> => {
  const code = withoutComments(text);
  const holds = ({ but, inTests }: Ban): boolean => but?.test(path) !== true && !(inTests === true && isTestCode(path));
  return BANS.filter(holds).flatMap(({ found, rule, door, inComments }) => {
    const looked = inComments === true ? text : code;
    return [...looked.matchAll(found)].map((match) =>
      fault(path, lineAt(looked, match.index), `${rule} (here: ${match[0].trim()})`, door),
    );
  });
};

/** Rooms whose limits users meet. The sizes of an adapter, and counts inside one file, are its own. */
const BOUNDED_ROOMS = /^(?:domain|commands|projections|queries|gateway)\//;
const BOUND =
  /^(?:export )?const [A-Z0-9_]+_(?:MAX|MIN|MAX_MS|MIN_MS|LIMIT|WITHIN_MS|LIFETIME_MS|TIMEOUT_MS)(?:: \w+)? = [\d(]/gm;

const strayLimits = ({ path, text }: Source): ReadonlyArray<Fault> =>
  BOUNDED_ROOMS.test(path) && !isTestCode(path) && !isLimits(path)
    ? [...text.matchAll(BOUND)].map((found) =>
        fault(
          path,
          lineAt(text, found.index),
          `a limit outside the limits of its room (${found[0]}...)`,
          'the limits.ts of the room, or gateway/limits; with unit and consequence',
        ),
      )
    : [];

export const tidyFaults = (source: Source): ReadonlyArray<Fault> =>
  [names, lengthFaults, longFunctions, banned, strayLimits].flatMap((check) => check(source));

/** Written in parts, so that this file does not contain the text that it looks for. */
const REGISTRY_HOSTS = new RegExp(
  ['registry\\.npm', 'npm' + 'js\\.', 'yarn' + 'pkg\\.', 'crates' + '\\.io', 'pypi' + '\\.org'].join('|'),
  'gi',
);

/**
 * Finds the address of a package registry in any text of the project. The registry is a setting of the user's package
 * client.
 */
export const hostFaults = ({ path, text }: Source): ReadonlyArray<Fault> =>
  [...text.matchAll(REGISTRY_HOSTS)].map((found) =>
    fault(
      path,
      lineAt(text, found.index),
      `names a package registry (${found[0]})`,
      'name the package only, because its source is a setting of the client',
    ),
  );
