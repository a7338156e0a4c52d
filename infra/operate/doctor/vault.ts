/** Checks the vault, whose keys are needed to read the log. */
import type pg from 'pg';
import { SERVER_KEY_PURPOSES } from '#infra/keys/ports/key-vault.ts';
import { VAULT } from '#infra/keys/vault/open-vault.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { count } from '#infra/operate/words.ts';
import { type Check, type Finding, fail, ok, warn } from './finding.ts';
import { checkSchema } from './schema.ts';

/** Newest texts whose keys are checked. */
const TEXTS = 1_000;

/** Newest events among which the texts are looked for, so that a log without texts is not read as a whole. */
const TEXTS_AMONG = 50_000;

const NEWEST = `
  SELECT substring(data->'content'->>'key' FROM '^c:([0-9]+)$') AS id
  FROM log.events
  WHERE type IN ('message.sent', 'message.edited') AND position > (SELECT max(position) FROM log.events) - ${TEXTS_AMONG}
  ORDER BY position DESC LIMIT ${TEXTS}`;
const FOUND = 'SELECT count(*)::int AS found FROM vault.content_key WHERE id = ANY ($1::bigint[])';
/**
 * Counts the numbers that the vault has not given out yet. A key that was erased has a lower one. None is counted while
 * the newest number is not known: no key was ever made, or this user may not read the sequence.
 */
const NEVER_MADE = `
  SELECT count(*)::int AS texts FROM unnest($1::bigint[]) AS id
  WHERE id > pg_sequence_last_value(pg_get_serial_sequence('vault.content_key', 'id')::regclass)`;

const checkServerKeys = async (client: pg.Client): Promise<Finding> => {
  const { rows } = await client.query<{ purpose: string }>('SELECT purpose FROM vault.server_key');
  const missing = SERVER_KEY_PURPOSES.filter((key) => !rows.some(({ purpose }) => purpose === key));
  if (missing.length === 0) return ok('server keys', `all ${rows.length} are present`);
  const says = `missing: ${missing.join(', ')}`;
  return warn(
    'server keys',
    says,
    'start a new server to create them; on a server that has run before, restore the vault',
  );
};

/** Returns the ids of the keys that seal the newest texts of a log in Postgres. */
export const textKeysIn = (log: pg.Client) => async (): Promise<ReadonlyArray<string>> => {
  const newest = await log.query<{ id: string | null }>(NEWEST);
  return newest.rows.flatMap(({ id }) => id ?? []);
};

const CONTENT_KEY = /^c:([0-9]+)$/;

/** Does the same for a log of any kind. */
export const textKeysOf = (log: OpenedLog) => async (): Promise<ReadonlyArray<string>> => {
  const newest = await log.newest(TEXTS);
  return newest.flatMap(({ type, data }) => {
    if (type !== 'message.sent' && type !== 'message.edited') return [];
    const key: unknown = JSON.parse(data)?.content?.key;
    return typeof key === 'string' ? (CONTENT_KEY.exec(key)?.[1] ?? []) : [];
  });
};

/** Counts the keys in the vault, which may be in another database than the log. */
const checkContentKeys = async (vault: pg.Client, ids: ReadonlyArray<string>): Promise<Finding> => {
  const { rows } = await vault.query<{ found: number }>(FOUND, [ids]);
  const found = rows[0]?.found ?? 0;
  const [never] = (await vault.query<{ texts: number }>(NEVER_MADE, [ids])).rows;
  if (never !== undefined && never.texts > 0) {
    const older = `the vault is older than the log: ${count(never.texts)} of the newest ${count(ids.length)} texts name keys that it never made`;
    return fail('text keys', older, 'restore the newest backup of the vault before you start the server');
  }
  const says = `${count(found)} of the newest ${count(ids.length)} texts have their key`;
  if (ids.length > 0 && found === 0) {
    const advice =
      'restore the newest backup of the vault, which is older than the log, unless all texts were erased on purpose';
    return fail('text keys', says, advice);
  }
  return ok('text keys', says);
};

const BEHIND = `
  SELECT count(*)::int AS behind FROM projections.erasure AS record
  JOIN projections.log AS log USING (lineage)
  LEFT JOIN vault.erasure AS known ON known.log_identity = record.lineage AND known.kind = record.kind
  WHERE coalesce(known.position, 0) < record.position`;
const REMOVED = `
  SELECT count(*)::int AS removed FROM read.removal AS removal
  JOIN projections.log AS log ON true
  JOIN projections.erasure AS record
    ON record.lineage = log.lineage AND record.kind = CASE WHEN removal.by_author THEN 'authors' ELSE 'others' END
  LEFT JOIN vault.erasure AS known ON known.log_identity = record.lineage AND known.kind = record.kind
  WHERE removal.position > coalesce(known.position, 0) AND removal.position <= record.position`;

/** Tells of an older vault that was brought back: it holds the keys of texts that were erased since. */
const checkErasures = async (client: pg.Client): Promise<ReadonlyArray<Finding>> => {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('projections.erasure') IS NOT NULL AND to_regclass('read.removal') IS NOT NULL AS there`,
  );
  if (rows[0]?.there !== true) return [];
  const [known] = (await client.query<{ behind: number }>(BEHIND)).rows;
  if ((known?.behind ?? 0) === 0) return [ok('erasures', 'the vault knows of every erasure')];
  const [since] = (await client.query<{ removed: number }>(REMOVED)).rows;
  const says = `the vault is older than its last erasure: ${count(since?.removed ?? 0)} removals that were erased have their keys again`;
  return [fail('erasures', says, 'start the server: it erases them again before it is ready')];
};

export const checkVault =
  (client: pg.Client, textKeys: () => Promise<ReadonlyArray<string>>): Check =>
  async () => {
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('vault.content_key') IS NOT NULL AS there`,
    );
    if (rows[0]?.there !== true)
      return [fail('vault', 'this database holds no vault', 'restore the vault from its backup')];
    return [
      await checkSchema(client, VAULT),
      await checkServerKeys(client),
      await checkContentKeys(client, await textKeys()),
      ...(await checkErasures(client)),
    ];
  };
