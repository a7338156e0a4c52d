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
  });

  it('do not contain byte order marks of files that were put together', async () => {
    const whole = [
      { number: 1, text: 'a' },
      { number: 2, text: 'b' },
      { number: 4, text: 'c\ufeff' },
    ];
    const marked = ['\ufeffa\r\n', '\ufeff\ufeffb\n\ufeff\n', '\ufeffc\ufeff\n'];
    expect(await allLines(Buffer.from(marked.join('')))).to.deep.equal(whole);
    expect(await allLines(Buffer.concat(marked.map((file) => gzipSync(file))))).to.deep.equal(whole);
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

  it('before a read failure come out, with the torn line, and a bad line says where the file breaks off', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.from('first\nsecond\nthi');
      throw new Error('the disk fails');
    }
    const lines: ReadLine[] = [];
    for await (const batch of readLines(failing())) lines.push(...batch);
    expect(lines).to.deep.equal([
      { number: 1, text: 'first' },
      { number: 2, text: 'second' },
      { number: 3, text: 'thi', torn: true },
      { number: 3, reason: 'is where the file breaks off: the disk fails' },
    ]);
  });

  it('close their source when their reader stops', async () => {
    let closed = false;
    async function* open(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield Buffer.from('line\n');
      } finally {
        closed = true;
      }
    }
    for await (const _batch of readLines(open())) break;
    expect(closed).to.equal(true);
  });
});
