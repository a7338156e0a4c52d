import { expect } from 'chai';
import { isRight, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { ERASED, erasable, isErased } from '#domain/kernel/erasable.ts';

describe('an erasable value', () => {
  const codec = erasable(t.string);

  it('is the value or the mark of its erasure', () => {
    expect(codec.decode('hello')).to.deep.equal(right('hello'));
    expect(codec.decode({ erased: true })).to.deep.equal(right(ERASED));
    expect(codec.encode(ERASED)).to.deep.equal({ erased: true });
    expect(codec.encode('hello')).to.equal('hello');
    expect(codec.is(ERASED)).to.equal(true);
  });
  for (const value of [undefined, null, 7, {}, { erased: false }, { erased: 'true' }, [true]])
    it(`is not ${JSON.stringify(value)}`, () => {
      expect(isErased(value)).to.equal(false);
      expect(codec.is(value)).to.equal(false);
      expect(isRight(codec.decode(value))).to.equal(false);
    });
  it('is not erased when its text reads like the mark', () => {
    expect(isErased('erased')).to.equal(false);
    expect(isErased(ERASED)).to.equal(true);
  });
});
