import { expect } from 'chai';
import { countOf, spokenCount } from '#web/message/counted.ts';

const saidWhileTyping = (from: number, to: number): ReadonlyArray<string> => {
  const speak = spokenCount();
  const lines = Array.from({ length: from - to + 1 }, (_, typed) => speak(from - typed));
  return lines.filter((line, at) => line !== '' && line !== lines[at - 1]);
};

describe('the character counter', () => {
  it('shows each change near the end', () => {
    expect([201, 200, 57, -1].map(countOf)).to.deep.equal([
      '',
      '200 characters left',
      '57 characters left',
      '1 character too many',
    ]);
  });

  it('is spoken at each step and not at every key', () => {
    expect(saidWhileTyping(300, -30)).to.deep.equal([
      '200 characters left',
      '100 characters left',
      '50 characters left',
      '20 characters left',
      '10 characters left',
      '0 characters left',
      '1 character too many',
    ]);
  });

  it('is spoken with its true count after a large change, and is silent when there is room again', () => {
    const speak = spokenCount();
    expect([speak(2_000), speak(-1_999), speak(33), speak(2_000)]).to.deep.equal([
      '',
      '1,999 characters too many',
      '33 characters left',
      '',
    ]);
  });
});
