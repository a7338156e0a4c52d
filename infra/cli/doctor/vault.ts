/** The vault: without its keys the log is noise. */
import type pg from 'pg';
import { count } from '../words.ts';
import { type Check, type Finding, fail, ok, warn } from './finding.ts';

const SERVER_KEYS = ['access-token', 'sealed-token', 'keyed-hash', 'id-derivation'] as const;
/** Newest texts whose keys are looked for. */
const TEXTS = 1_000;

const KEYS = `
  SELECT count(*)::int AS texts, count(k.id)::int AS opened
  FROM (
    SELECT substring(data->'content'->>'key' FROM '^c:([0-9]+)$')::bigint AS id
    FROM log.events WHERE type IN ('message.sent', 'message.edited') ORDER BY position DESC LIMIT ${TEXTS}
  ) AS sealed LEFT JOIN vault.content_key k USING (id)`;

const checkServerKeys = async (client: pg.Client): Promise<Finding> => {
  const { rows } = await client.query<{ purpose: string }>('SELECT purpose FROM vault.server_key');
  const missing = SERVER_KEYS.filter((key) => !rows.some(({ purpose }) => purpose === key));
  if (missing.length === 0) return ok('server keys', `${rows.length} are there`);
  const says = `missing: ${missing.join(', ')}`;
  return warn(
    'server keys',
    says,
    'they are made at the first start; on a server that has run before, restore the vault',
  );
};

const checkContentKeys = async (client: pg.Client): Promise<Finding> => {
  const { rows } = await client.query<{ texts: number; opened: number }>(KEYS);
  const { texts = 0, opened = 0 } = rows[0] ?? {};
  const says = `${count(opened)} of the newest ${count(texts)} texts have their key`;
  if (texts > 0 && opened === 0) {
    return fail(
      'text keys',
      says,
      'unless all were erased on purpose, the vault is older than the log: restore its newest backup',
    );
  }
  return ok('text keys', says);
};

export const checkVault =
  (client: pg.Client): Check =>
  async () => {
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('vault.content_key') IS NOT NULL AS there`,
    );
    if (rows[0]?.there !== true)
      return [fail('vault', 'it is not in this database', 'restore the vault from its backup')];
    return [await checkServerKeys(client), await checkContentKeys(client)];
  };
