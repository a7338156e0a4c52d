import { expect } from 'chai';
import { paced } from '#web/session/pace.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe('the pace of sending', () => {
  it('does not depend on the time of day, which may be set back', () => {
    let clock = Date.UTC(2026, 0, 5, 12);
    let passed = 0;
    let timers: ReadonlyArray<{ readonly at: number; readonly work: () => void }> = [];
    const pass = (ms: number): void => {
      clock += ms;
      passed += ms;
      const due = timers.filter(({ at }) => at <= passed);
      timers = timers.filter(({ at }) => at > passed);
      for (const { work } of due) work();
    };
    const shell = {
      now: () => clock,
      later: (ms: number, work: () => void) => {
        timers = [...timers, { at: passed + ms, work }];
        return () => undefined;
      },
    };
    const written: string[] = [];
    const pace = paced(shell, (text) => written.push(text));
    for (let i = 0; i < 20; i += 1) {
      pace.sendNow('heartbeat');
      pass(30 * SECOND);
    }
    clock -= 10 * MINUTE;
    pace.send('a message');
    expect(written.at(-1)).to.equal('a message');
  });
});
