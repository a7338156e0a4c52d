import type { KeyedHasher } from '#commands/ports/keyed-hasher.ts';
import type { KeyedHash } from '#domain/kernel/stream.ts';
import { keyedHash } from '../sealing/sodium.ts';

/**
 * Creates the hasher of names and codes.
 * @param secret the vault's `keyed-hash` key. With another key no name and no code would find its stream again.
 */
export const createKeyedHasher = (secret: Uint8Array): KeyedHasher => ({
  hash: (purpose, text) => Buffer.from(keyedHash(`${purpose}\n${text}`, secret)).toString('hex') as KeyedHash,
});
