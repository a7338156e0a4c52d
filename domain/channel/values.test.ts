import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { ChannelName } from '#domain/channel/values.ts';
import { CHANNEL_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { readText } from '#domain/kernel/text.ts';

describe('the name of a channel', () => {
  const read = readText(ChannelName, (why) => why);
  it('is one line of bounded length', () => {
    expect(read(' news ')).to.deep.equal(right('news'));
    const longest = 'x'.repeat(CHANNEL_NAME_CHARS_MAX);
    expect(read(longest)).to.deep.equal(right(longest));
    expect(read(`${longest}x`)).to.deep.equal(
      left(`channel name must have at most ${CHANNEL_NAME_CHARS_MAX} characters`),
    );
  });
});
