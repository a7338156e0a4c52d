import { expect } from 'chai';
import type { LoggedEvent } from '#infra/log/event-log.ts';
import { storedEvent, streamNamed } from '#infra/workshop/contract/log/sample-events.ts';
import { checkReadableLog } from './readable-log.ts';

const MANY = 30_000;
const NEWEST = 20_000;
const PAGE = 2_000;

/** A log whose events stand in streams of three, far apart. `torn` is the index of an event with a wrong revision. */
const logOf = (torn?: number) => {
  const event = storedEvent();
  const events = Array.from({ length: MANY }, (_, at): LoggedEvent => {
    const revision = Math.floor(at / (MANY / 3)) + (at === torn ? 1 : 0);
    return { ...event, position: BigInt(10 * (at + 1)), stream: streamNamed(`s-${at % (MANY / 3)}`), revision };
  });
  return {
    readAll: async (after: bigint, limit: number) => events.filter(({ position }) => position > after).slice(0, limit),
    newest: async (limit: number, before?: bigint) =>
      events.filter(({ position }) => before === undefined || position < before).slice(-limit),
  };
};

describe('the doctor’s check of a log that is read', () => {
  it('looks at the newest events without --full, and at all of them with it', async () => {
    expect((await checkReadableLog(logOf(), false)())[0]).to.include({ says: '20,000 events checked' });
    expect((await checkReadableLog(logOf(), true)())[0]).to.include({ says: '30,000 events checked' });
  });

  it('finds a gap among the events that it looks at, also between two pages', async () => {
    for (const torn of [MANY - 1, MANY - 5 * PAGE - 1, MANY - NEWEST + 1]) {
      const [, revisions] = await checkReadableLog(logOf(torn), false)();
      expect(revisions, `${torn}`).to.deep.include({
        state: 'fail',
        says: `gaps or duplicates in s-${torn % (MANY / 3)}`,
      });
    }
  });

  it('reads no further page once its time is over', async () => {
    let now = 0;
    const slow = () => {
      now += 800;
      return now;
    };
    expect((await checkReadableLog(logOf(), false, slow)())[0]).to.include({ says: '2,000 events checked' });
  });
});
