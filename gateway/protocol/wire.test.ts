import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { GuildId } from '#domain/kernel/ids.ts';
import * as requests from '#gateway/protocol/requests.ts';
import * as resources from '#gateway/protocol/resources.ts';
import {
  type AnyWire,
  firstProblem,
  flag,
  id,
  integer,
  integerText,
  listOf,
  listOfDistinct,
  nullable,
  object,
  oneOf,
  tagged,
  text,
} from '#gateway/protocol/wire.ts';

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const GUILD = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

const isWire = (u: unknown): u is AnyWire => typeof u === 'object' && u !== null && 'schema' in u && 'decode' in u;
const codecs: ReadonlyArray<readonly [string, AnyWire]> = Object.entries({ ...requests, ...resources }).filter(
  (entry): entry is [string, AnyWire & (typeof entry)[1]] => isWire(entry[1]),
);

const problemOf = (codec: AnyWire, value: unknown): string => {
  const decoded = codec.decode(value);
  if (!isLeft(decoded)) return 'none';
  const { path, message } = firstProblem(decoded.left);
  return `${path} ${message}`.trim();
};

describe('a codec of the wire', () => {
  const Thing = object({ guild_id: id(GuildId), name: text({ min: 1, max: 5 }) }, { note: nullable(text({ max: 3 })) });

  it('takes exactly the fields that it knows, and makes a value of these fields alone', () => {
    const decoded = Thing.decode({ guild_id: GUILD, name: 'abc' });
    expect(isRight(decoded) && decoded.right).to.deep.equal({ guild_id: GUILD, name: 'abc' });
    expect(problemOf(Thing, { guild_id: GUILD, name: 'abc', admin: true })).to.equal('has an unknown field "admin"');
    expect(problemOf(Thing, { guild_id: GUILD })).to.equal('lacks the field name');
    expect(problemOf(Thing, { guild_id: GUILD, name: 'abc', note: undefined })).to.equal('note must be a text');
  });

  it('takes no field from a prototype, and lets no field reach a prototype', () => {
    for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
      const value = JSON.parse(`{"guild_id":"${GUILD}","name":"abc","${key}":{"admin":true}}`);
      expect(problemOf(Thing, value), key).to.equal(`has an unknown field "${key}"`);
    }
    const inherited = Object.create({ guild_id: GUILD, name: 'abc' });
    expect(problemOf(Thing, inherited)).to.equal('lacks the field guild_id');
  });

  it('counts the characters of a text as its schema does, also those of two units', () => {
    const five = text({ min: 1, max: 5 });
    const fits = ajv.compile(five.schema);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '👍', '\u{1D413}'), maxLength: 12 }), (written) => {
        expect(isRight(five.decode(written)), written).to.equal(fits(written));
      }),
    );
  });

  it('of a list names nothing twice where the list must be distinct, as its schema says', () => {
    const days = listOfDistinct(integer({ min: 1, max: 7 }), 7);
    const fits = ajv.compile(days.schema);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 9 }), (list) => {
        expect(isRight(days.decode(list)), String(list)).to.equal(fits(list));
      }),
    );
    expect(problemOf(days, [1, 2, 1])).to.equal('must name nothing twice');
  });

  it('names the path of the first fault, however deep', () => {
    const List = object({ things: listOf(Thing, 2) });
    expect(
      problemOf(List, {
        things: [
          { guild_id: GUILD, name: 'abc' },
          { guild_id: 'x', name: '' },
        ],
      }),
    ).to.equal('things.1.guild_id GuildId must be a ULID of 26 characters');
    expect(problemOf(List, { things: [1, 2, 3] })).to.equal('things must have at most 2 entries');
    expect(problemOf(List, [])).to.equal('must be an object');
  });

  it('cuts the name of an unknown field short', () => {
    expect(problemOf(Thing, { ['x'.repeat(100_000)]: 1 }).length).to.be.lessThan(100);
  });

  it('takes numbers that are whole, safe and within bounds', () => {
    const codec = integer({ min: 1, max: 100 });
    for (const good of [1, 100, 50.0]) expect(codec.is(good), String(good)).to.equal(true);
    for (const bad of [0, 101, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', null, 1n]) {
      expect(codec.is(bad), String(bad)).to.equal(false);
    }
  });

  it('reads whole numbers from a query, and no text that only begins like one', () => {
    const codec = integerText({ min: 1, max: 100 });
    const decoded = codec.decode('20');
    expect(isRight(decoded) && decoded.right).to.equal(20);
    for (const bad of ['', ' 1', '1 ', '1e1', '0x1', '1.0', '+1', '-1', '101', '99999999999999999999', 20]) {
      expect(isLeft(codec.decode(bad)), String(bad)).to.equal(true);
    }
  });

  it('takes no text that could not be stored or shown', () => {
    const codec = text({ max: 10 });
    for (const bad of ['\u0000', 'a\ud800', '\udc00', 'x'.repeat(11), 1, null, ['a']])
      expect(codec.is(bad)).to.equal(false);
    expect(codec.is('👍')).to.equal(true);
  });

  it('tells a union apart by one field, and reports the faults of that member only', () => {
    const Shape = tagged('kind', {
      circle: object({ kind: oneOf('circle'), radius: integer({ min: 0, max: 9 }) }),
      square: object({ kind: oneOf('square'), filled: flag }),
    });
    expect(problemOf(Shape, { kind: 'circle', radius: 10 })).to.equal('radius must be a whole number from 0 to 9');
    expect(problemOf(Shape, { kind: 'constructor' })).to.equal('must have a known kind');
    expect(problemOf(Shape, {})).to.equal('must have a known kind');
  });
});

