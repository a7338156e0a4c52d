import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { compressor } from '#gateway/http/compressed.ts';
import { COMPRESSED_FROM_BYTES, COMPRESSIONS_AT_ONCE_MAX } from '#gateway/limits/http.ts';
import { compressions } from '#infra/edge/compressions.ts';

const LONG = JSON.stringify({ said: 'Wörter 😀 '.repeat(1_000) });

describe('the compressor', () => {
  it('makes a body shorter, and a client gets every byte back', async () => {
    const brotli = await compressor(compressions)(LONG, 'br');
    expect(brotli.encoding).to.equal('br');
    expect(brotliDecompressSync(brotli.bytes).toString()).to.equal(LONG);
    expect(brotli.bytes.length).to.be.below(LONG.length / 10);
    const zipped = await compressor(compressions)(LONG, 'gzip, br;q=0');
    expect(gunzipSync(zipped.bytes).toString()).to.equal(LONG);
  });

  it('leaves a body alone that is short, or whose client accepts no compression', async () => {
    const short = 'a'.repeat(COMPRESSED_FROM_BYTES - 1);
    expect(await compressor(compressions)(short, 'br')).to.deep.equal({
      encoding: 'identity',
      bytes: Buffer.from(short),
    });
    expect((await compressor(compressions)(LONG, '')).encoding).to.equal('identity');
    expect((await compressor(compressions)(`${short}a`, 'br')).encoding).to.equal('br');
  });

  it('leaves a body alone while too many others are under way, and compresses again afterwards', async () => {
    const compress = compressor(compressions);
    const all = await Promise.all(Array.from({ length: COMPRESSIONS_AT_ONCE_MAX + 1 }, () => compress(LONG, 'br')));
    expect(all.map(({ encoding }) => encoding)).to.deep.equal([
      ...Array.from({ length: COMPRESSIONS_AT_ONCE_MAX }, () => 'br'),
      'identity',
    ]);
    expect((await compress(LONG, 'br')).encoding).to.equal('br');
  });
});
