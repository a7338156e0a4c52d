/** What steers the tests, and only them; the server reads none of it. */
const named = (name: string): string | undefined => {
  const value = process.env[name];
  return value === '' ? undefined : value;
};

/** Set by `npm test`, or by a developer who wants the tests on a Postgres of their own; its role must be able to create databases. */
export const testDatabaseUrl = (): string | undefined => named('FILAMENT_TEST_DATABASE_URL');

/** An EventStoreDB or KurrentDB for the tests of the log; they run against a double of the protocol when it is not set. */
export const testEventStoreDbUrl = (): string | undefined => named('FILAMENT_TEST_EVENTSTOREDB_URL');

/** With `1`, a test that cannot run because a program is missing fails; continuous integration sets it. */
export const requireAll = (): boolean => named('FILAMENT_REQUIRE_ALL') === '1';

/** The Chromium of the browser stories, where it is not in one of the usual places. */
export const chromiumOverride = (): string | undefined => named('FILAMENT_CHROMIUM');

/** Seed of the random stories. Set it to the seed of a story that failed, to run that story again. */
export const testSeed = (): number | undefined => {
  const seed = Number(named('FILAMENT_TEST_SEED'));
  return Number.isInteger(seed) ? seed : undefined;
};
