import { basename } from 'node:path';
import { type Fault, importsOf, isTestCode, type Source, target } from './sources.ts';

/** Files in which programs begin. Every other file is reached from these or from a test. */
const ENTRIES: ReadonlyArray<RegExp> = [
  /^infra\/app\/main\.ts$/,
  /^infra\/cli\/filament\.[jt]s$/,
  /^infra\/setup\/run\.js$/,
  /^infra\/workshop\/suite\/main\.ts$/,
  // `npm run bench` runs each of them by its name.
  /^infra\/workshop\/bench\/[a-z-]+\.ts$/,
  /^infra\/workshop\/mutation\/run\.ts$/,
  // A release is recorded by hand.
  /^infra\/workshop\/golden\/record\.ts$/,
  // People run it when the rules of permissions change.
  /^infra\/workshop\/model\/random-permissions\.ts$/,
  // People run them when the look changes.
  /^infra\/workshop\/pictures\/(?:take|components)\.ts$/,
  /^web\/dev\/components\.tsx$/,
  /^web\/(?:src\/main\.tsx|vite\.config\.ts)$/,
  /\.d\.ts$/,
  /\.test\.tsx?$/,
];

/**
 * Tells whether a text names a file. A worker or a child process is named by a URL or a path that ends in the file's
 * name.
 */
const namesFile = (text: string, path: string): boolean =>
  new RegExp(`['"\`/]${basename(path).replaceAll('.', '\\.')}['"\`?]`).test(text);

const reached = (all: ReadonlyMap<string, Source>, from: ReadonlyArray<string>): ReadonlySet<string> => {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const source = all.get(path);
    if (source === undefined || seen.has(path)) continue;
    seen.add(path);
    waiting.push(...importsOf(source.text).flatMap(({ specifier }) => target(source.path, specifier) ?? []));
    waiting.push(...[...all.keys()].filter((other) => !seen.has(other) && namesFile(source.text, other)));
  }
  return seen;
};

const isEntry = (path: string): boolean => ENTRIES.some((entry) => entry.test(path));

/** Finds files that no program reaches. A file that only a test reaches is dead too, unless it is test code. */
export const deadFiles = (sources: ReadonlyArray<Source>): ReadonlyArray<Fault> => {
  const all = new Map(sources.map((source) => [source.path, source]));
  const paths = [...all.keys()];
  const byPrograms = reached(
    all,
    paths.filter((path) => isEntry(path) && !/\.test\.tsx?$/.test(path)),
  );
  const byAnything = reached(all, paths.filter(isEntry));
  return paths
    .filter((path) => !(isTestCode(path) ? byAnything : byPrograms).has(path))
    .map((path) => ({
      path,
      line: 1,
      rule: byAnything.has(path) ? 'only tests reach this file' : 'nothing reaches this file',
      door: 'use it or delete it; code that serves tests only belongs in infra/workshop',
    }));
};
