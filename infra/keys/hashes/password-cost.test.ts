import { expect } from 'chai';
import { costOf, isAtLeastTheFloor, LEAST_COST, WANTED_COST } from './password-cost.ts';

describe('the cost of a hash', () => {
  it('is read from the hash, whatever the order of its parameters', () => {
    const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };
    expect(costOf('$argon2id$v=19$m=65536,t=3,p=1$salt$tag')).to.deep.equal(cost);
    expect(costOf('$argon2id$v=19$m=65536,p=1,t=3$salt$tag')).to.deep.equal(cost);
  });
  it('is unknown for a text that is no hash of argon2id', () => {
    for (const text of ['', '$', '$2b$10$abc', '$argon2i$v=19$m=1,t=1,p=1$a$b', '$argon2id$v=19$m=1,t=0,p=1$a$b'])
      expect(costOf(text), text).to.equal(undefined);
  });
  it('keeps the floor when it has the memory and the passes of one of its rows', () => {
    const of = (memoryCost: number, timeCost: number) => isAtLeastTheFloor({ memoryCost, timeCost, parallelism: 1 });
    expect([WANTED_COST, LEAST_COST].every(isAtLeastTheFloor)).to.equal(true);
    expect([of(47_104, 1), of(19_456, 2), of(12_288, 3), of(9_216, 4), of(7_168, 5), of(7_168, 50)]).not.to.include(
      false,
    );
    expect([of(47_103, 1), of(19_455, 2), of(12_287, 3), of(9_215, 4), of(7_167, 50)]).not.to.include(true);
  });
});
