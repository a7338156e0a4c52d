import { expect } from 'chai';
import { Emoji } from '#domain/message/values.ts';
import { EMOJI, emojiIn } from '#web/message/emoji.ts';

describe('the emoji of the picker', () => {
  it('are accepted by the server and have unique names', () => {
    for (const [emoji, name] of EMOJI) expect(Emoji.is(emoji) && emojiIn(emoji) === emoji, name).to.equal(true);
    expect(new Set(EMOJI.map(([emoji]) => emoji)).size).to.equal(EMOJI.length);
    expect(new Set(EMOJI.map(([, name]) => name)).size).to.equal(EMOJI.length);
  });

  it('are read as the server stores them, however they were typed or pasted', () => {
    expect(['👍\uFE0F', ' 👍 ', '❤', '1\u20E3'].map(emojiIn)).to.deep.equal(['👍', '👍', '❤\uFE0F', '1\uFE0F\u20E3']);
  });

  it('are told apart from other texts', () => {
    for (const text of ['', 'a', '1', '👍👍', '<b>', ':-)']) expect(emojiIn(text), text).to.equal(null);
    for (const text of ['👩‍👩‍👧', '🇩🇪', '1️⃣']) expect(emojiIn(text)).to.equal(text);
  });
});
