import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { LINE_BYTES_MAX, type ReadLine, readLines } from './lines.ts';

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const allLines = async (bytes: Buffer, size = 7): Promise<ReadonlyArray<ReadLine>> => {
  const lines: ReadLine[] = [];
  for await (const batch of readLines(chunksOf(bytes, size))) lines.push(...batch);
  return lines;
};

describe('the lines of an import file', () => {
  const text = 'first\n\nthïrd\r\nlast';
  const expected = [
    { number: 1, text: 'first' },
    { number: 3, text: 'thïrd' },
    { number: 4, text: 'last' },
  ];

  it('are the same wherever the chunks are cut', async () => {
    for (let size = 1; size <= text.length + 1; size += 1) {
      expect(await allLines(Buffer.from(text), size)).to.deep.equal(expected);
    }
  });

  it('are unzipped when the file begins with the two bytes of gzip, even split over chunks', async () => {
    for (const size of [1, 2, 5, 1_000]) expect(await allLines(gzipSync(text), size)).to.deep.equal(expected);
  });

  it('do not contain the byte order mark at the beginning', async () => {
    for (const size of [1, 2, 1_000]) {
      expect(await allLines(Buffer.from(`\ufeff${text}`), size)).to.deep.equal(expected);
      expect(await allLines(gzipSync(`\ufeff${text}`), size)).to.deep.equal(expected);
    }
    expect(await allLines(Buffer.from('a\n\ufeffb'))).to.deep.equal([
      { number: 1, text: 'a' },
      { number: 2, text: '\ufeffb' },
    ]);
  });

  it('are read from an empty file and from a file of one byte', async () => {
    expect(await allLines(Buffer.alloc(0))).to.deep.equal([]);
    expect(await allLines(Buffer.from('x'))).to.deep.equal([{ number: 1, text: 'x' }]);
  });

  it('are refused when they are too long, and the others are kept', async () => {
    const lines = await allLines(
      Buffer.from(`${'a'.repeat(LINE_BYTES_MAX)}\n${'b'.repeat(LINE_BYTES_MAX + 1)}\n${'c'.repeat(300_000)}\nd`),
      10_000,
    );
    expect(lines[0]).to.have.property('text').with.length(LINE_BYTES_MAX);
    expect(lines.slice(1)).to.deep.equal([
      { number: 2, reason: 'is longer than 65536 bytes' },
      { number: 3, reason: 'is longer than 65536 bytes' },
      { number: 4, text: 'd' },
    ]);
  });

  it('are refused when they are not UTF-8, and the others are kept', async () => {
    const lines = await allLines(
      Buffer.concat([Buffer.from('a\n'), Buffer.from([0xc3, 0x28, 0x0a]), Buffer.from('b')]),
    );
    expect(lines).to.deep.equal([
      { number: 1, text: 'a' },
      { number: 2, reason: 'is not UTF-8' },
      { number: 3, text: 'b' },
    ]);
  });

  it('of a truncated gzip file end with a bad line that says so', async () => {
    const many = Array.from({ length: 5_000 }, (_, at) => `line ${at} ${Math.sin(at)}`).join('\n');
    const zipped = gzipSync(many);
    const lines = await allLines(zipped.subarray(0, zipped.length / 2), 4_096);
    expect(lines.length).to.be.within(1_000, 4_999);
    expect(lines[0]).to.deep.equal({ number: 1, text: `line 0 ${Math.sin(0)}` });
    expect(lines.at(-1))
      .to.have.property('reason')
      .that.matches(/is where the file breaks off/);
    expect(lines.at(-1)).to.have.property('number', lines.length);
  });
});
