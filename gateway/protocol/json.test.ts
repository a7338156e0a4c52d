import { expect } from 'chai';
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { parseJson } from '#gateway/protocol/json.ts';
import { JSON_DEPTH_MAX, JSON_VALUES_MAX } from '#gateway/protocol/limits.ts';
import { anyCharacter } from '#infra/workshop/testkit/any-text.ts';

const outcomeOf = (json: string): string => {
  const parsed = parseJson(json);
  return isLeft(parsed) ? parsed.left.kind : 'parsed';
};

/** Counts what the platform parses, so that the scan before it has a second opinion. */
const valuesIn = (value: unknown): number =>
  1 +
  (typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, inner) => sum + valuesIn(inner), 0)
    : 0);
const parses = (json: string): boolean => {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
};

describe('a JSON text of a client', () => {
  it('is parsed when it is JSON with each field named once', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, '\t\n '), (value, space) => {
        const parsed = parseJson(JSON.stringify(value, null, space));
        expect(isRight(parsed) && JSON.stringify(parsed.right)).to.equal(JSON.stringify(value));
      }),
    );
  });
  it('is parsed or refused, whatever it is, and is never called JSON when the platform does not call it so', () => {
    const pieces = fc.constantFrom(...'{}[]",:\\ \n', 'u', 'null', '"a"', '"a":1', '\\u0061', '1e9', '"\\ud800"');
    const anything = fc.oneof(fc.string({ unit: pieces, maxLength: 60 }), fc.string({ unit: anyCharacter }));
    fc.assert(
      fc.property(anything, (text) => {
        const outcome = outcomeOf(text);
        if (outcome === 'parsed' || outcome === 'malformed') expect(outcome === 'parsed').to.equal(parses(text));
      }),
      { numRuns: 5_000 },
    );
  });
  it('is refused when it is broken off, empty or followed by more', () => {
    for (const bad of ['', '{', '{"a":1', '{"a":}', 'nul', '{} {}', '\uFEFF{}', "{'a':1}", '{"a":1,}', '[1,]', 'NaN']) {
      expect(outcomeOf(bad), bad).to.equal('malformed');
    }
    for (const bad of ['{"a', '"a\\', '{"\\u00zz":1}', ']]', '}{', ',', '{"\\":1}']) {
      expect(outcomeOf(bad), bad).to.equal('malformed');
    }
  });
  it('may nest as deep as the limit and no deeper, and is not parsed to find that', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(outcomeOf(nested(JSON_DEPTH_MAX))).to.equal('parsed');
    expect(outcomeOf(nested(JSON_DEPTH_MAX + 1))).to.equal('tooDeep');
    expect(outcomeOf('['.repeat(400_000))).to.equal('tooDeep');
    expect(outcomeOf(`${'{"a":'.repeat(400)}1${'}'.repeat(400)}`)).to.equal('tooDeep');
  });
  it('may have as many values as the limit and no more, of any kind, and is not parsed to find that', () => {
    const wide = (fields: number) => `{${Array.from({ length: fields }, (_, i) => `"k${i}":${i}`).join(',')}}`;
    expect(outcomeOf(wide(JSON_VALUES_MAX - 1))).to.equal('parsed');
    expect(outcomeOf(wide(JSON_VALUES_MAX))).to.equal('tooManyValues');
    for (const value of ['{}', '[]', '"a"', '-1.5e3', 'null', 'true', '""']) {
      const list = (length: number) => `[${Array.from({ length }, () => value).join(' , ')}]`;
      expect(outcomeOf(list(JSON_VALUES_MAX - 1)), value).to.equal('parsed');
      expect(outcomeOf(list(JSON_VALUES_MAX)), value).to.equal('tooManyValues');
      expect(outcomeOf(`[${`${value},`.repeat(JSON_VALUES_MAX)}`), value).to.equal('tooManyValues');
    }
  });
  it('is counted as the platform counts it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 5 }), (few) => {
        const values = valuesIn(few);
        const padded = (more: number) => JSON.stringify([...few, ...Array.from({ length: more }, () => 0)]);
        expect(outcomeOf(padded(JSON_VALUES_MAX - values))).to.equal('parsed');
        expect(outcomeOf(padded(JSON_VALUES_MAX - values + 1))).to.equal('tooManyValues');
      }),
    );
  });
  it('may not name a field twice, however it is spelt', () => {
    expect(outcomeOf('{"a":1,"a":2}')).to.equal('repeated');
    expect(outcomeOf('{"a":1,"\\u0061":2}')).to.equal('repeated');
    expect(outcomeOf('[{"b":{"a":1},"a":[{"a":"a"},{"a":"a:,{"}]}]')).to.equal('parsed');
    expect(outcomeOf('{"__proto__":1,"__proto__":2}')).to.equal('repeated');
  });
  it('may hold brackets and quotes inside its texts', () => {
    expect(outcomeOf('{"a":"\\"b\\":{[","b":"}]\\\\"}')).to.equal('parsed');
  });
});
