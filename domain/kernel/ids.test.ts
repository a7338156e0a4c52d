import { expect } from 'chai';
import { isRight, right } from 'fp-ts/lib/Either.js';
import type * as t from 'io-ts';
import * as ids from '#domain/kernel/ids.ts';

const messages = (decoded: t.Validation<unknown>): ReadonlyArray<string | undefined> =>
  isRight(decoded) ? [] : decoded.left.map(({ message }) => message);

describe('an id', () => {
  const { EventId, ...entities } = ids;
  const valid = '01HZY7M9Q8N6P5R4S3T2V1W0XK';

  for (const [name, codec] of Object.entries(entities))
    it(`of the kind ${name} is a ULID, and its refusal says so`, () => {
      expect(codec.name).to.equal(name);
      expect(codec.decode(valid)).to.deep.equal(right(valid));
      expect(messages(codec.decode('x'))).to.deep.equal([`${name} must be a ULID of 26 characters`]);
    });

  const table: ReadonlyArray<readonly [what: string, value: unknown, isOne: boolean]> = [
    ['the least', '0'.repeat(26), true],
    ['the greatest', `7${'Z'.repeat(25)}`, true],
    ['one past the greatest', `8${'0'.repeat(25)}`, false],
    ['25 characters', valid.slice(1), false],
    ['27 characters', `0${valid}`, false],
    ['a character more at the end', `${valid}0`, false],
    ['lower case', valid.toLowerCase(), false],
    ['the letter I', valid.replace('Z', 'I'), false],
    ['the letter L', valid.replace('Z', 'L'), false],
    ['the letter O', valid.replace('Z', 'O'), false],
    ['the letter U', valid.replace('Z', 'U'), false],
    ['a line break at the end', `${valid}\n`, false],
    ['a number', 7, false],
    ['a list that reads as one', [valid], false],
  ];
  for (const [what, value, isOne] of table)
    it(`is ${isOne ? '' : 'not '}${what}`, () => {
      expect(ids.UserId.is(value)).to.equal(isOne);
      expect(isRight(ids.UserId.decode(value))).to.equal(isOne);
    });
  it('is stored unchanged', () => {
    const decoded = ids.UserId.decode(valid);
    expect(isRight(decoded) && ids.UserId.encode(decoded.right)).to.equal(valid);
  });
});

describe('the id of an event', () => {
  const { EventId } = ids;
  const valid = '0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

  it('is a UUID in lower case', () => {
    const decoded = EventId.decode(valid);
    expect(decoded).to.deep.equal(right(valid));
    expect(isRight(decoded) && EventId.encode(decoded.right)).to.equal(valid);
    expect(EventId.name).to.equal('EventId');
  });
  const others: ReadonlyArray<unknown> = [
    valid.toUpperCase(),
    `${valid}0`,
    `0${valid}`,
    valid.slice(1),
    valid.replaceAll('-', ''),
    valid.replace('f', 'g'),
    7,
    [valid],
  ];
  for (const value of others)
    it(`is not ${JSON.stringify(value)}, and its refusal says so`, () => {
      const decoded = EventId.decode(value);
      expect(EventId.is(value)).to.equal(false);
      expect(messages(decoded)).to.deep.equal(['EventId must be a lower-case UUID']);
    });
});
