import { expect } from 'chai';
import { laps } from './laps.ts';

describe('the laps of a start', () => {
  it('hold all of its time, and a lap that runs twice counts both times', () => {
    let now = 0;
    const { passed, tookMs, told } = laps(() => now);
    for (const [name, at] of [
      ['program', 400],
      ['waiting', 2_400],
      ['event log', 2_450],
      ['waiting', 4_450.4],
    ] as const) {
      now = at;
      passed(name);
    }
    expect(told()).to.equal('program 400 ms, waiting 4000 ms, event log 50 ms');
    expect(tookMs()).to.equal(4_450);
  });
});
