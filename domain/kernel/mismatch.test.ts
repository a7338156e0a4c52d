import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { mismatch } from '#domain/kernel/mismatch.ts';

describe('a mismatch', () => {
  it('says where and what was expected, and keeps the value to itself', () => {
    const decoded = t.strict({ rows: t.array(t.strict({ n: t.number })) }).decode({ rows: [{ n: 'a secret' }] });
    expect(isLeft(decoded) && mismatch(decoded.left)).to.equal('rows.0.n is no number');
  });
});
