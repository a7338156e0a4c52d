/** Reads a variable that steers the tests. The server reads none of them. */
const named = (name: string): string | undefined => {
  const value = process.env[name];
  return value === '' ? undefined : value;
};

/**
 * Postgres of the tests. `npm test` sets it, or a developer with a Postgres of their own. Its role must be able to
 * create databases.
 */
export const testDatabaseUrl = (): string | undefined => named('FILAMENT_TEST_DATABASE_URL');

/** EventStoreDB or KurrentDB for the tests of the log. Without it they run against a double of the protocol. */
export const testEventStoreDbUrl = (): string | undefined => named('FILAMENT_TEST_EVENTSTOREDB_URL');

/** Whether a test fails when its program is missing. Continuous integration sets the variable to `1`. */
export const requireAll = (): boolean => named('FILAMENT_REQUIRE_ALL') === '1';

/** Chromium of the browser stories, when it is in no usual place. */
export const chromiumOverride = (): string | undefined => named('FILAMENT_CHROMIUM');

/** Seed of the random stories. Set it to the seed of a story that failed, to run that story again. */
export const testSeed = (): number | undefined => {
  const seed = Number(named('FILAMENT_TEST_SEED'));
  return Number.isInteger(seed) ? seed : undefined;
};
