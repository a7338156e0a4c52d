import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A source file with its path from the project's root. */
export type Source = { readonly path: string; readonly text: string };

/** A broken rule of the house, with its place and the way to repair it. */
export type Fault = { readonly path: string; readonly line: number; readonly rule: string; readonly door: string };

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ROOMS = ['domain', 'commands', 'projections', 'queries', 'gateway', 'web', 'infra'];
const NOT_OURS = /(^|\/)(node_modules|dist|target|golden\/events)(\/|$)/;

const read = (path: string): Source => ({ path, text: readFileSync(join(ROOT, path), 'utf8') });

const under = (folder: string, endings: string): ReadonlyArray<string> =>
  globSync(`${folder}/**/*.{${endings}}`, { cwd: ROOT, exclude: (name) => NOT_OURS.test(name) });

/** Every file of code in the rooms. */
export const sources = (): ReadonlyArray<Source> =>
  ROOMS.flatMap((room) => under(room, 'ts,tsx,js'))
    .sort()
    .map(read);

/** Every file that people read, code or not. */
export const texts = (): ReadonlyArray<Source> => {
  const top = globSync('*.{md,json,js,ts}', { cwd: ROOT }).filter((path) => path !== 'package-lock.json');
  const hidden = globSync(['.ci/*', '.github/**/*.yml', '.npmrc', '.editorconfig'], { cwd: ROOT });
  const folders = ['docs', ...ROOMS].flatMap((folder) =>
    under(folder, 'ts,tsx,js,json,md,sql,css,html,yml,yaml,toml,rs'),
  );
  return [...top, ...hidden, ...folders].sort().map(read);
};

/** Code that only tests, checks and measurements run. The product must not import it. */
const TEST_CODE = /\.test\.tsx?$|^infra\/workshop\/|^web\/(?:e2e|dev)\//;
export const isTestCode = (path: string): boolean => TEST_CODE.test(path);

/** Files that hold limits and nothing else. */
const LIMITS =
  /^(?:domain\/kernel|commands|projections|queries|gateway\/protocol|infra\/[\w-]+)\/limits\.ts$|^gateway\/limits\/(?:http|rates|sockets)\.ts$/;
export const isLimits = (path: string): boolean => LIMITS.test(path);

export type Import = { readonly line: number; readonly specifier: string };

/** Formatted code begins a line with each import or export, or with the end of a long one. */
const IMPORTS =
  /^(?:(?:import|export)\s[^'\n]*\bfrom|\} from|import) '([^']+)'|\b(?:import(?:\.meta\.resolve)?|require\.resolve)\('([^']+)'\)/gm;

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

export const importsOf = (text: string): ReadonlyArray<Import> =>
  [...text.matchAll(IMPORTS)].map((match) => ({
    line: lineAt(text, match.index),
    specifier: match[1] ?? match[2] ?? '',
  }));

/** Returns the path that an import of ours leads to, from the project's root. Undefined for a package. */
export const target = (from: string, specifier: string): string | undefined => {
  if (specifier.startsWith('#web/')) return `web/src/${specifier.slice('#web/'.length)}`;
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : undefined;
};

/** Returns `@scope/name` for `@scope/name/part`. */
export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/**
 * Blanks out the comments and keeps the lines. It is exact enough for formatted code whose strings hold `//` in URLs
 * only.
 */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/(^|\s)\/\/.*$/gm, '$1');

export const show = (faults: ReadonlyArray<Fault>): string =>
  faults.map(({ path, line, rule, door }) => `\n${path}:${line}  ${rule}\n    door: ${door}`).join('');
