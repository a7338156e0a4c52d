import { expect } from 'chai';
import { announcer as newAnnouncer } from '#web/ui/announcer.ts';

const staged = () => {
  const works: Array<() => void> = [];
  const { say, spoken } = newAnnouncer((_, work) => void works.push(work));
  const pass = () => {
    for (const work of works.splice(0)) work();
    return spoken();
  };
  return { say, pass };
};

describe('the announcer', () => {
  it('speaks a few waiting lines as one, and many lines as a summary', () => {
    const { say, pass } = staged();
    say('one');
    say('two');
    expect(pass()?.text).to.equal('one. two');
    for (const n of [1, 2, 3, 4]) say(`line ${n}`, (count) => `${count} lines`);
    expect(pass()?.text).to.equal('4 lines');
  });

  it('speaks a repeated line again', () => {
    const { say, pass } = staged();
    say('A message was deleted');
    const first = pass();
    say('A message was deleted');
    const second = pass();
    expect(second?.text).to.equal(first?.text);
    expect(second, 'a new value, so that the page changes').not.to.equal(first);
  });
});
