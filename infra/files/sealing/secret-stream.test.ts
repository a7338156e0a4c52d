import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { bytesOf, gathered, hashOf, inChunks } from '#infra/workshop/contract/blobs/blob-sources.ts';
import { SEALED_CHUNK_BYTES } from '../limits.ts';
import { openStream, StreamDamaged, sealedLength, sealStream } from './secret-stream.ts';

const HEAD = 33;
const TAG = 16;
const PLACE = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const key = randomBytes(32);

const sealed = (plain: Uint8Array, place = PLACE): Promise<Buffer> =>
  gathered(sealStream(key, place, inChunks(plain, 50_000)));

/** Opens bytes. Returns what was given before the failure, with the failure. */
const opened = async (
  bytes: Uint8Array,
  { place = PLACE, secret = key as Uint8Array, chunk = 60_000 } = {},
): Promise<{ readonly plain: Buffer; readonly error: unknown }> => {
  const chunks: Uint8Array[] = [];
  let error: unknown;
  try {
    for await (const plain of openStream(secret, place, inChunks(bytes, chunk))) chunks.push(plain);
  } catch (failure) {
    error = failure;
  }
  return { plain: Buffer.concat(chunks), error };
};

/** Expects damage, and that only plain bytes of the beginning were given. */
const expectDamage = async (
  bytes: Uint8Array,
  plain: Buffer,
  how: Parameters<typeof opened>[1] = {},
): Promise<void> => {
  const found = await opened(bytes, how);
  expect(found.error).to.be.instanceOf(StreamDamaged);
  expect(hashOf(found.plain)).to.equal(hashOf(plain.subarray(0, found.plain.length)));
  expect(found.plain.length % SEALED_CHUNK_BYTES).to.equal(0);
  expect(found.plain.length === 0 || found.plain.length < plain.length).to.equal(true);
};

/** Lengths at the borders of chunks, and between them. */
const anyLength = fc.oneof(
  fc.constantFrom(0, 1, SEALED_CHUNK_BYTES - 1, SEALED_CHUNK_BYTES, SEALED_CHUNK_BYTES + 1, 2 * SEALED_CHUNK_BYTES),
  fc.integer({ min: 0, max: 3 * SEALED_CHUNK_BYTES }),
);
const anyChunk = fc.integer({ min: 1, max: 2 * SEALED_CHUNK_BYTES });

