import { expect } from 'chai';
import fc from 'fast-check';
import { type Either, isLeft, isRight, right } from 'fp-ts/lib/Either.js';
import { anyCharacter } from '#infra/workshop/testkit/any-text.ts';
import { byTheModule } from '#infra/workshop/testkit/search-side.ts';
import { SEARCH_QUERY_CHARS_MAX, SEARCH_TERMS_MAX } from '#queries/limits.ts';
import { criteriaOf } from './criteria.ts';
import { withoutInvisible } from './invisible.ts';
import { parseQuery as parse } from './parse.ts';
import { periodOf } from './period.ts';
import type { QueryFault, Term } from './terms.ts';
import { type TimeZone, UTC } from './time-zone.ts';

/** The index itself says what it can find. */
const parseQuery = (text: string, zone = UTC) => parse(text, { lastTermOf: byTheModule().lastTermOf, zone });

const found = <A>(parsed: Either<QueryFault, A>): A => {
  if (isLeft(parsed)) throw new Error(`refused at ${parsed.left.at}: ${parsed.left.why}`);
  return parsed.right;
};
const fault = (query: string): QueryFault => {
  const parsed = parseQuery(query);
  if (isRight(parsed)) throw new Error(`understood: ${JSON.stringify(parsed.right)}`);
  return parsed.left;
};
const word = (text: string, excluded = false) => ({ kind: 'word', text, excluded });
const phrase = (text: string, excluded = false) => ({ kind: 'phrase', text, excluded });
const prefix = (text: string, excluded = false) => ({ kind: 'prefix', text, excluded });
const day = (written: string) => {
  const period = periodOf(written, (ms) => ms);
  if (period === undefined) throw new Error(`${written} is no period`);
  return period;
};

