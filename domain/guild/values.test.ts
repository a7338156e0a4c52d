import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { GuildName } from '#domain/guild/values.ts';
import { GUILD_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { readText } from '#domain/kernel/text.ts';

describe('the name of a guild', () => {
  const read = readText(GuildName, (why) => why);
  it('is one line of bounded length', () => {
    expect(read(' Chess Club ')).to.deep.equal(right('Chess Club'));
    const longest = 'x'.repeat(GUILD_NAME_CHARS_MAX);
    expect(read(longest)).to.deep.equal(right(longest));
    expect(read(`${longest}x`)).to.deep.equal(left(`guild name must have at most ${GUILD_NAME_CHARS_MAX} characters`));
  });
});
