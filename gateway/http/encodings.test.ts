import { expect } from 'chai';
import { encodingFor } from '#gateway/http/encodings.ts';

describe('the encoding of an answer', () => {
  const table: ReadonlyArray<readonly [string, string]> = [
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['br; q=0.000, gzip;q=0', 'identity'],
    ['br;q=0.001', 'br'],
    ['*', 'br'],
    ['*;q=0', 'identity'],
    ['*;q=0, gzip', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['identity', 'identity'],
    ['x-br, brotli, xgzip', 'identity'],
    [';;,,;q=0', 'identity'],
  ];
  for (const [header, encoding] of table) {
    it(`is ${encoding} for "${header}"`, () => {
      expect(encodingFor(header)).to.equal(encoding);
    });
  }

  it('is one that is there', () => {
    expect(encodingFor('br, gzip', (name) => name === 'gzip')).to.equal('gzip');
    expect(encodingFor('br, gzip', () => false)).to.equal('identity');
  });
});
