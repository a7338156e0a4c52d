import { expect } from 'chai';
import { isRight, right } from 'fp-ts/lib/Either.js';
import { Instant, instantOf, millisOf, plusMillis } from '#domain/kernel/instant.ts';

describe('an instant', () => {
  const text = '2026-11-23T03:00:00.000Z';

  it('is a time in UTC with milliseconds', () => {
    const decoded = Instant.decode(text);
    expect(decoded).to.deep.equal(right(text));
    expect(isRight(decoded) && Instant.encode(decoded.right)).to.equal(text);
    expect(Instant.name).to.equal('Instant');
    expect(Instant.is(text)).to.equal(true);
  });
  const others: ReadonlyArray<unknown> = [
    '2026-11-23T03:00:00Z',
    '2026-11-23T03:00:00.00Z',
    '2026-11-23T03:00:00.0000Z',
    '2026-11-23T03:00:00.000+00:00',
    '2026-11-23 03:00:00.000Z',
    '2026-13-23T03:00:00.000Z',
    '2026-11-23T25:00:00.000Z',
    '2026-11-23T24:00:00.000Z',
    '2026-11-23T23:59:60.000Z',
    '2026-02-30T03:00:00.000Z',
    '26-11-23T03:00:00.000Z',
    '2026-1-23T03:00:00.000Z',
    '2026-11-3T03:00:00.000Z',
    '2026-11-23T3:00:00.000Z',
    '2026-11-23T03:0:00.000Z',
    '2026-11-23T03:00:0.000Z',
    `+00${text}`,
    `${text} `,
    1_700_000_000_000,
    [text],
  ];
  for (const value of others)
    it(`is not ${JSON.stringify(value)}, and its refusal says so`, () => {
      expect(Instant.is(value)).to.equal(false);
      const decoded = Instant.decode(value);
      expect(isRight(decoded) ? [] : decoded.left.map(({ message }) => message)).to.deep.equal([
        'a time must be RFC 3339 in UTC with milliseconds',
      ]);
    });

  it('stands for milliseconds since 1970', () => {
    const at = instantOf(Date.UTC(2026, 10, 23, 3));
    expect(at).to.equal(text);
    expect(millisOf(at)).to.equal(Date.UTC(2026, 10, 23, 3));
    expect(plusMillis(at, 1)).to.equal('2026-11-23T03:00:00.001Z');
    expect(plusMillis(at, -1)).to.equal('2026-11-23T02:59:59.999Z');
  });
});
