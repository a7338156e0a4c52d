import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { ContentKey, ContentKeys } from '#infra/keys/ports/key-vault.ts';
import type { KeyMemory } from './destruction.ts';
import { BLOCK_KEYS, KeyBlocks, SECRET_BYTES } from './key-blocks.ts';

/** Keys created at once. More are created once half of them are taken. */
const FRESH_KEYS = 1_024;

const MAKE = `
INSERT INTO vault.content_key (secret)
SELECT substring($1::bytea FROM ${SECRET_BYTES} * n + 1 FOR ${SECRET_BYTES}) FROM generate_series(0, $2 - 1) AS n
RETURNING id, secret`;

/** Loads whole aligned blocks, one row for each: the ids, and their secrets one after the other. */
const LOAD = `
SELECT string_agg(key.id::text, ',' ORDER BY key.id), string_agg(key.secret, ''::bytea ORDER BY key.id)
FROM unnest($1::bigint[]) AS block (first)
JOIN vault.content_key AS key ON key.id >= block.first AND key.id < block.first + ${BLOCK_KEYS}
GROUP BY block.first`;

/**
 * Creates and loads the keys of sealed texts, one for each text. They are created ahead and are durable before use, so
 * sealing needs no durable write of its own. Keys that a killed process did not use stay unused.
 */
export const createContentKeys = (pool: Pool): ContentKeys & KeyMemory => {
  const blocks = new KeyBlocks();
  let ready: Array<ContentKey> = [];
  /** Keys of `ready` that were given out. Shifting the array each time would cost more than the sealing. */
  let taken = 0;
  let making: Promise<void> | undefined;

  const make = async (): Promise<void> => {
    const term = blocks.term();
    const { rows } = await pool.query<[string, Buffer]>({
      name: 'make-content-keys',
      text: MAKE,
      values: [randomBytes(SECRET_BYTES * FRESH_KEYS), FRESH_KEYS],
      rowMode: 'array',
    });
    ready = ready.slice(taken);
    taken = 0;
    for (const [id, secret] of rows) {
      const key = { id: Number(id), secret: Uint8Array.from(secret) };
      blocks.put(key.id, key.secret, term);
      ready.push(key);
    }
  };
  const refill = (): Promise<void> => {
    making ??= make().finally(() => {
      making = undefined;
    });
    return making;
  };

  /** Adds the keys of `ids` to `found`, and remembers all keys of their blocks. */
  const fetch = async (ids: ReadonlySet<number>, found: Map<number, Uint8Array>): Promise<void> => {
    const term = blocks.term();
    const firsts = blocks.firstsToLoad(ids);
    if (firsts.length === 0) return;
    const { rows } = await pool.query<[string, Buffer]>({
      name: 'load-content-keys',
      text: LOAD,
      values: [firsts],
      rowMode: 'array',
    });
    for (const [names, secrets] of rows)
      names.split(',').forEach((name, at) => {
        const id = Number(name);
        const secret = secrets.subarray(at * SECRET_BYTES, (at + 1) * SECRET_BYTES);
        blocks.put(id, secret, term);
        if (ids.has(id)) found.set(id, secret);
      });
    // A stored event names these keys, so they were durable before, and an absent key was destroyed.
    // A vault restored from a backup that is too old looks the same, and this code cannot tell the two apart.
    for (const id of ids) if (!found.has(id)) blocks.absent(id, term);
  };

  return {
    fresh: async (count) => {
      while (ready.length - taken < count) await refill();
      const keys = ready.slice(taken, taken + count);
      taken += count;
      // A failure here comes up again for the caller that finds no key left.
      if (ready.length - taken < FRESH_KEYS / 2) refill().catch(() => undefined);
      return keys;
    },
    load: async (ids) => {
      const found = new Map<number, Uint8Array>();
      for (const id of ids) {
        const secret = blocks.get(id);
        if (secret !== undefined) found.set(id, secret);
      }
      if (found.size < ids.size) await fetch(ids, found);
      return found;
    },
    // Other processes hear of the deletion from the database, as soon as it is committed.
    destroy: async (ids) => {
      await pool.query('DELETE FROM vault.content_key WHERE id = ANY ($1::bigint[])', [[...ids]]);
      for (const id of ids) blocks.erase(id);
    },
    destroyed: (what) => {
      if (what.kind === 'content') for (const id of what.ids) blocks.erase(id);
      if (what.kind !== 'all') return;
      blocks.distrust();
      blocks.trust();
    },
    distrust: () => blocks.distrust(),
    trust: () => blocks.trust(),
  };
};
