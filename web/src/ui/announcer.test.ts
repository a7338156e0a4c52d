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
  it('speaks what came meanwhile in one line, and sums up what is more than people can listen to', () => {
    const { say, pass } = staged();
    say('one');
    say('two');
    expect(pass()?.text).to.equal('one. two');
    for (const n of [1, 2, 3, 4]) say(`line ${n}`, (count) => `${count} lines`);
    expect(pass()?.text).to.equal('4 lines');
  });

  it('speaks the same words again when they are said again', () => {
    const { say, pass } = staged();
    say('A message was deleted');
    const first = pass();
    say('A message was deleted');
    const second = pass();
    expect(second?.text).to.equal(first?.text);
    expect(second, 'a value of its own, so that the page changes').not.to.equal(first);
  });
});
