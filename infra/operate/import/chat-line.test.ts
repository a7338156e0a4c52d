import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { decodeChatLine } from './chat-line.ts';

const good = { channel: 'css', ts: '2007-04-13T10:34:00Z', kind: 'message', author: 'ann', text: 'hello' };
const decoded = { channel: 'css', at: '2007-04-13T10:34:00.000Z', kind: 'message', author: 'ann', content: 'hello' };

describe('a line of an import', () => {
  it('has five fields, and its time may have a fraction or an offset', () => {
    expect(decodeChatLine(JSON.stringify(good))).to.deep.equal(right(decoded));
    expect(
      decodeChatLine(JSON.stringify({ ...good, ts: '2007-04-13T12:34:00.25+02:00', kind: 'action' })),
    ).to.deep.equal(right({ ...decoded, at: '2007-04-13T10:34:00.250Z', kind: 'action' }));
  });

  it('may be in a leap second', () => {
    expect(decodeChatLine(JSON.stringify({ ...good, ts: '2016-12-31T23:59:60Z' }))).to.deep.equal(
      right({ ...decoded, at: '2016-12-31T23:59:59.999Z' }),
    );
  });

  it('loses formatting codes in its text, its author and its channel', () => {
    const coloured = {
      ...good,
      channel: '\u000304c\u0003ss',
      author: '\u001B[31mann\u001B[0m',
      text: '\u000304,01he\u0003l\u0002l\u0002o',
    };
    expect(decodeChatLine(JSON.stringify(coloured))).to.deep.equal(right(decoded));
  });

  it('is cleaned and not refused for the name of its author or its channel', () => {
    const odd = { ...good, channel: '\u2066\u200Ecss\u2069', author: '\u202A+49 151 0000000\u202C' };
    expect(decodeChatLine(JSON.stringify(odd))).to.deep.equal(right({ ...decoded, author: '+49 151 0000000' }));
    const nameless = { ...good, channel: '', author: '\u202A\u202C' };
    expect(decodeChatLine(JSON.stringify(nameless))).to.deep.equal(
      right({ ...decoded, channel: '(unnamed)', author: '(unknown)' }),
    );
  });

  it('has one form, however its accents, line ends and invisible controls were written', () => {
    const facts = { ...good, channel: 'caf\u00E9', author: 'Jos\u00E9', text: 'd\u00E9j\u00E0\nvu' };
    const expected = decodeChatLine(JSON.stringify(facts));
    const spellings = [
      { ...facts, channel: facts.channel.normalize('NFD'), author: facts.author.normalize('NFD') },
      { ...facts, text: facts.text.normalize('NFD') },
      { ...facts, text: 'd\u00E9j\u00E0\r\nvu \r\n' },
      { ...facts, text: '\u0000d\u00E9j\u00E0\u0007\nvu\u009F' },
      { ...facts, channel: ' caf\u00E9', author: 'Jos\u00E9\u0000\n', ts: '2007-04-13t12:34:00.000+02:00' },
    ];
    for (const spelling of spellings) expect(decodeChatLine(JSON.stringify(spelling))).to.deep.equal(expected);
  });

  const { text: _text, ...textless } = good;
  const cases: ReadonlyArray<readonly [string, string, string]> = [
    ['a broken line', '{"channel": "css"', 'is not JSON'],
    ['a list', '[]', 'is not a JSON object'],
    ['null', 'null', 'is not a JSON object'],
    ['a missing field', JSON.stringify(textless), 'has no field `text`'],
    ['a field too many', JSON.stringify({ ...good, colour: 1 }), 'has an unknown field: "colour"'],
    [
      'a prototype key',
      '{"__proto__": {"text": "x"}, "channel": "css", "ts": "2007-04-13T10:34:00Z", "kind": "message", "author": "a"}',
      'has an unknown field: "__proto__"',
    ],
    ['a number for a text', JSON.stringify({ ...good, author: 7 }), 'has a `author` that is not a string'],
    [
      'an unknown kind',
      JSON.stringify({ ...good, kind: 'join' }),
      'has a `kind` that is neither `message` nor `action`',
    ],
    [
      'a text in which nothing is visible',
      JSON.stringify({ ...good, text: '\u000304\u0003 ' }),
      'is refused: content must not be empty',
    ],
    [
      'a text that is too long',
      JSON.stringify({ ...good, text: 'x'.repeat(2_001) }),
      'is refused: content must have at most 2000 characters',
    ],
    [
      'an inherited kind',
      JSON.stringify({ ...good, kind: 'toString' }),
      'has a `kind` that is neither `message` nor `action`',
    ],
    ...[
      'yesterday',
      '2007-04-13',
      '2007-02-30T10:00:00Z',
      '2007-04-13T24:00:00Z',
      '1969-12-31T23:59:59Z',
      '2007-04-13T10:34:00',
      '9999-12-31T23:00:00-10:00',
    ].map(
      (ts) =>
        [
          `the time ${ts}`,
          JSON.stringify({ ...good, ts }),
          'has a `ts` that is not an RFC 3339 time since 1970',
        ] as const,
    ),
  ];
  for (const [name, line, reason] of cases) {
    it(`is refused with ${name}`, () => {
      expect(decodeChatLine(line)).to.deep.equal(left(reason));
    });
  }
});
