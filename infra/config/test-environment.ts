/** Set by `npm test`, or by a developer who wants the tests on a Postgres of their own; its role must be able to create databases. */
export const testDatabaseUrl = (): string | undefined => process.env['FILAMENT_TEST_DATABASE_URL'];
