/** Keys in memory, for tests without a database. They end with the process. */
import { randomBytes } from 'node:crypto';
import type { ContentKeys, UserKeys } from '#infra/keys/ports/key-vault.ts';

const SECRET_BYTES = 32;

const pick = <Id>(keys: ReadonlyMap<Id, Uint8Array | undefined>, ids: ReadonlySet<Id>): ReadonlyMap<Id, Uint8Array> => {
  const found = new Map<Id, Uint8Array>();
  for (const id of ids) {
    const secret = keys.get(id);
    if (secret !== undefined) found.set(id, secret);
  }
  return found;
};

export const createMemoryKeys = (): { readonly content: ContentKeys; readonly user: UserKeys } => {
  const content = new Map<number, Uint8Array>();
  const users = new Map<string, Uint8Array | undefined>();
  let made = 0;
  return {
    content: {
      fresh: async (count) =>
        Array.from({ length: count }, () => {
          const key = { id: ++made, secret: randomBytes(SECRET_BYTES) };
          content.set(key.id, key.secret);
          return key;
        }),
      load: async (ids) => pick(content, ids),
      destroy: async (ids) => {
        for (const id of ids) content.delete(id);
      },
    },
    user: {
      forSealing: async (ids) => {
        for (const id of ids) if (!users.has(id)) users.set(id, randomBytes(SECRET_BYTES));
        return pick(users, ids);
      },
      load: async (ids) => pick(users, ids),
      destroy: async (id) => {
        users.set(id, undefined);
      },
    },
  };
};
