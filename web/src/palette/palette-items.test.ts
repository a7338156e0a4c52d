import { expect } from 'chai';
import { type PaletteItem, type PaletteKind, sectionsFor } from '#web/palette/palette-items.ts';

const item = (kind: PaletteKind, name: string, note?: string): PaletteItem => ({
  key: `${kind}:${name}`,
  kind,
  name,
  note,
  icon: 'hash',
  run: () => {},
});
const ITEMS = [
  item('channel', 'general', 'Night Owls'),
  item('channel', 'telescopes', 'Night Owls'),
  item('channel', 'general', 'Old Days'),
  item('person', 'gene'),
  item('guild', 'Night Owls'),
  item('guild', 'Old Days'),
  item('action', 'Rename community'),
];
const ACTS = [
  { ...item('action', 'Delete community', 'The Thames'), danger: true },
  item('action', 'Other settings'),
  item('action', 'Log out everywhere else'),
  item('action', 'Theme: Dark'),
  item('action', 'Show the shortcuts'),
];
const acts = (query: string) => sectionsFor(query, ACTS, []).flatMap(({ items }) => items.map(({ name }) => name));
const found = (query: string, recent: ReadonlyArray<string> = []) =>
  sectionsFor(query, ITEMS, recent).flatMap(({ items }) => items.map(({ kind, name }) => `${kind} ${name}`));

describe('the palette', () => {
  it('shows recent things first, and then things of each kind', () => {
    const sections = sectionsFor('', ITEMS, ['action:Rename community', 'channel:gone', 'channel:telescopes']);
    expect(sections.map(({ kind }) => kind)).to.deep.equal(['recent', 'channel', 'guild']);
    expect(sections[0]?.items.map(({ name }) => name)).to.deep.equal(['Rename community', 'telescopes']);
    expect(sections[1]?.items.map(({ name }) => name)).to.deep.equal(['general', 'general']);
  });

  it('finds channels, people, guilds and actions by letters of their names, the best fit first', () => {
    expect(found('gen')).to.deep.equal(['channel general', 'channel general', 'person gene']);
    expect(found('owls')).to.deep.equal(['guild Night Owls', 'channel general', 'channel telescopes']);
    expect(found('rncm')).to.deep.equal(['action Rename community']);
    expect(found('general old')).to.deep.equal(['channel general']);
    expect(found('zzz')).to.deep.equal([]);
  });

  it('puts the beginning of a word before its inside, and letters apart from each other last', () => {
    expect(acts('>th')).to.deep.equal([
      'Theme: Dark',
      'Show the shortcuts',
      'Other settings',
      'Delete community',
      'Log out everywhere else',
    ]);
    expect(acts('>the').slice(0, 2)).to.deep.equal(['Theme: Dark', 'Show the shortcuts']);
    expect(acts('>tgs')).to.deep.equal(['Other settings']);
  });

  it('finds an act that takes something away by letters that stand together only', () => {
    for (const query of ['>dlt', '>dc', '>tth', '>mt']) expect(acts(query), query).not.to.include('Delete community');
    for (const query of ['>del', '>comm', '>lete', '>thames'])
      expect(acts(query), query).to.include('Delete community');
  });

  it('puts an act that takes something away after the others that fit as well', () => {
    const items = [{ ...item('action', 'Delete channel'), danger: true }, item('action', 'Delete the draft')];
    expect(sectionsFor('>del', items, [])[0]?.items.map(({ name }) => name)[0]).to.equal('Delete the draft');
  });

  it('puts a recent thing before others that fit as well', () => {
    const recent = sectionsFor('o', ITEMS, ['guild:Old Days'])[0]?.items[0]?.key;
    expect(recent).to.equal('guild:Old Days');
  });

  it('finds one kind only after its sign', () => {
    expect(found('#gen')).to.deep.equal(['channel general', 'channel general']);
    expect(found('@ gen')).to.deep.equal(['person gene']);
    expect(found('*')).to.deep.equal(['guild Night Owls', 'guild Old Days']);
    expect(found('> name')).to.deep.equal(['action Rename community']);
  });
});
