import { expect } from 'chai';
import { Emoji } from '#domain/message/values.ts';
import { EMOJI, isEmoji } from '#web/message/emoji.ts';

describe('the emoji to pick from', () => {
  it('are ones the server takes, each once, each with a name of its own', () => {
    for (const [emoji, name] of EMOJI) expect(Emoji.is(emoji) && isEmoji(emoji), name).to.equal(true);
    expect(new Set(EMOJI.map(([emoji]) => emoji)).size).to.equal(EMOJI.length);
    expect(new Set(EMOJI.map(([, name]) => name)).size).to.equal(EMOJI.length);
  });

  it('are told from other texts', () => {
    for (const text of ['', 'a', '1', '👍👍', '👍 ', '<b>', ':-)']) expect(isEmoji(text), text).to.equal(false);
    for (const text of ['👩‍👩‍👧', '🇩🇪', '1️⃣']) expect(isEmoji(text), text).to.equal(true);
  });
});
