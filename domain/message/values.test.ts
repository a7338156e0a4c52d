import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { EMOJI_CHARS_MAX, MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { readText } from '#domain/kernel/text.ts';
import { Emoji, ImportedContent, MessageContent } from '#domain/message/values.ts';

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

describe('the content of an imported message', () => {
  const read = readText(ImportedContent, (why) => why);
  it('is stored without codes and control characters, and keeps its lines and tabs', () => {
    expect(read('\u0002bold\u000F\tand\r\nplain\r\u000304,1text\u0085')).to.deep.equal(right('bold\tand\nplain\ntext'));
  });
  it('is refused when nothing visible is left, or more than a message may have', () => {
    expect(read('\u0002\u000F')).to.deep.equal(left('content must not be empty'));
    expect(read(' \u200B')).to.deep.equal(left('content must contain a visible character'));
    expect(read('x'.repeat(MESSAGE_CHARS_MAX + 1))).to.deep.equal(
      left(`content must have at most ${MESSAGE_CHARS_MAX} characters`),
    );
    expect(read(`\u000304${'x'.repeat(MESSAGE_CHARS_MAX)}\u0003 `)).to.deep.equal(right('x'.repeat(MESSAGE_CHARS_MAX)));
  });
});

describe('the content of a message', () => {
  const read = readText(MessageContent, (why) => why);
  const ends = ['\n', '\r\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029'];
  it('has one kind of line end, whatever Unicode calls the end of a line or a paragraph', () => {
    for (const end of ends)
      expect(read(`first${end}second`), JSON.stringify(end)).to.deep.equal(right('first\nsecond'));
    expect(read(`a${ends.join('b')}c`)).to.deep.equal(right('a\nb\nb\nb\nb\nb\nb\nb\nc'));
  });
});

describe('an emoji', () => {
  const read = readText(Emoji, (why) => why);
  it('is stored in its one form, whichever form a keyboard sends', () => {
    const heart = '\u2764\uFE0F';
    for (const form of ['\u2764', heart, '\u2764\uFE0F\uFE0F']) expect(read(form)).to.deep.equal(right(heart));
    expect(read('👍\uFE0F')).to.deep.equal(right('👍'));
    expect(read('👍\uFE0F🏽\uFE0F')).to.deep.equal(right('👍🏽'));
  });
  it('has a limited length, counted in that form', () => {
    expect(read(`👍${'\uFE0F'.repeat(EMOJI_CHARS_MAX)}`)).to.deep.equal(right('👍'));
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
