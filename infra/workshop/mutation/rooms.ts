import { globSync } from 'node:fs';

/**
 * A part of the code whose tests must notice every small change, and these tests. Both are globs from the project's
 * root.
 */
export type Room = {
  readonly name: string;
  readonly code: ReadonlyArray<string>;
  readonly tests: ReadonlyArray<string>;
};

/** The table that asks commands and queries the same question about one channel. */
const BOTH_SIDES = 'infra/workshop/contract/sight/*.test.ts';

/** The domain's rules, and the code that checks identities, permissions and limits. */
export const ROOMS: ReadonlyArray<Room> = [
  // The golden files hold one stored example of each event, which the codecs of the events must read.
  { name: 'domain', code: ['domain/**/*.ts'], tests: ['domain/**/*.test.ts', 'infra/workshop/golden/*.test.ts'] },
  {
    name: 'commands',
    code: ['commands/authority.ts', 'commands/{account,session,server}/*.ts'],
    tests: ['commands/**/*.test.ts', BOTH_SIDES],
  },
  { name: 'queries', code: ['queries/{gate,visibility}.ts'], tests: ['queries/**/*.test.ts', BOTH_SIDES] },
  {
    name: 'gateway',
    code: [
      'gateway/http/middleware/authenticate.ts',
      'gateway/http/{presented-token,same-origin,tokens}.ts',
      'gateway/limits/*.ts',
    ],
    tests: ['gateway/{http,limits}/**/*.test.ts'],
  },
  { name: 'keys', code: ['infra/keys/{tokens,hashes}/*.ts'], tests: ['infra/keys/{tokens,hashes}/*.test.ts'] },
];

const NOT_MUTATED = /\.test\.ts$/;
/** Tests that need a Postgres or a whole server are too slow to run once for each mutant. */
const NOT_RUN = /\.(int|e2e)\.test\.ts$/;

const files = (globs: ReadonlyArray<string>, but: RegExp): ReadonlyArray<string> =>
  globSync([...globs])
    .filter((path) => !but.test(path))
    .toSorted();

export const codeOf = ({ code }: Room): ReadonlyArray<string> => files(code, NOT_MUTATED);
export const testsOf = ({ tests }: Room): ReadonlyArray<string> => files(tests, NOT_RUN);

const isUnder = (file: string, path: string): boolean => file === path || file.startsWith(`${path}/`);

/** Returns the part of a room that lies under a path, with all tests of that room. */
const partAt = (path: string): Room | undefined =>
  ROOMS.map((room) => ({
    name: path.replaceAll('/', '-'),
    code: codeOf(room).filter((file) => isUnder(file, path)),
    tests: room.tests,
  })).find(({ code }) => code.length > 0);

/**
 * Returns the rooms that the arguments name, each by its name or by a path in it. Without arguments, returns all rooms.
 * Returns a message when an argument names no room.
 */
export const roomsOf = (names: ReadonlyArray<string>): ReadonlyArray<Room> | string => {
  const found = names.map((name) => ROOMS.find((room) => room.name === name) ?? partAt(name));
  const missing = names.filter((_, at) => found[at] === undefined);
  if (missing.length > 0)
    return `No room has ${missing.join(' or ')}. Name a path in one, or one of: ${ROOMS.map(({ name }) => name).join(', ')}.`;
  return names.length === 0 ? ROOMS : found.filter((room) => room !== undefined);
};
