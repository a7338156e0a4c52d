import { expect } from 'chai';
import { countOccurrences } from './occurrences.ts';

describe('the count of equal lines', () => {
  it('numbers equal lines from 0, separately for each line', () => {
    const count = countOccurrences();
    expect(['a', 'b', 'a', 'a', 'b', 'c'].map(count)).to.deep.equal([0, 0, 1, 2, 1, 0]);
  });

  it('stays right when its table grows', () => {
    const count = countOccurrences();
    const numbers = Array.from({ length: 150_000 }, (_, at) => at);
    expect(numbers.filter((at) => count(`line ${at}`) !== 0)).to.deep.equal([]);
    expect(numbers.filter((at) => count(`line ${at}`) !== 1)).to.deep.equal([]);
  });
});
