import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { mismatch } from '#domain/kernel/mismatch.ts';

describe('a mismatch', () => {
  it('names the path and the expected type, and never the value', () => {
    const decoded = t.strict({ rows: t.array(t.strict({ n: t.number })) }).decode({ rows: [{ n: 'a secret' }] });
    expect(isLeft(decoded) && mismatch(decoded.left)).to.equal('rows.0.n is no number');
  });
});
