import { deflateRawSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { GzipFault, unzipped } from './unzipped.ts';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

type Unzipped = { readonly bytes: Buffer; readonly fault: string | undefined };

const all = async (file: Buffer, size = 64 * 1024): Promise<Unzipped> => {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of unzipped(chunksOf(file, size))) pieces.push(piece);
  } catch (error) {
    if (!(error instanceof GzipFault)) throw error;
    return { bytes: Buffer.concat(pieces), fault: error.message };
  }
  return { bytes: Buffer.concat(pieces), fault: undefined };
};
const textOf = async (file: Buffer, size?: number): Promise<readonly [string, string | undefined]> => {
  const { bytes, fault } = await all(file, size);
  return [bytes.toString(), fault];
};

/** A text that hardly packs, so that every byte of the gzip holds a part of it. */
const numbers = (lines: number): string => Array.from({ length: lines }, (_, at) => `${at} ${Math.sin(at)}\n`).join('');

describe('a gzip file', () => {
  const text = 'first\nsecond\n';
  const zipped = gzipSync(text);

  it('gives its text, wherever its chunks are cut', async () => {
    for (let size = 1; size <= zipped.length; size += 1)
      expect(await textOf(zipped, size)).to.deep.equal([text, undefined]);
  });

  it('gives the text of all its members, with or without zeros between and behind them', async () => {
    const zeros = Buffer.alloc(7);
    for (const size of [1, 5, zipped.length, 1_000]) {
      expect(await textOf(Buffer.concat([zipped, zipped]), size)).to.deep.equal([text + text, undefined]);
      const padded = Buffer.concat([zipped, zeros, zipped, zeros]);
      expect(await textOf(padded, size)).to.deep.equal([text + text, undefined]);
      expect(await textOf(Buffer.concat([gzipSync(''), zipped, gzipSync('')]), size)).to.deep.equal([text, undefined]);
    }
  });

  it('gives all its text before bytes that are not gzip', async () => {
    for (const size of [1, 5, zipped.length, 1_000]) {
      expect(await textOf(Buffer.concat([zipped, Buffer.from('junk')]), size)).to.deep.equal([
        text,
        'the rest is not gzip',
      ]);
    }
  });

  it('gives all its text before a wrong checksum and a wrong length', async () => {
    for (const [fromEnd, fault] of [
      [8, 'the gzip is damaged (incorrect data check)'],
      [1, 'the gzip is damaged (incorrect length check)'],
    ] as const) {
      const wrong = Buffer.from(zipped);
      wrong.writeUInt8((wrong.at(-fromEnd) ?? 0) ^ 1, wrong.length - fromEnd);
      expect(await textOf(wrong)).to.deep.equal([text, fault]);
    }
  });

  it('gives all its text before a bad member behind it', async () => {
    const bad = Buffer.from(zipped);
    bad.writeUInt8(7, 2);
    expect(await textOf(Buffer.concat([zipped, bad]))).to.deep.equal([
      text,
      'the gzip is damaged (unknown compression method)',
    ]);
  });

  it('gives the text up to its cut, byte for byte', async () => {
    const long = numbers(400);
    const packed = gzipSync(long);
    let least = 0;
    for (let length = 20; length < packed.length; length += 13) {
      const { bytes, fault } = await all(packed.subarray(0, length));
      expect(fault).to.equal('the gzip is cut short');
      expect(long.startsWith(bytes.toString())).to.equal(true);
      expect(bytes.length).to.be.at.least(least);
      least = bytes.length;
    }
    expect(await textOf(packed.subarray(0, -1))).to.deep.equal([long, 'the gzip is cut short']);
  });

  it('gives the text up to a block that is damaged', async () => {
    const long = numbers(3_000);
    // A stored block has no code that could be damaged, and the type of the block behind it does not exist.
    const good = deflateRawSync(long, { finishFlush: 3 });
    const header = gzipSync('').subarray(0, 10);
    const file = Buffer.concat([header, good, Buffer.from([0b111]), Buffer.alloc(64, 0xff)]);
    for (const size of [1, 100, file.length])
      expect(await textOf(file, size)).to.deep.equal([long, 'the gzip is damaged (invalid block type)']);
  });

  it('is read in pieces, however much one chunk unzips to', async () => {
    const zeros = 64 * 1024 * 1024;
    let bytes = 0;
    for await (const piece of unzipped(chunksOf(gzipSync(Buffer.alloc(zeros, 'a')), 1_000_000))) {
      expect(piece.length).to.be.at.most(256 * 1024);
      bytes += piece.length;
    }
    expect(bytes).to.equal(zeros);
  });

  it('lets other work go on between its pieces', async () => {
    const seen = new Set<number>();
    let pieces = 0;
    const look = (): void => {
      seen.add(pieces);
      looking = setImmediate(look);
    };
    let looking = setImmediate(look);
    for await (const _ of unzipped(chunksOf(gzipSync(Buffer.alloc(16 * 1024 * 1024, 'a')), 1_000_000))) pieces += 1;
    clearImmediate(looking);
    expect(seen.size).to.be.at.least(pieces - 1);
  });

  it('joins the text of many short members, and takes no piece for each of them', async () => {
    const members = Buffer.concat(Array.from({ length: 2_000 }, (_, at) => gzipSync(at % 100 === 0 ? 'a' : '')));
    const lengths: number[] = [];
    for await (const piece of unzipped(chunksOf(members, 1_000_000))) lengths.push(piece.length);
    expect(lengths).to.deep.equal([20]);
  });

  it('gives all text of its whole members, whatever follows them', async () => {
    const member = fc.string({ unit: 'grapheme', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { minLength: 1, maxLength: 4 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.integer({ min: 1, max: 100 }),
        async (members, tail, size) => {
          const whole = members.join('');
          const { bytes } = await all(Buffer.concat([...members.map((one) => gzipSync(one)), tail]), size);
          expect(bytes.toString().startsWith(whole)).to.equal(true);
        },
      ),
    );
  });
});

describe('a file that is not gzip', () => {
  it('is passed on as it is', async () => {
    for (const text of ['', 'x', '\u001f', '\u001fa', 'a longer text'])
      for (const size of [1, 2, 100]) expect(await textOf(Buffer.from(text), size)).to.deep.equal([text, undefined]);
  });
});
