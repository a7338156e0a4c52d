import { globSync } from 'node:fs';

const ROOMS = ['domain', 'commands', 'projections', 'queries', 'gateway', 'web', 'infra'];

export type Kind = 'unit' | 'integration' | 'whole server' | 'browser';

/**
 * Returns the kind of a test file, which tells its cost. The suffix names it, and browser tests have their own folder.
 */
export const kindOf = (file: string): Kind => {
  if (file.startsWith('web/e2e/')) return 'browser';
  if (file.endsWith('.int.test.ts')) return 'integration';
  return file.endsWith('.e2e.test.ts') ? 'whole server' : 'unit';
};

/** Tests that ask a real search index. They cannot run where the search module cannot be built. */
export const ASKING_AN_INDEX: ReadonlySet<string> = new Set([
  'infra/workshop/scenarios/what-was-said-is-found.e2e.test.ts',
  'infra/workshop/chaos/search-kills.e2e.test.ts',
  'infra/cli/search-under-rebuild.e2e.test.ts',
  'infra/search/a-scan-finds-the-same.int.test.ts',
  'infra/search/kept-search.int.test.ts',
  'infra/search/native-index.test.ts',
  'infra/search/purged.int.test.ts',
  'infra/workshop/golden/logs/stored-logs.int.test.ts',
  'web/e2e/what-was-said-is-found.e2e.test.ts',
]);

/** Tests that start an S3-compatible server. They cannot run where versitygw is missing. */
export const ASKING_AN_OBJECT_STORE: ReadonlySet<string> = new Set(['infra/files/blobs/s3-blobs.int.test.ts']);
/** Tests that ask a real malware scanner. They cannot run where clamd is not installed. */
export const ASKING_A_SCANNER: ReadonlySet<string> = new Set(['infra/files/malware/clamd.int.test.ts']);

const every = (): ReadonlyArray<string> =>
  ROOMS.flatMap((room) =>
    globSync(`${room}/**/*.test.ts`, { exclude: (name) => name.endsWith('node_modules') }),
  ).sort();

/** Returns all test files, or those whose path contains one of the patterns. */
export const testFiles = (patterns: ReadonlyArray<string>): ReadonlyArray<string> => {
  const wanted = patterns.map((pattern) => pattern.replace(/^\.\//, ''));
  return every().filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));
};
