import { expect } from 'chai';
import fc from 'fast-check';
import { isLeft, right } from 'fp-ts/lib/Either.js';
import { reasonInHeader, reasonOfHeader } from '#gateway/protocol/reason-header.ts';

describe('the header of a reason', () => {
  it('carries every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (reason) => {
        expect(reasonOfHeader(reasonInHeader(reason))).to.deep.equal(right(reason));
      }),
    );
  });
  it('may be left out', () => {
    expect(reasonOfHeader(undefined)).to.deep.equal(right(null));
  });
  it('takes spaces as they are', () => {
    expect(reasonOfHeader('spam in %F0%9F%91%8D (again)')).to.deep.equal(right('spam in 👍 (again)'));
  });
  for (const [what, value] of [
    ['is empty', ''],
    ['is cut off', 'spam%2'],
    ['is no UTF-8', 'spam%FF'],
    ['has bytes beyond ASCII', 'späm'],
    ['came twice', 'spam, scam'],
  ] as const)
    it(`is refused when it ${what}`, () => expect(isLeft(reasonOfHeader(value))).to.equal(true));
});
