import { expect } from 'chai';
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { parseJson } from '#gateway/http/json.ts';
import { JSON_DEPTH_MAX, JSON_KEYS_MAX } from '#gateway/limits/http.ts';

const codeOf = (json: string): string => {
  const parsed = parseJson(json);
  return isLeft(parsed) ? parsed.left.code : 'parsed';
};

describe('a JSON body', () => {
  it('is parsed when it is JSON with each field named once', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const parsed = parseJson(JSON.stringify(value));
        expect(isRight(parsed) && JSON.stringify(parsed.right)).to.equal(JSON.stringify(value));
      }),
    );
  });
  it('is refused when it is broken off, empty or followed by more', () => {
    for (const bad of ['', '{', '{"a":1', '{"a":}', 'nul', '{} {}', '\uFEFF{}', "{'a':1}", '{"a":1,}', '[1,]', 'NaN']) {
      expect(codeOf(bad), bad).to.equal('json_malformed');
    }
  });
  it('may nest as deep as the limit and no deeper', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(codeOf(nested(JSON_DEPTH_MAX))).to.equal('parsed');
    expect(codeOf(nested(JSON_DEPTH_MAX + 1))).to.equal('json_too_complex');
    expect(codeOf(nested(400_000))).to.equal('json_too_complex');
    expect(codeOf(`${'{"a":'.repeat(400)}1${'}'.repeat(400)}`)).to.equal('json_too_complex');
  });
  it('may have as many fields as the limit and no more', () => {
    const wide = (fields: number) => `{${Array.from({ length: fields }, (_, i) => `"k${i}":${i}`).join(',')}}`;
    expect(codeOf(wide(JSON_KEYS_MAX))).to.equal('parsed');
    expect(codeOf(wide(JSON_KEYS_MAX + 1))).to.equal('json_too_complex');
  });
  it('may not name a field twice, however it is spelt', () => {
    expect(codeOf('{"a":1,"a":2}')).to.equal('json_duplicate_field');
    expect(codeOf('{"a":1,"\\u0061":2}')).to.equal('json_duplicate_field');
    expect(codeOf('[{"b":{"a":1},"a":[{"a":"a"},{"a":"a:,{"}]}]')).to.equal('parsed');
    expect(codeOf('{"__proto__":1,"__proto__":2}')).to.equal('json_duplicate_field');
  });
  it('may hold brackets and quotes inside its texts', () => {
    expect(codeOf('{"a":"\\"b\\":{[","b":"}]\\\\"}')).to.equal('parsed');
  });
});
