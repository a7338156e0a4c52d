import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { EMOJI_CHARS_MAX, MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { readText } from '#domain/kernel/text.ts';
import { Emoji, MessageContent, withoutControls } from '#domain/message/values.ts';

describe('the content of a message that is refused', () => {
  const read = readText(MessageContent, (why) => why);
  it('comes with the rule that it breaks', () => {
    expect(read('x'.repeat(MESSAGE_CHARS_MAX + 1))).to.deep.equal(
      left(`content must have at most ${MESSAGE_CHARS_MAX} characters`),
    );
    expect(read('a\u001Bb')).to.deep.equal(
      left('content must not contain control characters other than line breaks and tabs'),
    );
    expect(read('\u200B\n')).to.deep.equal(left('content must contain a visible character'));
  });
  it('counts a line end of two characters once', () => {
    const lines = 'a\r\n'.repeat(MESSAGE_CHARS_MAX / 2);
    expect(read(lines)).to.deep.equal(right('a\n'.repeat(MESSAGE_CHARS_MAX / 2)));
  });
});

describe('a text of an old log', () => {
  it('loses its control characters and keeps its lines and tabs', () => {
    expect(withoutControls('\u0002bold\u000F\tand\r\nplain\rtext\u0085')).to.equal('bold\tand\nplain\ntext');
  });
});

describe('an emoji that is refused', () => {
  const read = readText(Emoji, (why) => why);
  it('comes with the reason: it is not one emoji, or it is too long', () => {
    expect(read('👍👍')).to.deep.equal(left('emoji must be one emoji'));
    expect(read('👍'.repeat(EMOJI_CHARS_MAX))).to.deep.equal(
      left(`emoji must have at most ${EMOJI_CHARS_MAX} characters`),
    );
    expect(read('👍')).to.deep.equal(right('👍'));
  });
});
