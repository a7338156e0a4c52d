/** Reads a variable that steers the tests. The server reads none of them. */
const named = (name: string): string | undefined => {
  const value = process.env[name];
  return value === '' ? undefined : value;
};

/** Set by `npm test`, or by a developer with a Postgres of their own. Its role must be able to create databases. */
export const testDatabaseUrl = (): string | undefined => named('FILAMENT_TEST_DATABASE_URL');

/**
 * An EventStoreDB or KurrentDB for the tests of the log. When it is not set, they run against a double of the protocol.
 */
export const testEventStoreDbUrl = (): string | undefined => named('FILAMENT_TEST_EVENTSTOREDB_URL');

/** With `1`, a test that cannot run because a program is missing fails. Continuous integration sets it. */
export const requireAll = (): boolean => named('FILAMENT_REQUIRE_ALL') === '1';

/** Path of the Chromium for browser tests, where it is not in a usual place. */
export const chromiumOverride = (): string | undefined => named('FILAMENT_CHROMIUM');

/** Number of random stories of governance. The suite runs fewer than a person who wants to be sure. */
export const testStories = (otherwise: number): number => {
  const stories = Number(named('FILAMENT_TEST_STORIES'));
  return Number.isInteger(stories) && stories > 0 ? stories : otherwise;
};

/** Number of kills in the middle of uploads. The suite kills less often than a person who wants to be sure. */
export const testKills = (otherwise: number): number => {
  const kills = Number(named('FILAMENT_TEST_KILLS'));
  return Number.isInteger(kills) && kills > 0 ? kills : otherwise;
};

/** Seed of the random stories. Set it to the seed of a story that failed, to run that story again. */
export const testSeed = (): number | undefined => {
  const seed = Number(named('FILAMENT_TEST_SEED'));
  return Number.isInteger(seed) ? seed : undefined;
};