describe('the schema of a codec', () => {
  it('exists for every request and resource', () => {
    expect(codecs.length).to.be.greaterThan(25);
  });

  /** Makes values close to valid ones, so that codec and schema often accept and often refuse. */
  const near = (schema: Record<string, unknown>): fc.Arbitrary<unknown> => {
    const odd = fc.oneof(fc.constant(null), fc.integer(), fc.string(), fc.boolean(), fc.constant([]), fc.constant({}));
    const spoilt = (arb: fc.Arbitrary<unknown>) =>
      fc.oneof({ weight: 20, arbitrary: arb }, { weight: 1, arbitrary: odd });
    if (Array.isArray(schema['enum'])) return spoilt(fc.constantFrom(...schema['enum']));
    if (Array.isArray(schema['anyOf'])) return fc.oneof(...schema['anyOf'].map((part) => near(part)));
    switch (schema['type']) {
      case 'string':
        if (schema['format'] === 'date-time') return spoilt(fc.constant('2026-11-23T03:00:00.000Z'));
        if (schema['pattern'] !== undefined) return spoilt(fc.constantFrom(GUILD, GUILD.toLowerCase(), ''));
        return spoilt(fc.string({ maxLength: Math.min(Number(schema['maxLength']) + 1, 80) }));
      case 'integer': {
        const [min, max] = [Number(schema['minimum']), Number(schema['maximum'])];
        return spoilt(
          fc.oneof(fc.constantFrom(min, max, min - 1, min + 0.5), fc.integer({ min, max: Math.min(max, 2 ** 31) })),
        );
      }
      case 'boolean':
        return spoilt(fc.boolean());
      case 'array':
        return spoilt(fc.array(near(schema['items'] as Record<string, unknown>), { maxLength: 3 }));
      case 'object': {
        const fields = Object.entries((schema['properties'] ?? {}) as Record<string, Record<string, unknown>>);
        const model = Object.fromEntries(fields.map(([name, part]) => [name, near(part)]));
        const required = schema['required'] as ReadonlyArray<string>;
        return spoilt(
          fc.oneof(
            { weight: 9, arbitrary: fc.record(model, { requiredKeys: [...required] }) },
            { weight: 1, arbitrary: fc.record(model) },
          ),
        );
      }
      default:
        return odd;
    }
  };

  for (const [name, codec] of codecs) {
    it(`accepts the same values as the codec ${name}`, () => {
      const validate = ajv.compile(codec.schema);
      fc.assert(
        fc.property(near(codec.schema as Record<string, unknown>), (value) => {
          // The wire carries JSON, which has no undefined and no prototype.
          const sent: unknown = JSON.parse(JSON.stringify(value));
          expect(codec.is(sent), JSON.stringify(sent)).to.equal(validate(sent));
        }),
        { numRuns: 60 },
      );
    });
  }
});
