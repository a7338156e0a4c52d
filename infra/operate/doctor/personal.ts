/** Checks the personal store, which no rebuild brings back. */
import type pg from 'pg';
import { PERSONAL } from '#infra/personal/open-personal.ts';
import { type Check, warn } from './finding.ts';
import { checkSchema } from './schema.ts';

export const checkPersonal =
  (client: pg.Client): Check =>
  async () => {
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('personal.read_marker') IS NOT NULL AS there`,
    );
    if (rows[0]?.there === true) return [await checkSchema(client, PERSONAL)];
    const advice = 'start the server to create it; on a server that has run before, restore it from its backup';
    return [warn('personal store', 'this database holds no personal store', advice)];
  };
