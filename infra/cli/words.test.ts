import { expect } from 'chai';
import { bytes, count, duration } from '#infra/operate/words.ts';
import { inWords } from './progress.ts';

describe('a number for people', () => {
  it('has its digits grouped', () => {
    expect(count(1_234_567)).to.equal('1,234,567');
    expect(count(12n)).to.equal('12');
  });

  it('is a size or a time in a handy unit', () => {
    expect([0, 999, 1_000, 1_500_000, 83.6e9].map(bytes)).to.deep.equal([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.5 MB',
      '83.6 GB',
    ]);
    expect([400, 8_000, 125_000, 12_000_000].map(duration)).to.deep.equal(['0 s', '8 s', '2 min 5 s', '3 h 20 min']);
  });

  it('is a rate with the time left', () => {
    expect(inWords({ done: 20_000, share: 0.25 }, 2_000, 'messages')).to.equal('20,000 messages, 10,000/s, 6 s left');
    expect(inWords({ done: 20_000, share: undefined }, 2_000, 'messages')).to.equal('20,000 messages, 10,000/s');
    expect(inWords({ done: 0, share: 0 }, 0, 'messages')).to.equal('0 messages, 0/s');
  });
});
