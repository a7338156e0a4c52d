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

describe('reading an import file by lines', () => {
  const text = 'first\n\nthïrd\r\nlast';
  const expected = [
    { number: 1, text: 'first' },
    { number: 3, text: 'thïrd' },
    { number: 4, text: 'last' },
  ];

  it('gives the same numbered lines wherever the chunks are cut', async () => {
    for (let size = 1; size <= text.length + 1; size += 1) {
      expect(await allLines(Buffer.from(text), size)).to.deep.equal(expected);
    }
  });

  it('knows gzip by its first two bytes, even when they come apart', async () => {
    for (const size of [1, 2, 5, 1_000]) expect(await allLines(gzipSync(text), size)).to.deep.equal(expected);
  });

  it('takes the mark at the beginning that says UTF-8 for no part of the first line', async () => {
    for (const size of [1, 2, 1_000]) {
      expect(await allLines(Buffer.from(`\ufeff${text}`), size)).to.deep.equal(expected);
      expect(await allLines(gzipSync(`\ufeff${text}`), size)).to.deep.equal(expected);
    }
    expect(await allLines(Buffer.from('a\n\ufeffb'))).to.deep.equal([
      { number: 1, text: 'a' },
      { number: 2, text: '\ufeffb' },
    ]);
  });

  it('reads an empty file, and one of a single byte', async () => {
    expect(await allLines(Buffer.alloc(0))).to.deep.equal([]);
    expect(await allLines(Buffer.from('x'))).to.deep.equal([{ number: 1, text: 'x' }]);
  });

  it('takes a line of the greatest length and refuses a longer one, keeping the rest', async () => {
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

  it('refuses a line that is not UTF-8 and keeps the rest', async () => {
    const lines = await allLines(
      Buffer.concat([Buffer.from('a\n'), Buffer.from([0xc3, 0x28, 0x0a]), Buffer.from('b')]),
    );
    expect(lines).to.deep.equal([
      { number: 1, text: 'a' },
      { number: 2, reason: 'is not UTF-8' },
      { number: 3, text: 'b' },
    ]);
  });

  it('gives what comes before the place where a gzip file is cut off, and then says so', async () => {
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
