import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import { decodeChatLine } from './chat-line.ts';

const good = { channel: 'css', ts: '2007-04-13T10:34:00Z', kind: 'message', author: 'ann', text: 'hello' };
const decoded = { channel: 'css', at: '2007-04-13T10:34:00.000Z', kind: 'message', author: 'ann', text: 'hello' };

describe('a line of an import', () => {
  it('has five fields, and its time may have a fraction or an offset', () => {
    expect(decodeChatLine(JSON.stringify(good))).to.deep.equal(right(decoded));
    expect(
      decodeChatLine(JSON.stringify({ ...good, ts: '2007-04-13T12:34:00.25+02:00', kind: 'action' })),
    ).to.deep.equal(right({ ...decoded, at: '2007-04-13T10:34:00.250Z', kind: 'action' }));
  });

  it('may have the last time that can be written', () => {
    const last = '9999-12-31T23:59:59.999Z';
    expect(decodeChatLine(JSON.stringify({ ...good, ts: last }))).to.deep.equal(right({ ...decoded, at: last }));
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
      'an inherited kind',
      JSON.stringify({ ...good, kind: 'toString' }),
      'has a `kind` that is neither `message` nor `action`',
    ],
    ...[
      'yesterday',
      '2007-04-13',
      '2007-02-30T10:00:00Z',
      '2007-04-13T25:00:00Z',
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
