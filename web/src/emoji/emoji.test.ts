import { expect } from 'chai';
import { Emoji } from '#domain/message/values.ts';
import { emojiIn, TONES, toned } from '#web/emoji/emoji.ts';
import { COMMON, emojiSearch } from '#web/emoji/emoji-search.ts';
import { table as german } from '#web/emoji/tables/de.ts';
import { table } from '#web/emoji/tables/en.ts';

const all = table.flatMap(({ emoji }) => emoji.map(([one]) => one));

describe('the emoji of the picker', () => {
  it('are all of Unicode, each once, in the form that the server stores', () => {
    expect(all.length).to.be.greaterThan(1_900);
    expect(new Set(all).size).to.equal(all.length);
    for (const emoji of all) expect(Emoji.is(emoji) && emojiIn(emoji) === emoji, emoji).to.equal(true);
  });

  it('are read as the server stores them, however they were typed or pasted', () => {
    expect(['👍\uFE0F', ' 👍 ', '❤', '1\u20E3'].map(emojiIn)).to.deep.equal(['👍', '👍', '❤\uFE0F', '1\uFE0F\u20E3']);
  });

  it('are told apart from other texts', () => {
    for (const text of ['', 'a', '1', '👍👍', '<b>', ':-)']) expect(emojiIn(text), text).to.equal(null);
    for (const text of ['👩‍👩‍👧', '🇩🇪', '1️⃣']) expect(emojiIn(text)).to.equal(text);
  });

  it('have the chosen skin tone on all their people, in the form that the server stores', () => {
    const dark = TONES[5];
    expect(['👍', '☝️', '🕵️‍♀️', '🧑‍🤝‍🧑', '🤝', '👩‍❤️‍👨'].map((emoji) => toned(emoji, dark))).to.deep.equal([
      '👍🏿',
      '☝🏿',
      '🕵🏿‍♀️',
      '🧑🏿‍🤝‍🧑🏿',
      '🤝🏿',
      '👩🏿‍❤️‍👨🏿',
    ]);
    expect(['🔥', '👨‍👩‍👧', '❤️'].map((emoji) => toned(emoji, dark))).to.deep.equal(['🔥', '👨‍👩‍👧', '❤️']);
    for (const emoji of all) for (const tone of TONES) expect(Emoji.is(toned(emoji, tone)), emoji).to.equal(true);
  });
});

describe('the search for an emoji', () => {
  const english = emojiSearch(table, []);
  const both = emojiSearch(table, [german]);
  const first = (query: string, search = english) => search.find(query)[0]?.emoji;

  it('finds the emoji whose short name, name or keyword the user types', () => {
    expect(
      ['heart', 'tada', '+1', 'thumbs up', 'fire', 'joy', 'FLAG: germany'].map((query) => first(query)),
    ).to.deep.equal(['❤️', '🎉', '👍', '👍', '🔥', '😂', '🇩🇪']);
  });

  it('finds it by the first letters of a word and without marks', () => {
    expect(english.find('pinea').map(({ emoji }) => emoji)).to.deep.equal(['🍍']);
    expect(first('pinata')).to.equal('🪅');
  });

  it('finds it by German and English words, and names it in German', () => {
    expect(both.nameOf('👋')).to.equal('winkende Hand');
    expect(english.nameOf('👋')).to.equal('waving hand');
    for (const query of ['rotes Herz', 'heart']) expect(first(query, both), query).to.equal('❤️');
    expect(first('bär', both)).to.equal('🐻');
    expect(first('Flagge: Deutschland', both)).to.equal('🇩🇪');
  });

  it('puts a word of the name before its beginning and before keywords, and the most used emoji first', () => {
    expect(first('herz', both)).to.equal('❤️');
    expect(first('freuden', both)).to.equal('😂');
    const found = both.find('herz');
    const isWord = found.map(({ name }) => /(?:^|[\s:])herz(?:$|[\s:])/i.test(name));
    expect(isWord.lastIndexOf(true)).to.be.below(isWord.indexOf(false));
  });

  it('knows the most used emoji in the form of the table', () => {
    const table = new Set(all);
    expect(COMMON.filter((emoji) => !table.has(emoji))).to.deep.equal([]);
    expect(new Set(COMMON).size).to.equal(COMMON.length);
  });

  it('finds nothing for other words', () => {
    expect(english.find('qqqq')).to.deep.equal([]);
    expect(english.find('  ')).to.deep.equal([]);
  });
});