describe('a search query', () => {
  const understood: ReadonlyArray<readonly [string, ReadonlyArray<unknown>]> = [
    ['grid layout', [word('grid'), word('layout')]],
    ['"grid layout" spec', [phrase('grid layout'), word('spec')]],
    ['\u201Cgrid layout\u201D', [phrase('grid layout')]],
    ['-table -"old way" -floa*', [word('table', true), phrase('old way', true), prefix('floa', true)]],
    ['say"hello there"now', [word('say'), phrase('hello there'), word('now')]],
    ['exam* \u6771*', [prefix('exam'), prefix('\u6771')]],
    [
      'from:ada from:@Ben in:#general',
      [
        { kind: 'from', name: 'ada' },
        { kind: 'from', name: 'Ben' },
        { kind: 'in', name: 'general' },
      ],
    ],
    [
      'FROM:"Ada Lovelace" mentions:@ben',
      [
        { kind: 'from', name: 'Ada Lovelace' },
        { kind: 'mentions', name: 'ben' },
      ],
    ],
    [
      'has:link has:IMAGE',
      [
        { kind: 'has', carried: 'link' },
        { kind: 'has', carried: 'image' },
      ],
    ],
    ['during:2024-02', [{ kind: 'during', period: day('2024-02') }]],
    ['https://example.org/a?b=c', [word('https://example.org/a?b=c')]],
    [
      'std::vector ab:\\temp 12:30 note: smile:-)',
      ['std::vector', 'ab:\\temp', '12:30', 'note:', 'smile:-)'].map((text) => word(text)),
    ],
    ['--save-dev foo-bar', [word('--save-dev'), word('foo-bar')]],
    ['what ? - no ... !', [word('what'), word('no')]],
    ['((((deep))))', [word('((((deep))))')]],
    ['\u{1F44D} -\u{1F600}', [word('\u{1F44D}'), word('\u{1F600}', true)]],
    ['AND OR NOT', [word('AND'), word('OR'), word('NOT')]],
    ['\t grid\n', [word('grid')]],
    ['\u2713 -\u2713 "\u2713" \u2713*', [word('\u2713'), word('\u2713', true), phrase('\u2713'), prefix('\u2713')]],
    ['\u20AC \u2192 \u2211 \u00A9', [word('\u20AC'), word('\u2192'), word('\u2211'), word('\u00A9')]],
    ['2.0 v2.50*', [word('2.0'), prefix('v2.50')]],
    ['1\u00A0000 1\u202F000 a\u00A0b', [word('1\u00A0000'), word('1\u202F000'), word('a'), word('b')]],
    [
      'gr\u202Eid\uFEFF \u200Bfrom:\u200Eada\u2069',
      [word('grid'), { kind: 'from', name: 'ada', written: 'ada\u2069' }],
    ],
    [
      'has:\u200Elink during:\u200E2024-02\u200F',
      [
        { kind: 'has', carried: 'link' },
        { kind: 'during', period: day('2024-02') },
      ],
    ],
    ['"\u202Agrid layout\u202C"', [phrase('grid layout')]],
    ['\u{1F469}\u200D\u{1F4BB}', [word('\u{1F469}\u{1F4BB}')]],
    ['gr\u0007id', [word('grid')]],
    ['gr\uD800id', [word('grid')]],
  ];
  for (const [query, terms] of understood) {
    it(`is understood as ${JSON.stringify(query)}`, () => {
      expect(parseQuery(query)).to.deep.equal(right(terms));
    });
  }

  it('takes a date as a whole day, month or year', () => {
    const span = (query: string) => {
      const { sentFromMs, sentToMs } = criteriaOf(found(parseQuery(query)));
      return [sentFromMs, sentToMs].map((ms) =>
        ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 10),
      );
    };
    expect(span('during:2024-02')).to.deep.equal(['2024-02-01', '2024-03-01']);
    expect(span('during:2023-12-31')).to.deep.equal(['2023-12-31', '2024-01-01']);
    expect(span('during:2024')).to.deep.equal(['2024-01-01', '2025-01-01']);
    expect(span('before:2024-02')).to.deep.equal([undefined, '2024-02-01']);
    expect(span('after:2024-02-28')).to.deep.equal(['2024-02-29', undefined]);
    expect(span('after:2020 before:2024 during:2022')).to.deep.equal(['2022-01-01', '2023-01-01']);
    expect(span('grid')).to.deep.equal([undefined, undefined]);
  });

  it('takes a date in the time zone of the viewer, also on a day of 23 or 25 hours', () => {
    const span = (query: string) => {
      const { sentFromMs, sentToMs } = criteriaOf(found(parseQuery(query, 'Europe/Berlin' as TimeZone)));
      return [sentFromMs, sentToMs].map((ms) =>
        ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 16),
      );
    };
    expect(span('during:2024-03-31')).to.deep.equal(['2024-03-30T23:00', '2024-03-31T22:00']);
    expect(span('during:2024-10-27')).to.deep.equal(['2024-10-26T22:00', '2024-10-27T23:00']);
    expect(span('before:2024-03-31')).to.deep.equal([undefined, '2024-03-30T23:00']);
    expect(span('after:2024-03-31')).to.deep.equal(['2024-03-31T22:00', undefined]);
    expect(span('during:2024-03')).to.deep.equal(['2024-02-29T23:00', '2024-03-31T22:00']);
    expect(span('during:2024')).to.deep.equal(['2023-12-31T23:00', '2024-12-31T23:00']);
  });

  it('is sorted into criteria by the kinds of its terms', () => {
    expect(
      criteriaOf(found(parseQuery('grid -"old way" from:ada from:ben in:css mentions:eve has:link fl*'))),
    ).to.deep.equal({
      must: [
        { kind: 'word', text: 'grid' },
        { kind: 'prefix', text: 'fl' },
      ],
      mustNot: [{ kind: 'phrase', text: 'old way' }],
      from: { names: ['ada', 'ben'], me: false },
      in: ['css'],
      mentions: { names: ['eve'], me: false },
      has: ['link'],
      sentFromMs: undefined,
      sentToMs: undefined,
    });
  });

  it('means the viewer by me, beside other names', () => {
    const { from, mentions } = criteriaOf(found(parseQuery('from:me from:@ada mentions:Me mentions:men')));
    expect({ from, mentions }).to.deep.equal({
      from: { names: ['ada'], me: true },
      mentions: { names: ['men'], me: true },
    });
  });

  it('looks for a name with and without its invisible characters', () => {
    const { from } = criteriaOf(found(parseQuery('from:"Ada \u2764\uFE0F"')));
    expect(from.names).to.deep.equal(['Ada \u2764', 'Ada \u2764\uFE0F']);
  });

  it('looks for a mention without the invisible characters that were pasted along', () => {
    const { mentions } = criteriaOf(found(parseQuery('mentions:\u2068ada\u2069 mentions:b\u200Ben mentions:me\uFEFF')));
    expect(mentions).to.deep.equal({ names: ['ada', 'ben'], me: true });
  });

  it('passes over every invisible character, and is empty when it has no other', () => {
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const sign = String.fromCodePoint(code);
      if (withoutInvisible(sign) !== '') continue;
      expect(parseQuery(`${sign}gr${sign}id${sign} -${sign}"a${sign}b"`), code.toString(16)).to.deep.equal(
        right([word('grid'), phrase('ab', true)]),
      );
      expect(fault(sign), code.toString(16)).to.deep.equal({ ...fault(''), length: sign.length });
    }
  });

  const refused: ReadonlyArray<readonly [string, number, RegExp]> = [
    ['', 0, /Write what to search for/],
    ['  ... ((( ', 0, /Write what to search for/],
    ['grid "old way', 5, /does not close/],
    ['grid from:"ada', 10, /does not close/],
    ['"" grid', 0, /no word in it/],
    ['author:ada', 0, /author: is no filter\. The filters are from:, in:/],
    ['grid form:ada', 5, /Did you mean from:\?/],
    ['mention:ada', 0, /Did you mean mentions:\?/],
    ['localhost:3000', 0, /in quotes/],
    ['from: ada', 0, /name of a person/],
    ['in:#', 0, /name of a channel/],
    ['has:video', 0, /link, file and image/],
    ['before:yesterday', 0, /day, a month or a year/],
    ['before:2023-02-29', 0, /day, a month or a year/],
    ['during:2024-13', 0, /day, a month or a year/],
    ['during:99999999999999999999999', 0, /day, a month or a year/],
    ['-from:ada', 0, /Only words and phrases can be left out/],
    ['f*o', 0, /at the end of a word/],
    ['*foo', 0, /at the end of a word/],
    ['foo**', 0, /at the end of a word/],
    ['*', 0, /at least 2 letters/],
    ['grid a*', 5, /at least 2 letters/],
    ['long.a*', 0, /at least 2 letters/],
    ['aa* bb* cc* dd* ee*', 16, /at most 4 words with a star/],
    ['after:2024 during:2023', 11, /no time between/],
    [Array.from({ length: SEARCH_TERMS_MAX + 1 }, () => 'a').join(' '), 2 * SEARCH_TERMS_MAX, /at most 20 words/],
    ['a'.repeat(SEARCH_QUERY_CHARS_MAX + 1), SEARCH_QUERY_CHARS_MAX, /at most 256 characters/],
    ['\u200B', 0, /Write what to search for/],
    ['\u202E \u202C\uFEFF\u0007', 0, /Write what to search for/],
    ['"\u200B" grid', 0, /no word in it/],
    ['gr\u200Bid \u200Bform:a\u200Bda', 7, /Did you mean from:\?/],
    ['v2.0*', 0, /at least 2 letters/],
  ];
  for (const [query, at, why] of refused) {
    it(`is refused as ${JSON.stringify(query.slice(0, 40))}, with place and reason`, () => {
      const said = fault(query);
      expect(said.at).to.equal(at);
      expect(said.why).to.match(why);
    });
  }

  /** Makes queries of users and attackers: pieces of the language in any order, and any text. */
  const piece = fc.constantFrom(
    ...'"\u201C\u201D-*:#@ \t\n()[]{}|&~^?.,/\\'.split(''),
    ...[
      'from:',
      'in:',
      'has:',
      'has:link',
      'before:',
      '2024',
      '2024-02',
      '-',
      'a',
      'grid',
      '\u6771\u4EAC',
      '\u202E',
      '\u0000',
      '\uD800',
    ],
  );
  const typed = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
    fc.string({ unit: anyCharacter, maxLength: 300 }),
  );

  it('is parsed into terms or a fault inside the text, whatever it is', () => {
    fc.assert(
      fc.property(typed, (query) => {
        const parsed = parseQuery(query);
        if (isRight(parsed)) {
          expect(parsed.right.length).to.be.within(1, SEARCH_TERMS_MAX);
          return;
        }
        const { at, length, why } = parsed.left;
        expect(at).to.be.within(0, query.length);
        expect(at + length).to.be.within(at, query.length);
        expect(why).not.to.equal('');
      }),
      { numRuns: 5_000 },
    );
  });

  const written = (term: Term): string => {
    switch (term.kind) {
      case 'word':
        return `${term.excluded ? '-' : ''}${term.text}`;
      case 'phrase':
        return `${term.excluded ? '-' : ''}"${term.text}"`;
      case 'prefix':
        return `${term.excluded ? '-' : ''}${term.text}*`;
      case 'from':
      case 'in':
      case 'mentions':
        return `${term.kind}:"${term.written ?? term.name}"`;
      case 'has':
        return `has:${term.carried}`;
      default:
        return `${term.kind}:${term.period.written}`;
    }
  };

  it('is understood in the same way when its terms are written out again', () => {
    let understoodOf = 0;
    fc.assert(
      fc.property(typed, (query) => {
        const parsed = parseQuery(query);
        if (isLeft(parsed)) return;
        const again = parsed.right.map(written).join(' ');
        if (again.length > SEARCH_QUERY_CHARS_MAX) return;
        understoodOf += 1;
        expect(parseQuery(again), again).to.deep.equal(parsed);
      }),
      { numRuns: 5_000 },
    );
    expect(understoodOf).to.be.above(500);
  });
});
