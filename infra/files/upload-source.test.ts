import { expect } from 'chai';
import { drained, peeked, SourceBroken, SourceTooLong } from './upload-source.ts';

async function* chunksOf(...sizes: ReadonlyArray<number>): AsyncGenerator<Uint8Array> {
  for (const [at, size] of sizes.entries()) yield new Uint8Array(size).fill(at + 1);
}
async function* broken(...sizes: ReadonlyArray<number>): AsyncGenerator<Uint8Array> {
  yield* chunksOf(...sizes);
  throw new Error('the client left');
}
const whole = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
};
const BOUNDS = { headBytes: 10, bytesMax: 100 };
const errorOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the body of an upload', () => {
  it('shows its first bytes, and then comes whole', async () => {
    for (const sizes of [[], [3], [10], [4, 4, 4, 50], [100]]) {
      const all = await whole(chunksOf(...sizes));
      const source = await peeked(chunksOf(...sizes), BOUNDS);
      expect(Buffer.from(source.head)).to.deep.equal(all.subarray(0, 10));
      expect(await whole(source.whole)).to.deep.equal(all);
    }
  });

  it('is refused with the first byte beyond its bound, before or after the head', async () => {
    expect(await errorOf(peeked(chunksOf(101), BOUNDS))).to.be.instanceOf(SourceTooLong);
    const source = await peeked(chunksOf(50, 50, 1), BOUNDS);
    expect(await errorOf(whole(source.whole))).to.be.instanceOf(SourceTooLong);
    expect(await errorOf(drained(chunksOf(50, 51), 100))).to.be.instanceOf(SourceTooLong);
    expect(await errorOf(drained(chunksOf(50, 50), 100))).to.equal(undefined);
  });

  it('says that it broke off, before or after the head', async () => {
    expect(await errorOf(peeked(broken(3), BOUNDS))).to.be.instanceOf(SourceBroken);
    const source = await peeked(broken(20), BOUNDS);
    expect(await errorOf(whole(source.whole))).to.be.instanceOf(SourceBroken);
  });
});
