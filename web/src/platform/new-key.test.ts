import { expect } from 'chai';
import { millisOfId } from '#domain/kernel/ulid.ts';
import { isKey, newKey } from '#web/platform/new-key.ts';

describe('a new key', () => {
  it('is a ULID of its time', () => {
    for (const now of [0, 1_700_000_000_000, 2 ** 48 - 1]) {
      const key = newKey(now);
      expect(isKey(key), key).to.equal(true);
      expect(millisOfId(key)).to.equal(now);
    }
    expect(millisOfId(newKey(1_700_000_000_000.7))).to.equal(1_700_000_000_000);
  });

  it('is new each time', () => {
    const keys = Array.from({ length: 1_000 }, () => newKey(1_700_000_000_000));
    expect(new Set(keys)).to.have.length(1_000);
  });

  it('is no other text', () => {
    for (const text of ['', 'x', 'I'.repeat(26), `8${'0'.repeat(25)}`]) expect(isKey(text)).to.equal(false);
  });
});
