import { randomBytes } from 'node:crypto';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Pool } from 'pg';
import { LOGIN_PLACE_KEPT_MS, LOGIN_PLACES_PER_USER_MAX } from '#commands/limits.ts';
import type { KeyedHasher } from '#commands/ports/keyed-hasher.ts';
import { plusMillis } from '#domain/kernel/instant.ts';
import type { LoginPlace, LoginPlaces } from '#gateway/ports/login-places.ts';
import { unavailable } from './unavailable.ts';

const DEVICE_BYTES = 32;
/** Form of 32 bytes in base64url. */
const DEVICE = /^[\w-]{43}$/;

const REMEMBER = `
INSERT INTO vault.login_place (hash, user_id, kind, seen_at) SELECT hash, $1, kind, $4
FROM unnest($2::text[], $3::text[]) AS place (hash, kind)
ON CONFLICT (hash) DO UPDATE SET user_id = excluded.user_id, seen_at = excluded.seen_at`;

/** Statement that forgets the places of a user that are too many of their kind, or too old. */
const FORGET = `
DELETE FROM vault.login_place WHERE hash IN (
  SELECT hash FROM (
    SELECT hash, seen_at, row_number() OVER (PARTITION BY kind ORDER BY seen_at DESC, hash) AS nth
    FROM vault.login_place WHERE user_id = $1
  ) AS placed WHERE nth > $2 OR seen_at <= $3)`;

/**
 * Keeps the places of logins in the vault, as keyed hashes of account and place. So they outlive a restart, all
 * processes share them, and the question costs one look-up whether the account exists or not.
 */
export const createLoginPlaces = (pool: Pool, hasher: KeyedHasher): LoginPlaces => {
  const hashOf = (account: string, { kind, name }: LoginPlace): string =>
    hasher.hash('login-place', `${account}\n${kind}\n${name}`);
  return {
    known: (account, places, at) =>
      TE.tryCatch(async () => {
        const byHash = new Map(places.map((place) => [hashOf(account, place), place]));
        const { rows } = await pool.query<{ hash: string }>(
          'SELECT hash FROM vault.login_place WHERE hash = ANY($1) AND seen_at > $2',
          [[...byHash.keys()], plusMillis(at, -LOGIN_PLACE_KEPT_MS)],
        );
        return rows.flatMap(({ hash }) => byHash.get(hash) ?? []);
      }, unavailable),
    remember: (user, account, places, at) =>
      TE.tryCatch(async () => {
        const hashes = places.map((place) => hashOf(account, place));
        await pool.query(REMEMBER, [user, hashes, places.map(({ kind }) => kind), at]);
        await pool.query(FORGET, [user, LOGIN_PLACES_PER_USER_MAX, plusMillis(at, -LOGIN_PLACE_KEPT_MS)]);
      }, unavailable),
    freshDevice: () => randomBytes(DEVICE_BYTES).toString('base64url'),
    isDevice: (name) => DEVICE.test(name),
  };
};
