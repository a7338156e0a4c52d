import { expect } from 'chai';
import type { Channel, Member } from '#gateway/protocol/resources.ts';
import { knownNames } from '#web/message/writing/known-names.ts';
import { emojiFor, namesFor, SUGGESTIONS_MAX } from '#web/message/writing/suggestions.ts';
import { pieceAt, type TypedPiece } from '#web/message/writing/typed-piece.ts';

const piece = (text: string): string | null => {
  const found = pieceAt(text, text.length);
  return found === null ? null : found.sign + found.query;
};

const named = (nicknames: ReadonlyArray<string>) =>
  knownNames({
    channel: { permissions: ['mention_everyone'] } as unknown as Channel,
    members: nicknames.map(
      (nickname, at) => ({ user: { user_id: `id-${nickname}`, username: `user${at}` }, nickname }) as unknown as Member,
    ),
    roles: [],
    channels: [],
  });
const asked = (query: string): TypedPiece => ({ sign: '@', query, from: 0, to: query.length + 1 });

describe('the typed piece', () => {
  it('begins with a sign that stands at the beginning of a word', () => {
    expect(['@', 'hi @an', 'hi (@an', '#ta', '@ann l', 'so :sm'].map(piece)).to.deep.equal([
      '@',
      '@an',
      '@an',
      '#ta',
      '@ann l',
      ':sm',
    ]);
  });

  it('is none in a word, after a space, on an earlier line or behind a backslash', () => {
    expect(['a@b', '@ ', '@ann ', '# Title', '@a\nb', '\\@a', '10:30', ':D', ': so'].map(piece)).to.deep.equal(
      Array.from({ length: 9 }, () => null),
    );
  });

  it('is none inside code and inside an address', () => {
    expect(
      ['```\n@a', '~~~js\nx\n@a', '`x` `@a', 'https://a.example/:ab', 'x https://a.example/#ab'].map(piece),
    ).to.deep.equal(Array.from({ length: 5 }, () => null));
    expect(pieceAt('`a @b` c', 5), 'inside inline code').to.equal(null);
    expect(piece('```\nx\n```\n@a')).to.equal('@a');
  });
});

describe('the suggestions', () => {
  it('come by the beginning of a name, then by the recent ones, then by another part', () => {
    const names = named(['Lara', 'Alma', 'Alan', 'Big Al', 'Kamal', 'Zoe']);
    const found = namesFor(asked('al'), names, ['id-Kamal', 'id-Alma']);
    expect(found.map(({ name }) => name)).to.deep.equal(['Alma', 'Alan', 'Big Al', 'Kamal']);
  });

  it('are the recent ones first before a letter is typed, and everyone last', () => {
    const found = namesFor(asked(''), named(['Ann', 'Bob', 'Cy']), ['id-Cy']);
    expect(found.map(({ name }) => name)).to.deep.equal(['Cy', 'Ann', 'Bob', 'everyone', 'here']);
  });

  it('go over a space only for the beginning of a name', () => {
    const names = named(['Ann Lee', 'Joann Leed']);
    expect(namesFor(asked('ann l'), names, []).map(({ name }) => name)).to.deep.equal(['Ann Lee']);
  });

  it('are a few at most', () => {
    const many = named(Array.from({ length: 40 }, (_, at) => `a${at}`));
    expect(namesFor(asked('a'), many, [])).to.have.length(SUGGESTIONS_MAX);
  });

  it('have the recent emoji first among those that begin alike', () => {
    const table = [
      { emoji: '😀', name: 'grinning face' },
      { emoji: '🍇', name: 'grapes' },
      { emoji: '🦗', name: 'cricket, not green' },
    ];
    const found = emojiFor('gr', () => table, ['🦗', '🍇']);
    expect(found.map(({ name }) => name)).to.deep.equal(['grapes', 'grinning face', 'cricket, not green']);
  });
});