describe('a sealed stream', function () {
  this.timeout(120_000);

  it('opens to the same bytes, however both sides are cut into chunks', () =>
    fc.assert(
      fc.asyncProperty(
        anyLength,
        fc.array(anyChunk, { minLength: 1, maxLength: 5 }),
        anyChunk,
        async (length, cuts, chunk) => {
          const plain = bytesOf(length);
          async function* source(): AsyncGenerator<Uint8Array> {
            for (let at = 0, turn = 0; at < length; turn += 1) {
              const next = cuts[turn % cuts.length] ?? 1;
              yield plain.subarray(at, at + next);
              at += next;
              if (turn % 3 === 0) yield new Uint8Array(0);
            }
          }
          const bytes = await gathered(sealStream(key, PLACE, source()));
          expect(bytes.length).to.equal(sealedLength(length));
          const { plain: again, error } = await opened(bytes, { chunk });
          expect(error).to.equal(undefined);
          expect(hashOf(again)).to.equal(hashOf(plain));
        },
      ),
      { numRuns: 60 },
    ));

  it('is another one each time, even for the same bytes', async () => {
    const [one, other] = [await sealed(bytesOf(100)), await sealed(bytesOf(100))];
    expect(one.equals(other)).to.equal(false);
    expect(one.subarray(HEAD).equals(other.subarray(HEAD))).to.equal(false);
  });

  it('does not open when any bit of it is flipped', () =>
    fc.assert(
      fc.asyncProperty(
        anyLength,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.nat(7),
        async (length, share, bit) => {
          const plain = bytesOf(length);
          const bytes = await sealed(plain);
          const at = Math.floor(share * bytes.length);
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
          await expectDamage(bytes, plain);
        },
      ),
      { numRuns: 80 },
    ));

  it('does not open when any byte of its head or of its tags is changed', async () => {
    const plain = bytesOf(SEALED_CHUNK_BYTES + 3);
    const whole = await sealed(plain);
    const firstTag = HEAD + SEALED_CHUNK_BYTES;
    const places = [
      ...Array.from({ length: HEAD }, (_, at) => at),
      ...Array.from({ length: TAG }, (_, at) => firstTag + at),
      ...Array.from({ length: TAG + 3 }, (_, at) => whole.length - 1 - at),
    ];
    for (const at of places) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await expectDamage(bytes, plain);
    }
  });

  it('does not open when it was cut anywhere', async () => {
    const plain = bytesOf(2 * SEALED_CHUNK_BYTES);
    const whole = await sealed(plain);
    const chunk = SEALED_CHUNK_BYTES + TAG;
    const borders = [0, HEAD, HEAD + TAG, HEAD + chunk, HEAD + chunk + TAG, whole.length];
    const cuts = borders.flatMap((border) => [border - 1, border, border + 1]);
    for (const length of cuts.filter((cut) => cut >= 0 && cut < whole.length))
      await expectDamage(whole.subarray(0, length), plain);
  });

  it('does not open when it was prolonged', async () => {
    for (const length of [0, 1, SEALED_CHUNK_BYTES, SEALED_CHUNK_BYTES + 1]) {
      const plain = bytesOf(length);
      const whole = await sealed(plain);
      for (const more of [1, TAG, TAG + 1, SEALED_CHUNK_BYTES + TAG])
        await expectDamage(Buffer.concat([whole, bytesOf(more)]), plain);
      await expectDamage(Buffer.concat([whole, whole]), plain);
      await expectDamage(Buffer.concat([whole, whole.subarray(HEAD)]), plain);
    }
  });

  it('does not open when chunks are exchanged, repeated or left out', async () => {
    const plain = bytesOf(3 * SEALED_CHUNK_BYTES + 5);
    const whole = await sealed(plain);
    const chunk = SEALED_CHUNK_BYTES + TAG;
    const head = whole.subarray(0, HEAD);
    const chunks = [0, 1, 2, 3].map((n) => whole.subarray(HEAD + n * chunk, HEAD + (n + 1) * chunk));
    for (const order of [
      [1, 0, 2, 3],
      [0, 2, 1, 3],
      [0, 0, 1, 2, 3],
      [0, 2, 3],
      [1, 2, 3],
      [3],
      [0, 1, 2],
      [0, 1, 3, 2],
    ])
      await expectDamage(Buffer.concat([head, ...order.map((n) => chunks[n] ?? Buffer.alloc(0))]), plain);
  });

  it('does not open under another name, with another key, or with the head of another stream', async () => {
    const plain = bytesOf(1_000);
    const whole = await sealed(plain);
    await expectDamage(whole, plain, { place: `${PLACE}-small` });
    await expectDamage(whole, plain, { secret: randomBytes(32) });
    const other = await sealed(plain);
    await expectDamage(Buffer.concat([other.subarray(0, HEAD), whole.subarray(HEAD)]), plain);
  });

  it('gives ranges that are slices of the whole', () =>
    fc.assert(
      fc.asyncProperty(
        anyLength,
        fc.nat(4 * SEALED_CHUNK_BYTES),
        fc.nat(2 * SEALED_CHUNK_BYTES),
        async (length, from, more) => {
          const plain = bytesOf(length);
          const bytes = await sealed(plain);
          const range = { from, to: from + more };
          const given = await gathered(openStream(key, PLACE, inChunks(bytes, 60_000), range));
          expect(hashOf(given)).to.equal(hashOf(plain.subarray(range.from, range.to)));
        },
      ),
      { numRuns: 80 },
    ));

  it('reads no further than the end of a range, and lets the source go', async () => {
    const bytes = await sealed(bytesOf(20 * SEALED_CHUNK_BYTES));
    let read = 0;
    let ended = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for await (const chunk of inChunks(bytes, SEALED_CHUNK_BYTES)) {
          read += chunk.length;
          yield chunk;
        }
      } finally {
        ended = true;
      }
    }
    const range = { from: SEALED_CHUNK_BYTES + 1, to: 2 * SEALED_CHUNK_BYTES };
    expect(await gathered(openStream(key, PLACE, source(), range))).to.have.length(SEALED_CHUNK_BYTES - 1);
    expect(read).to.be.at.most(4 * SEALED_CHUNK_BYTES);
    expect(ended).to.equal(true);
  });

  it('gives no byte of a range whose chunk is damaged', async () => {
    const bytes = await sealed(bytesOf(3 * SEALED_CHUNK_BYTES));
    const at = HEAD + SEALED_CHUNK_BYTES + TAG + 10;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const range = { from: SEALED_CHUNK_BYTES + 100, to: SEALED_CHUNK_BYTES + 200 };
    const error = await gathered(openStream(key, PLACE, inChunks(bytes, 60_000), range)).catch(
      (failure: unknown) => failure,
    );
    expect(error).to.be.instanceOf(StreamDamaged);
  });

  it('refuses a range that is none, and a key of another length', async () => {
    const failure = (source: AsyncIterable<Uint8Array>): Promise<unknown> =>
      gathered(source).catch((error: unknown) => error);
    const bytes = await sealed(bytesOf(10));
    for (const range of [
      { from: -1, to: 2 },
      { from: 2, to: 1 },
      { from: Number.NaN, to: 1 },
    ])
      expect(await failure(openStream(key, PLACE, inChunks(bytes, 10), range))).to.be.instanceOf(RangeError);
    expect(await failure(sealStream(randomBytes(31), PLACE, inChunks(bytes, 10)))).to.be.instanceOf(RangeError);
  });

  it('passes on the failure of a source', async () => {
    const gone = new Error('the client went away');
    async function* source(): AsyncGenerator<Uint8Array> {
      yield bytesOf(10);
      throw gone;
    }
    expect(await gathered(sealStream(key, PLACE, source())).catch((error: unknown) => error)).to.equal(gone);
    expect(await gathered(openStream(key, PLACE, source())).catch((error: unknown) => error)).to.equal(gone);
  });

  it('takes no more memory for a long stream', async () => {
    const chunk = bytesOf(SEALED_CHUNK_BYTES);
    async function* source(megabytes: number): AsyncGenerator<Uint8Array> {
      for (let given = 0; given < megabytes * 16; given += 1) yield chunk;
    }
    let most = 0;
    const pass = async (megabytes: number): Promise<void> => {
      let length = 0;
      for await (const plain of openStream(key, PLACE, sealStream(key, PLACE, source(megabytes)))) {
        length += plain.length;
        most = Math.max(most, process.memoryUsage().arrayBuffers);
      }
      expect(length).to.equal(megabytes * 1024 * 1024);
    };
    await pass(400);
    // The collector frees buffers when it likes. It holds far less than the stream in any case.
    expect(most).to.be.below(200 * 1024 * 1024);
  });
});
