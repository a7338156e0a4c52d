/**
 * Encrypts and decrypts streams of any length, chunk by chunk, in the STREAM construction. The cipher of `node:crypto` takes a fifth
 * of the time of libsodium's WebAssembly for chunks of this size (decision 0055).
 *
 * A sealed stream is one byte of version, 32 bytes of salt, and the chunks, each followed by its tag of 16 bytes. All chunks but the
 * last have SEALED_CHUNK_BYTES bytes, and the last has at least one, unless it is the only one. The key of the chunks comes from the
 * key, the salt, the version and the place, so it is fresh for every stream. The nonce of a chunk is its number and whether it is the
 * last one.
 */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { SEALED_CHUNK_BYTES } from '../limits.ts';

const VERSION = 1;
const CIPHER = 'chacha20-poly1305';
const KEY_BYTES = 32;
const SALT_BYTES = 32;
const HEAD_BYTES = 1 + SALT_BYTES;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
/** Place of the number in a nonce. The byte after its four bytes tells the last chunk. */
const NUMBER_AT = NONCE_BYTES - 5;

/** The sealed stream was changed, moved, cut or prolonged, or was sealed with another key. */
export class StreamDamaged extends Error {
  override readonly name = 'StreamDamaged';
}

const damaged = (why: string): StreamDamaged => new StreamDamaged(`the sealed stream is damaged: ${why}`);

const keyOfChunks = (key: Uint8Array, place: string, salt: Uint8Array): KeyObject => {
  if (key.length !== KEY_BYTES) throw new RangeError(`the key of a stream has ${KEY_BYTES} bytes`);
  const derived = hkdfSync('sha256', key, salt, `filament file ${VERSION} ${place}`, KEY_BYTES);
  return createSecretKey(Buffer.from(derived));
};

type Group = { readonly bytes: Uint8Array; readonly last: boolean };

/**
 * Cuts a stream into groups of the given sizes. Only the last group may be shorter, or empty. A group is valid until the
 * next one is taken. One that arrived in one piece is not copied.
 */
async function* grouped(
  source: AsyncIterable<Uint8Array>,
  sizes: { readonly first: number; readonly others: number },
): AsyncGenerator<Group> {
  const held = Buffer.allocUnsafe(Math.max(sizes.first, sizes.others));
  let size = sizes.first;
  let filled = 0;
  /** A full group, which waits for the next byte to tell that it is not the last. */
  let full: Uint8Array | undefined;
  for await (const bytes of source) {
    let at = 0;
    while (at < bytes.length) {
      if (full !== undefined) {
        yield { bytes: full, last: false };
        full = undefined;
        size = sizes.others;
      }
      if (filled === 0 && bytes.length - at >= size) {
        full = bytes.subarray(at, at + size);
        at += size;
        continue;
      }
      const taken = Math.min(size - filled, bytes.length - at);
      held.set(bytes.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled === size) {
        full = held.subarray(0, size);
        filled = 0;
      }
    }
  }
  yield { bytes: full ?? held.subarray(0, filled), last: true };
}

const nonceOf = (number: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(NONCE_BYTES);
  // A number of more than four bytes throws. A stream of 256 TiB would need one.
  nonce.writeUInt32BE(number, NUMBER_AT);
  nonce[NONCE_BYTES - 1] = last ? 1 : 0;
  return nonce;
};

/** Returns the bytes of a chunk and its tag, which stay two pieces because joining them would copy them. */
const sealChunk = (key: KeyObject, nonce: Buffer, plain: Uint8Array): readonly [sealed: Buffer, tag: Buffer] => {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  const sealed = cipher.update(plain);
  cipher.final();
  return [sealed, cipher.getAuthTag()];
};

const openChunk = (key: KeyObject, nonce: Buffer, sealed: Uint8Array): Buffer => {
  if (sealed.length < TAG_BYTES) throw damaged('it was cut');
  const tagAt = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(tagAt));
  const plain = decipher.update(sealed.subarray(0, tagAt));
  try {
    decipher.final();
  } catch {
    // Only the check of the tag can fail here.
    throw damaged('a chunk is not what was sealed');
  }
  return plain;
};

/** Returns the length of a sealed stream in bytes. */
export const sealedLength = (plainBytes: number): number =>
  HEAD_BYTES + plainBytes + TAG_BYTES * Math.max(1, Math.ceil(plainBytes / SEALED_CHUNK_BYTES));

/**
 * Encrypts a stream under a key of 32 bytes. `place`, the name of the blob, is authenticated with every chunk, so that a
 * blob cannot be moved to another name. Rejects with the error of the source.
 */
export async function* sealStream(
  key: Uint8Array,
  place: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const salt = randomBytes(SALT_BYTES);
  const chunks = keyOfChunks(key, place, salt);
  yield Buffer.concat([Buffer.of(VERSION), salt]);
  let number = 0;
  for await (const { bytes, last } of grouped(source, { first: SEALED_CHUNK_BYTES, others: SEALED_CHUNK_BYTES })) {
    const [sealed, tag] = sealChunk(chunks, nonceOf(number, last), bytes);
    yield sealed;
    yield tag;
    number += 1;
  }
}

/** Plain bytes from `from` to before `to`, as `slice` counts them. */
export type PlainRange = { readonly from: number; readonly to: number };

const EVERYTHING: PlainRange = { from: 0, to: Number.POSITIVE_INFINITY };

/**
 * Decrypts a stream. Throws StreamDamaged when it was changed, moved, cut or prolonged, and gives no byte that is not
 * authenticated. With a range, it decrypts only the chunks of the range and reads no further than their end.
 */
export async function* openStream(
  key: Uint8Array,
  place: string,
  source: AsyncIterable<Uint8Array>,
  { from, to }: PlainRange = EVERYTHING,
): AsyncGenerator<Uint8Array> {
  if (!(from >= 0 && to >= from)) throw new RangeError('a range begins at 0 or later, and ends after its beginning');
  let chunks: KeyObject | undefined;
  let number = 0;
  for await (const { bytes, last } of grouped(source, { first: HEAD_BYTES, others: SEALED_CHUNK_BYTES + TAG_BYTES })) {
    if (chunks === undefined) {
      if (last) throw damaged('it was cut');
      if (bytes[0] !== VERSION) throw damaged('its version is unknown');
      chunks = keyOfChunks(key, place, bytes.subarray(1));
      continue;
    }
    const beginsAt = number * SEALED_CHUNK_BYTES;
    if (beginsAt >= to && number > 0) return;
    // The last chunk is opened in any case, so that a range behind a cut is no empty answer.
    if (last || beginsAt + SEALED_CHUNK_BYTES > from) {
      const plain = openChunk(chunks, nonceOf(number, last), bytes);
      if (plain.length === 0 && number > 0) throw damaged('it was prolonged');
      const wanted = plain.subarray(Math.max(0, from - beginsAt), Math.max(0, to - beginsAt));
      if (wanted.length > 0) yield wanted;
    }
    number += 1;
  }
}
