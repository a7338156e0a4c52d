/** Checks that a schema which cannot be rebuilt has the version that this program needs. */
import type { ClientBase } from 'pg';
import { type MigrationPlan, migrationsHad, SchemaUnfit, schemaFits } from '#infra/database/migrations.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

export const checkSchema = async (client: ClientBase, migrated: MigrationPlan): Promise<Finding> => {
  const check = `${migrated.schema} schema`;
  try {
    await schemaFits(client, migrated);
  } catch (error) {
    if (error instanceof SchemaUnfit) return fail(check, error.message, 'see docs/how-to/upgrade.md');
    throw error;
  }
  const had = await migrationsHad(client, migrated);
  const all = migrated.migrations.length;
  return had === all
    ? ok(check, `version ${had}, as this program needs it`)
    : warn(check, `version ${had} of ${all}`, 'start the server, which brings it up to date');
};
