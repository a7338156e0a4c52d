import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { UserKeys } from '#infra/keys/ports/key-vault.ts';
import type { KeyMemory } from './destruction.ts';

const SECRET_BYTES = 32;
const REMEMBERED = 10_000;

type Known = { readonly secret: Uint8Array | undefined };

/**
 * Creates and loads the keys of users, one for each user. A key is created when the first text about the user is
 * sealed. Destroying it erases the person from the log.
 */
export const createUserKeys = (pool: Pool): UserKeys & KeyMemory => {
  const known = new LRUCache<string, Known>({ max: REMEMBERED });
  /** Users whose keys were destroyed. A key that is destroyed during its load must not be remembered. */
  const destroyed = new Set<string>();
  /** True while this process listens for destroyed keys. Keys of a load that began before are not remembered. */
  let trusted = false;
  let term = 0;
  const forgetAll = (): void => {
    term += 1;
    known.clear();
  };

  const fetch = async (users: ReadonlyArray<string>): Promise<ReadonlyMap<string, Known>> => {
    const began = term;
    const { rows } = await pool.query<[string, Buffer | null]>({
      name: 'load-user-keys',
      text: 'SELECT user_id, secret FROM vault.user_key WHERE user_id = ANY ($1::text[])',
      values: [users],
      rowMode: 'array',
    });
    const found = new Map<string, Known>();
    for (const [user, secret] of rows) {
      const key = { secret: secret === null || destroyed.has(user) ? undefined : Uint8Array.from(secret) };
      if (trusted && began === term) known.set(user, key);
      found.set(user, key);
    }
    return found;
  };

  const make = async (users: ReadonlyArray<string>): Promise<void> => {
    await pool.query(
      `INSERT INTO vault.user_key (user_id, secret) SELECT * FROM unnest($1::text[], $2::bytea[])
       ON CONFLICT (user_id) DO NOTHING`,
      // The users are sorted, so that two processes that create the same keys cannot deadlock.
      [users.toSorted(), users.map(() => randomBytes(SECRET_BYTES))],
    );
  };

  const keysOf = async (users: ReadonlySet<string>, makeMissing: boolean): Promise<ReadonlyMap<string, Uint8Array>> => {
    const keys = new Map<string, Uint8Array>();
    const add = (user: string, key: Known | undefined): void => {
      if (key?.secret !== undefined) keys.set(user, key.secret);
    };
    const unknown = [...users].filter((user) => !known.has(user));
    for (const user of users) add(user, known.get(user));
    if (unknown.length === 0) return keys;
    const found = await fetch(unknown);
    for (const [user, key] of found) add(user, key);
    const missing = unknown.filter((user) => !found.has(user));
    if (!makeMissing || missing.length === 0) return keys;
    await make(missing);
    for (const [user, key] of await fetch(missing)) add(user, key);
    return keys;
  };

  return {
    forSealing: (users) => keysOf(users, true),
    // An absent row reads as erased, like a destroyed key, because nothing tells the two apart.
    load: (users) => keysOf(users, false),
    destroy: async (user) => {
      destroyed.add(user);
      await pool.query(
        `INSERT INTO vault.user_key (user_id, secret) VALUES ($1, NULL)
         ON CONFLICT (user_id) DO UPDATE SET secret = NULL`,
        [user],
      );
      if (trusted) known.set(user, { secret: undefined });
    },
    destroyed: (what) => {
      if (what.kind === 'all') forgetAll();
      if (what.kind !== 'user') return;
      destroyed.add(what.user);
      known.delete(what.user);
    },
    distrust: () => {
      trusted = false;
      forgetAll();
    },
    trust: () => {
      trusted = true;
    },
  };
};
