/** Makes and reads streams of bytes for the tests of stores. */
import { createHash } from 'node:crypto';
import { BlobName } from '#infra/files/blobs/blobs.ts';

/** Returns bytes that differ from one place to the next, so that a mistaken order shows. */
export const bytesOf = (length: number, seed = 1): Buffer => {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
};

/** Gives bytes in chunks of a length. */
export async function* inChunks(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** Gives bytes, and then fails. */
export async function* broken(bytes: Uint8Array, error: Error): AsyncGenerator<Uint8Array> {
  yield* inChunks(bytes, 60_000);
  throw error;
}

export const gathered = async (source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** Hash of bytes, because a difference of many megabytes is unreadable. */
export const hashOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : `${bytes.length} bytes ${createHash('sha256').update(bytes).digest('hex')}`;

const ULID_LENGTH = 26;
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Returns the name of a number. Neighbours lie in different folders. */
export const blobName = (number: number, suffix = ''): BlobName => {
  let digits = '';
  for (let rest = number; digits.length < 4; rest = Math.floor(rest / DIGITS.length))
    digits += DIGITS[rest % DIGITS.length];
  const name = `${digits.padStart(ULID_LENGTH, '0')}${suffix}`;
  if (!BlobName.is(name)) throw new Error(`${name} is no name of a blob`);
  return name;
};
