import { expect } from 'chai';
import { REFRESH_RACE_GRACE_MS, SESSIONS_PER_USER_MAX } from '#commands/limits.ts';
import type { SessionId } from '#domain/kernel/ids.ts';
import { sessionStream } from '#domain/kernel/stream.ts';
import { STORE_AWAY, whileAway } from '#infra/workshop/testkit/away.ts';
import {
  accepted,
  PASSWORD,
  type Person,
  refusal,
  right,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const INVALID = { kind: 'RefreshTokenInvalid' };

describe('the log of a session', () => {
  let side: TestWriteSide;
  let ann: Person;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
  });

  const login = () =>
    side.commands.login({ ...side.anonymous(), username: 'ann', password: PASSWORD, device: 'a phone' });
  const eventsOf = ({ sessionId }: Person) =>
    side.store.all().filter(({ stream }) => stream === sessionStream(sessionId));
  const lastOf = (person: Person) => eventsOf(person).at(-1);
  /** Metadata of an event that ann caused in a session of hers. */
  const byAnn = (sessionId: SessionId) => ({
    actor: `user:${ann.userId}`,
    correlation: 'a request',
    session: sessionId,
    time: side.now(),
  });

  it('names the user who began it, the request and the time', async () => {
    side.passTime(5_000);
    const phone = await accepted(login());
    expect(lastOf(phone)?.metadata).to.deep.include(byAnn(phone.sessionId));
    expect(lastOf(phone)?.metadata.causation).to.match(/^[0-9A-Z]{26}$/);
    expect(phone.sessionId).not.to.equal(ann.sessionId);
  });
  it('names the user who refreshed it, and an attempt that follows from the token too', async () => {
    const attempt = side.anonymous();
    const { tokens, ids } = side.ports;
    await accepted(side.commands.refreshSession({ ...attempt, refreshToken: ann.refreshToken }));
    const causation = ids.entityId(attempt.commandId, tokens.hashOf(ann.refreshToken), 'CommandId');
    expect(lastOf(ann)?.metadata).to.deep.equal({ ...byAnn(ann.sessionId), causation });
  });
  it('says that the user logged out, and the answer holds the position of that', async () => {
    const attempt = side.anonymous();
    const done = await right(side.commands.logout({ ...attempt, refreshToken: ann.refreshToken }));
    const last = lastOf(ann);
    expect(last?.event.data).to.deep.include({ cause: 'logged-out' });
    expect(last?.metadata).to.deep.equal({ ...byAnn(ann.sessionId), causation: attempt.commandId });
    const { userId, sessionId } = ann;
    expect(done).to.deep.equal({ position: last?.position, value: [{ userId, sessionId }] });
  });
  it('says that the user revoked it from another session', async () => {
    const phone = await accepted(login());
    const attempt = side.by(ann);
    await accepted(side.commands.revokeSession({ ...attempt, target: phone.sessionId }));
    expect(lastOf(phone)?.event.data).to.deep.include({ cause: 'revoked-by-user' });
    expect(lastOf(phone)?.metadata).to.deep.equal({ ...byAnn(ann.sessionId), causation: attempt.commandId });
  });

  it('brings an access token with each answer', async () => {
    const phone = await accepted(login());
    expect(phone).to.deep.include({ accessToken: `access ${ann.userId} ${phone.sessionId}` });
    const refreshed = await accepted(
      side.commands.refreshSession({ ...side.anonymous(), refreshToken: ann.refreshToken }),
    );
    expect(refreshed).to.deep.include({ accessToken: `access ${ann.userId} ${ann.sessionId}` });
  });

  describe('that was never begun, because the process ended before', () => {
    const ghost = 'the token of a session that never came to be';
    const sessionId = '0GH0ST00000000000000000000' as SessionId;
    const refresh = () => side.commands.refreshSession({ ...side.anonymous(), refreshToken: ghost });
    beforeEach(async () => {
      const { vault, tokens } = side.ports;
      await vault.startFamily(sessionId, ann.userId, tokens.hashOf(ghost), side.now())();
    });

    it('ends by a logout without an event', async () => {
      const done = await right(side.commands.logout({ ...side.anonymous(), refreshToken: ghost }));
      expect(done).to.deep.equal({ position: 0n, value: [] });
    });
    it('is not refreshed, at once or late', async () => {
      expect(await refusal(refresh())).to.deep.equal(INVALID);
      side.passTime(REFRESH_RACE_GRACE_MS + 1);
      expect(await refusal(refresh())).to.deep.equal(INVALID);
    });
    it('makes room for the next session like any other', async () => {
      for (let n = 0; n < SESSIONS_PER_USER_MAX; n += 1) await accepted(login());
      const { vault, tokens } = side.ports;
      expect(await vault.familyOf(tokens.hashOf(ghost))()).to.deep.include({ right: undefined });
      expect(await vault.familiesOf(ann.userId)()).to.have.nested.property('right.length', SESSIONS_PER_USER_MAX);
    });
  });

  it('is not written for an unknown token', async () => {
    const before = side.store.all().length;
    expect(await right(side.commands.logout({ ...side.anonymous(), refreshToken: 'unknown' }))).to.deep.equal({
      position: 0n,
      value: [],
    });
    expect(await refusal(side.commands.refreshSession({ ...side.anonymous(), refreshToken: 'unknown' }))).to.deep.equal(
      INVALID,
    );
    expect(side.store.all().length).to.equal(before);
  });

  describe('while it is away', () => {
    const away = () => whileAway(side, 'session-').commands;
    it('lets no user act, and says that it is away', async () => {
      expect(await refusal(away().createGuild({ ...side.by(ann), name: 'a guild' }))).to.deep.equal(STORE_AWAY);
    });
    it('ends no session by a logout', async () => {
      const leaving = away().logout({ ...side.anonymous(), refreshToken: ann.refreshToken });
      expect(await refusal(leaving)).to.deep.equal(STORE_AWAY);
    });
    it('does not pass a replayed token for one that is merely invalid', async () => {
      await accepted(side.commands.refreshSession({ ...side.anonymous(), refreshToken: ann.refreshToken }));
      side.passTime(REFRESH_RACE_GRACE_MS + 1);
      const replay = away().refreshSession({ ...side.anonymous(), refreshToken: ann.refreshToken });
      expect(await refusal(replay)).to.deep.equal(STORE_AWAY);
    });
    it('keeps the oldest session until it can say that it ended', async () => {
      for (let n = 1; n < SESSIONS_PER_USER_MAX; n += 1) await accepted(login());
      const { commands } = whileAway(side, sessionStream(ann.sessionId));
      const next = commands.login({ ...side.anonymous(), username: 'ann', password: PASSWORD, device: 'a phone' });
      expect(await refusal(next)).to.deep.equal(STORE_AWAY);
      const { vault, tokens } = side.ports;
      expect(await vault.familyOf(tokens.hashOf(ann.refreshToken))()).to.have.nested.property('right.sessionId');
    });
  });
});
