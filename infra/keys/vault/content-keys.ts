import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { ContentKey, ContentKeys } from '#infra/keys/ports/key-vault.ts';
import type { Remembering } from './destruction.ts';
import { BLOCK_KEYS, KeyBlocks, SECRET_BYTES } from './key-blocks.ts';

/** Keys made in one go; they are refilled once half of them are taken. */
const FRESH_KEYS = 1_024;

const MAKE = `
INSERT INTO vault.content_key (secret)
SELECT substring($1::bytea FROM ${SECRET_BYTES} * n + 1 FOR ${SECRET_BYTES}) FROM generate_series(0, $2 - 1) AS n
RETURNING id, secret`;

/** Whole aligned blocks, one row for each: the ids, and their secrets one after the other. */
const LOAD = `
SELECT string_agg(key.id::text, ',' ORDER BY key.id), string_agg(key.secret, ''::bytea ORDER BY key.id)
FROM unnest($1::bigint[]) AS block (first)
JOIN vault.content_key AS key ON key.id >= block.first AND key.id < block.first + ${BLOCK_KEYS}
GROUP BY block.first`;

/**
 * Every sealed text has a key of its own. They are made ahead and are durable before the first is used, so
 * sealing needs no second durable write of its own. Those that a killed process did not use are left.
 */
export const createContentKeys = (pool: Pool): ContentKeys & Remembering => {
  const blocks = new KeyBlocks();
  let ready: Array<ContentKey> = [];
  /** So many of `ready` are given out; moving the rest up each time would cost more than the sealing. */
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

  /** Puts what was asked for into `found`, and its neighbours where later questions find them. */
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
    // Asked for means named by a stored event, so it was durable before: what is absent now was destroyed.
    // A vault restored from too old a backup looks the same; from here the two cannot be told apart.
    for (const id of ids) if (!found.has(id)) blocks.absent(id, term);
  };

  return {
    fresh: async (count) => {
      while (ready.length - taken < count) await refill();
      const keys = ready.slice(taken, taken + count);
      taken += count;
      // A failure here is met again, and answered, by whoever finds no key left.
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
    // Other processes hear of it from the database, as soon as it is committed.
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
