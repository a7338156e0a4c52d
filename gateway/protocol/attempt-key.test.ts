import { expect } from 'chai';
import { isLeft, isRight, right } from 'fp-ts/lib/Either.js';
import { IDEMPOTENCY_WINDOW_MS } from '#domain/kernel/limits.ts';
import { commandIdOf } from '#gateway/protocol/attempt-key.ts';

const NOW = Date.UTC(2026, 10, 23);
/** Makes a version 7 UUID, whose first 48 bits are a time. */
const uuidAt = (ms: number): string => {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8def-0123456789ab`;
};

describe('the key of an attempt', () => {
  it('may be a ULID, in either case', () => {
    const converted = commandIdOf(uuidAt(NOW), NOW);
    if (isLeft(converted)) throw new Error(converted.left);
    expect(commandIdOf(converted.right, NOW)).to.deep.equal(right(converted.right));
    expect(commandIdOf(converted.right.toLowerCase(), NOW)).to.deep.equal(right(converted.right));
  });
  it('may be a version 7 UUID, whose 128 bits it keeps', () => {
    expect(commandIdOf('00000000-0000-7000-8000-000000000001', 0)).to.deep.equal(right('0000000000E008000000000001'));
  });
  it('makes different ids of different keys', () => {
    const one = commandIdOf(uuidAt(NOW), NOW);
    const other = commandIdOf(uuidAt(NOW).replace(/b$/, 'c'), NOW);
    expect(isRight(one) && isRight(other) && one.right !== other.right).to.equal(true);
  });
  it('must have been made within a day of the server clock', () => {
    expect(isRight(commandIdOf(uuidAt(NOW - IDEMPOTENCY_WINDOW_MS), NOW))).to.equal(true);
    expect(isLeft(commandIdOf(uuidAt(NOW - IDEMPOTENCY_WINDOW_MS - 1), NOW))).to.equal(true);
    expect(isLeft(commandIdOf(uuidAt(NOW + IDEMPOTENCY_WINDOW_MS + 1), NOW))).to.equal(true);
  });
  it('is refused when it is neither', () => {
    const others = [
      '',
      'retry-1',
      '8ZZZZZZZZZZZZZZZZZZZZZZZZZ',
      '6f1b9c1e-8e0a-4c1d-9b7a-1a2b3c4d5e6f',
      `${uuidAt(NOW)}0`,
    ];
    for (const bad of others) expect(isLeft(commandIdOf(bad, NOW)), bad).to.equal(true);
  });
});
