import { expect } from 'chai';
import { createKeyedHasher } from './keyed-hasher.ts';

const SEED = new Uint8Array(32).fill(7);

describe('a keyed hash', () => {
  const { hash } = createKeyedHasher(SEED);
  it('never changes, or no name would find its stream again', () => {
    expect(hash('username', 'ann')).to.equal('c6f4a7dd58f17db4540605405820722bcb7253048a25616c59d16a691d2dda71');
  });
  it('differs by purpose, text and key', () => {
    const other = createKeyedHasher(new Uint8Array(32).fill(8));
    const hashes = [
      hash('username', 'ann'),
      hash('username', 'bob'),
      hash('invite-code', 'ann'),
      other.hash('username', 'ann'),
    ];
    expect(new Set(hashes).size).to.equal(4);
  });
});
