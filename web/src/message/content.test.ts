import { expect } from 'chai';
import fc from 'fast-check';
import { isRight } from 'fp-ts/lib/Either.js';
import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { MessageContent } from '#domain/message/values.ts';
import { charsLeft, contentOf } from '#web/message/content.ts';

describe('the content of a typed text', () => {
  it('is what the server stores of it', () => {
    expect(contentOf(' one\r\ntwo\u2028three\u0085 ')).to.equal('one\ntwo\nthree');
    expect(MessageContent.is(contentOf(' one\r\ntwo\u2028three\u0085 '))).to.equal(true);
  });

  it('has characters left exactly when the server takes it', () => {
    const part = fc.constantFrom('x', '\r\n', '\n', '\u2028', 'e\u0301', '👍', ' ');
    const near = fc.tuple(fc.array(part, { maxLength: 8 }), fc.integer({ min: -8, max: 8 }), part);
    fc.assert(
      fc.property(near, ([parts, more, last]) => {
        const typed = `x${last.repeat(MESSAGE_CHARS_MAX + more)}${parts.join('')}x`;
        expect(isRight(MessageContent.decode(contentOf(typed)))).to.equal(charsLeft(typed) >= 0);
      }),
    );
  });
});
