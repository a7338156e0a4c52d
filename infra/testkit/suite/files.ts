import { globSync } from 'node:fs';

const ROOMS = ['domain', 'commands', 'projections', 'queries', 'gateway', 'web', 'infra'];

export type Kind = 'unit' | 'integration' | 'whole server' | 'browser';

/** The suffix tells the cost (style: tests lie beside the code); browser stories have a folder of their own. */
export const kindOf = (file: string): Kind => {
  if (file.startsWith('web/e2e/')) return 'browser';
  if (file.endsWith('.int.test.ts')) return 'integration';
  return file.endsWith('.e2e.test.ts') ? 'whole server' : 'unit';
};

const every = (): ReadonlyArray<string> =>
  ROOMS.flatMap((room) =>
    globSync(`${room}/**/*.test.ts`, { exclude: (name) => name.endsWith('node_modules') }),
  ).sort();

/** All test files, or those whose path holds one of the patterns. */
export const testFiles = (patterns: ReadonlyArray<string>): ReadonlyArray<string> => {
  const wanted = patterns.map((pattern) => pattern.replace(/^\.\//, ''));
  return every().filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
};
