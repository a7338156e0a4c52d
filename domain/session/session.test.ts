import { expect } from 'chai';
import fc from 'fast-check';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import { decideRefreshSession, decideRevokeSession, decideStartSession } from '#domain/session/decide.ts';
import type { SessionEvent } from '#domain/session/events.ts';
import { type SessionState, sessionAggregate } from '#domain/session/state.ts';
import { deviceOf } from '#domain/session/values.ts';
import { type Act, expectRepeatable, given } from '#infra/workshop/testkit/given.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const ANN = ulid(1) as UserId;
const BOB = ulid(2) as UserId;
const sessionId = ulid(3) as SessionId;

const begin = { sessionId, userId: ANN, device: 'a phone' };
const started: SessionEvent = { type: 'session.started', data: begin };
const refreshed = (generation: number): SessionEvent => ({
  type: 'session.refreshed',
  data: { sessionId, userId: ANN, generation },
});
const revoked: SessionEvent = {
  type: 'session.revoked',
  data: { sessionId, userId: ANN, cause: 'logged-out' },
};

describe('a session', () => {
  const start = { ...sessionAggregate, decide: decideStartSession };
  const refresh = { ...sessionAggregate, decide: decideRefreshSession };
  const revoke = { ...sessionAggregate, decide: decideRevokeSession };

  it('starts once', () => {
    given(start).when(begin).yields(started);
    given(start, started).when(begin).yields();
    given(start, started, revoked).when(begin).yields();
  });
  it('is refreshed while it is live, once for each generation', () => {
    given(refresh, started).when({ generation: 1 }).yields(refreshed(1));
    given(refresh, started, refreshed(1)).when({ generation: 1 }).yields();
    given(refresh, started, refreshed(2)).when({ generation: 1 }).yields();
    given(refresh).when({ generation: 1 }).refused({ kind: 'RefreshTokenInvalid' });
    given(refresh, started, revoked).when({ generation: 1 }).refused({ kind: 'RefreshTokenInvalid' });
  });
  it('is revoked once, by its own user only', () => {
    given(revoke, started).when({ userId: ANN, cause: 'logged-out' }).yields(revoked);
    given(revoke, started, revoked).when({ userId: ANN, cause: 'revoked-by-user' }).yields();
    given(revoke, started).when({ userId: BOB, cause: 'logged-out' }).refused({ kind: 'SessionUnknown' });
    given(revoke).when({ userId: ANN, cause: 'logged-out' }).refused({ kind: 'SessionUnknown' });
  });

  it('stays absent under any later event', () => {
    const { initial, evolve } = sessionAggregate;
    expect([refreshed(1), revoked].reduce(evolve, initial)).to.deep.equal({ kind: 'Absent' });
  });

  const acts: fc.Arbitrary<Act<SessionState, SessionEvent>> = fc.oneof(
    fc.constant({
      says: 'a start',
      decide: (state: SessionState) => decideStartSession(begin, state),
      reached: ({ kind }: SessionState) => kind !== 'Absent',
    }),
    fc.integer({ min: 1, max: 5 }).map((generation) => ({
      says: 'a refresh',
      decide: (state: SessionState) => decideRefreshSession({ generation }, state),
      reached: (state: SessionState) => state.kind === 'Live' && state.generation >= generation,
    })),
    fc.constantFrom(ANN, BOB).map((userId) => ({
      says: 'a revocation',
      decide: (state: SessionState) => decideRevokeSession({ userId, cause: 'logged-out' }, state),
      reached: ({ kind }: SessionState) => kind === 'Revoked',
    })),
  );
  it('does not change when a command is repeated', () => expectRepeatable(sessionAggregate, acts));
});

describe('the name that a client gives its device', () => {
  it('is made one short line', () => {
    expect(deviceOf('Mozilla/5.0 (X11)\n\u202Eevil\u0000')).to.equal('Mozilla/5.0 (X11)  evil');
    expect(deviceOf('x'.repeat(500)).length).to.equal(120);
    expect(deviceOf(`${'x'.repeat(119)}👍`).isWellFormed()).to.equal(true);
  });
});
