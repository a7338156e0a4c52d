import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { REASON_CHARS_MAX } from '#domain/kernel/limits.ts';
import { Reason } from '#domain/kernel/reason.ts';
import { readText } from '#domain/kernel/text.ts';

describe('the reason that a moderator gives', () => {
  const read = readText(Reason, (why) => why);
  it('is one line of bounded length', () => {
    const longest = 'x'.repeat(REASON_CHARS_MAX);
    expect(read(longest)).to.deep.equal(right(longest));
    expect(read(`${longest}x`)).to.deep.equal(left(`reason must have at most ${REASON_CHARS_MAX} characters`));
  });
});
