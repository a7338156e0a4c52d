import { mock } from 'node:test';
import { expect } from 'chai';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import { type TimeOuts, timeOuts } from '#gateway/dispatch/time-outs.ts';
import { LOOK_AT_TIME_OUTS_EVERY_MAX_MS } from '#gateway/limits/sockets.ts';

const guild = (n: number) => `guild ${n}` as GuildId;
const user = (n: number) => `user ${n}` as UserId;

describe('the end of a time-out', () => {
  let over: Array<string>;
  let ends: TimeOuts;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
    over = [];
    ends = timeOuts(now, (guildId, userId) => over.push(`${guildId} ${userId}`));
  });
  afterEach(() => {
    ends.stop();
    mock.timers.reset();
  });
  const now = (): Instant => instantOf(Date.now());
  const inMs = (ms: number): Instant => instantOf(Date.now() + ms);
  const pass = (ms: number): void => mock.timers.tick(ms);

  it('is told once, when its time has come', () => {
    ends.expect(guild(1), user(1), inMs(500));
    pass(499);
    expect(over).to.deep.equal([]);
    pass(1);
    expect(over).to.deep.equal(['guild 1 user 1']);
    pass(LOOK_AT_TIME_OUTS_EVERY_MAX_MS);
    expect(over).to.have.length(1);
  });

  it('is told for each member and each guild in the order of time', () => {
    ends.expect(guild(1), user(1), inMs(300));
    ends.expect(guild(1), user(2), inMs(100));
    ends.expect(guild(2), user(1), inMs(200));
    for (const [wait, told] of [
      [100, 'guild 1 user 2'],
      [100, 'guild 2 user 1'],
      [100, 'guild 1 user 1'],
    ] as const) {
      pass(wait);
      expect(over.at(-1)).to.equal(told);
    }
    expect(over).to.have.length(3);
  });

  it('is not told when the time-out was ended, and is told later when it was made longer', () => {
    ends.expect(guild(1), user(1), inMs(100));
    ends.expect(guild(1), user(2), inMs(100));
    ends.expect(guild(1), user(1), null);
    ends.expect(guild(1), user(2), inMs(300));
    pass(299);
    expect(over).to.deep.equal([]);
    pass(1);
    expect(over).to.deep.equal(['guild 1 user 2']);
  });

  it('is told earlier when the time-out was made shorter', () => {
    ends.expect(guild(1), user(1), inMs(10_000));
    ends.expect(guild(1), user(1), inMs(10));
    pass(10);
    expect(over).to.have.length(1);
  });

  it('is not told for a time-out that had passed already', () => {
    ends.expect(guild(1), user(1), inMs(0));
    ends.expect(guild(1), user(2), inMs(-1));
    pass(LOOK_AT_TIME_OUTS_EVERY_MAX_MS);
    expect(over).to.deep.equal([]);
  });

  it('is waited for beyond the longest wait of a timer', () => {
    const far = 28 * LOOK_AT_TIME_OUTS_EVERY_MAX_MS;
    ends.expect(guild(1), user(1), inMs(far));
    for (let day = 1; day < 28; day += 1) pass(LOOK_AT_TIME_OUTS_EVERY_MAX_MS);
    expect(over).to.deep.equal([]);
    pass(LOOK_AT_TIME_OUTS_EVERY_MAX_MS);
    expect(over).to.have.length(1);
  });

  it('may begin another wait', () => {
    const again = timeOuts(now, (guildId, userId) => {
      over.push(`${guildId} ${userId}`);
      if (over.length < 3) again.expect(guildId, userId, inMs(50));
    });
    again.expect(guild(1), user(1), inMs(50));
    pass(50);
    pass(50);
    pass(50);
    expect(over).to.have.length(3);
  });

  it('is not told after the stop', () => {
    ends.expect(guild(1), user(1), inMs(100));
    ends.stop();
    pass(1_000);
    expect(over).to.deep.equal([]);
  });
});
