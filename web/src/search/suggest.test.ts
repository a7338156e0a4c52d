import { expect } from 'chai';
import { applied, type SuggestionSource, suggest } from '#web/search/suggest.ts';

const known: SuggestionSource = {
  people: ['ada', 'Adam', 'ben', 'Ada Lovelace'],
  channels: ['general', 'games', 'old times'],
  today: '2026-11-25',
};
const inserts = (text: string, caret = text.length) =>
  suggest(text, caret, known).suggestions.map((suggestion) => suggestion.insert);

describe('suggestions for the search box', () => {
  it('are none for an empty piece, because the help lists the filters', () => {
    expect(inserts('')).to.deep.equal([]);
    expect(inserts('grid ')).to.deep.equal([]);
  });

  it('are the filters that begin with the typed letters, and none for other words', () => {
    expect(inserts('grid be')).to.deep.equal(['before:']);
    expect(inserts('grid')).to.deep.equal([]);
  });

  it('are people, channels and contents that begin with the typed letters', () => {
    expect(inserts('from:ad')).to.deep.equal(['from:"Ada Lovelace" ', 'from:Adam ', 'from:ada ']);
    expect(inserts('grid mentions:@B')).to.deep.equal(['mentions:ben ']);
    expect(inserts('in:#g')).to.deep.equal(['in:games ', 'in:general ']);
    expect(inserts('in:"old t')).to.deep.equal(['in:"old times" ']);
    expect(inserts('has:')).to.deep.equal(['has:file ', 'has:image ', 'has:link ']);
    expect(inserts('from:nobody')).to.deep.equal([]);
  });

  it('are the user first, who is me', () => {
    expect(inserts('from:')[0]).to.equal('from:me ');
    expect(inserts('mentions:@m')).to.deep.equal(['mentions:me ']);
  });

  it('are the current day, month and year for dates', () => {
    expect(inserts('during:')).to.deep.equal(['during:2026 ', 'during:2026-11 ', 'during:2026-11-25 ']);
    expect(inserts('before:2026-11-')).to.deep.equal(['before:2026-11-25 ']);
  });

  it('replace only the piece at the caret', () => {
    const text = 'grid fr layout';
    const suggested = suggest(text, 7, known);
    expect(applied(text, suggested, suggested.suggestions[0] ?? { insert: '', kind: 'filter' })).to.deep.equal({
      text: 'grid from: layout',
      caret: 10,
    });
    const person = suggest('from:be layout', 7, known);
    expect(applied('from:be layout', person, person.suggestions[0] ?? { insert: '', kind: 'person' })).to.deep.equal({
      text: 'from:ben layout',
      caret: 9,
    });
  });
});
