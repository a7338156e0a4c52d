import { expect } from 'chai';
import { sql } from 'slonik';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import {
  session,
  sessionRefreshed,
  sessionRevoked,
  sessionStarted,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { compareCuts, compareReplay } from '#infra/workshop/testkit/projection-laws.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { sessionList } from '#projections/session-list/projector.ts';

const story: ReadonlyArray<DomainEvent> = [
  sessionStarted(session(1), user(1)),
  sessionStarted(session(2), user(1), ERASED),
  sessionStarted(session(3), user(2)),
  sessionRefreshed(session(1), user(1), 1),
  sessionRevoked(session(3), user(2)),
  sessionRefreshed(session(1), user(1), 2),
];

describe('session-list', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    for (const event of story) side.log.write(event);
    await side.rebuild(sessionList);
  });
  after(() => side.close());

  it('consumes every event of a session', () => {
    expect([...sessionList.consumes].sort()).to.deep.equal(['session.refreshed', 'session.revoked', 'session.started']);
  });

  it('has the sessions that have not ended, and when each was last refreshed', async () => {
    const found = await side.pool.any(sql.unsafe`
      SELECT session_id, device, created_at, refreshed_at FROM read.session ORDER BY session_id`);
    expect(found).to.deep.equal([
      {
        session_id: session(1),
        device: 'a browser',
        created_at: side.log.events[0]?.metadata.time,
        refreshed_at: side.log.events[5]?.metadata.time,
      },
      {
        session_id: session(2),
        device: null,
        created_at: side.log.events[1]?.metadata.time,
        refreshed_at: side.log.events[1]?.metadata.time,
      },
    ]);
  });

  for (const size of [1, 2, 4]) {
    it(`is the same in batches of ${size} as in one`, async () => {
      const { live, rebuilt } = await compareCuts(side.sink, sessionList, side.log.events, [size]);
      expect(rebuilt).to.deep.equal(live);
    });
  }

  it('is the same after a history that comes twice', async () => {
    const { live, rebuilt } = await compareReplay(side.sink, sessionList, side.log.events);
    expect(rebuilt).to.deep.equal(live);
  });
});
