import { expect } from 'chai';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { composeWriteSide } from '#commands/compose.ts';
import { REFRESH_RACE_GRACE_MS, SESSIONS_PER_USER_MAX } from '#commands/limits.ts';
import type { InviteId } from '#domain/kernel/ids.ts';
import { guildStream, sessionStream } from '#domain/kernel/stream.ts';
import {
  accepted,
  PASSWORD,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

describe('sessions', () => {
  let side: TestWriteSide;
  let ann: Person;
  beforeEach(async () => {
    side = testWriteSide();
    ann = await side.person('ann');
  });

  const login = (username: string, password: string) =>
    side.commands.login({ ...side.anonymous(), username, password, device: 'a phone' });
  const refresh = (refreshToken: string) => side.commands.refreshSession({ ...side.anonymous(), refreshToken });
  const logout = (refreshToken: string) => side.commands.logout({ ...side.anonymous(), refreshToken });
  const replayed = () => ({ kind: 'RefreshTokenReplayed', userId: ann.userId, sessionId: ann.sessionId });
  const makesGuild = (person: Person) => side.commands.createGuild({ ...side.by(person), name: 'a guild' });
  const factsOf = ({ sessionId }: Person) =>
    side.store.all().flatMap(({ stream, event }) => (stream === sessionStream(sessionId) ? [event] : []));

  it('begin with a login, in upper or lower case', async () => {
    const again = await accepted(login('ANN', PASSWORD));
    expect(again.userId).to.equal(ann.userId);
    expect(again.sessionId).not.to.equal(ann.sessionId);
    expect(factsOf(again)).to.deep.equal([
      {
        type: 'session.started',
        data: { sessionId: again.sessionId, userId: ann.userId, device: 'a phone' },
      },
    ]);
  });

  const wrong: ReadonlyArray<readonly [string, string, string]> = [
    ['a wrong password', 'ann', 'not the password of ann'],
    ['an unknown name', 'bob', PASSWORD],
    ['a name nobody can have', '!', PASSWORD],
    ['a password that is too short to be one', 'ann', ''],
    ['a password of a megabyte', 'ann', 'x'.repeat(1_000_000)],
  ];
  for (const [what, username, password] of wrong)
    it(`do not begin with ${what}, and all refusals are alike`, async () => {
      expect(await refusal(login(username, password))).to.deep.equal({ kind: 'CredentialsWrong' });
    });

  it('verify a password also for an unknown name, so that the time is the same', async () => {
    const verified: Array<string | undefined> = [];
    const { verify } = side.ports.passwords;
    Object.assign(side.ports.passwords, {
      verify: (hash: string | undefined, password: string) => {
        verified.push(hash);
        return verify(hash, password);
      },
    });
    await refusal(login('bob', PASSWORD));
    await refusal(login('!', PASSWORD));
    expect(verified).to.deep.equal([undefined, undefined]);
  });

  it('begin with a password that is then hashed again, when new hashes have another cost by now', async () => {
    const { vault } = side.ports;
    await vault.setPassword(ann.userId, `cheaply hashed ${PASSWORD}`)();
    expect(await refusal(login('ann', 'not the password of ann'))).to.deep.equal({ kind: 'CredentialsWrong' });
    expect(await vault.passwordOf(ann.userId)()).to.deep.include({ right: `cheaply hashed ${PASSWORD}` });
    await accepted(login('ann', PASSWORD));
    expect(await vault.passwordOf(ann.userId)()).to.deep.include({ right: `hashed ${PASSWORD}` });
  });

  it('begin although the hasher is too busy to hash the password again', async () => {
    const { vault } = side.ports;
    await vault.setPassword(ann.userId, `cheaply hashed ${PASSWORD}`)();
    const busy = composeWriteSide({
      ...side.ports,
      passwords: { ...side.ports.passwords, hash: () => TE.left({ kind: 'HasherBusy', retryAfterSecs: 1 }) },
    });
    const credentials = { username: 'ann', password: PASSWORD, device: 'a phone' };
    await accepted(busy.commands.login({ ...side.anonymous(), ...credentials }));
    expect(await vault.passwordOf(ann.userId)()).to.deep.include({ right: `cheaply hashed ${PASSWORD}` });
  });

  it('end by a logout that names them by refresh token and by access token, each once', async () => {
    const phone = await accepted(login('ann', PASSWORD));
    const both = { refreshToken: ann.refreshToken, bearer: { userId: ann.userId, sessionId: phone.sessionId } };
    const ended = await accepted(side.commands.logout({ ...side.anonymous(), ...both }));
    expect(ended.map(({ sessionId }) => sessionId)).to.deep.equal([ann.sessionId, phone.sessionId]);
    for (const one of [ann, phone]) expect(await refusal(makesGuild(one))).to.deep.equal({ kind: 'SessionOver' });
    const twice = { refreshToken: undefined, bearer: { userId: ann.userId, sessionId: phone.sessionId } };
    await accepted(side.commands.logout({ ...side.anonymous(), ...twice }));
    expect(factsOf(phone).filter(({ type }) => type === 'session.revoked')).to.have.length(1);
  });

  it('go on with each refresh, and a used token is refused', async () => {
    const second = await accepted(refresh(ann.refreshToken));
    expect(second.sessionId).to.equal(ann.sessionId);
    expect(factsOf(ann).at(-1)).to.deep.include({ type: 'session.refreshed' });
    expect(await refusal(refresh(ann.refreshToken))).to.deep.equal({ kind: 'RefreshSuperseded' });
    await accepted(makesGuild(ann));
  });

  describe('whose answer to a refresh was lost', () => {
    const again = (refreshToken: string, attempt: ReturnType<typeof side.anonymous>) =>
      side.commands.refreshSession({ ...attempt, refreshToken });

    it('go on with the same successor when the same attempt is retried', async () => {
      const attempt = side.anonymous();
      const lost = await accepted(again(ann.refreshToken, attempt));
      side.passTime(60 * REFRESH_RACE_GRACE_MS);
      const repeated = await accepted(again(ann.refreshToken, attempt));
      expect(repeated.refreshToken).to.equal(lost.refreshToken);
      expect(factsOf(ann).map(({ type }) => type)).to.deep.equal(['session.started', 'session.refreshed']);
      await accepted(refresh(repeated.refreshToken));
    });

    it('go on when the attempt was cut short after the vault', async () => {
      const attempt = side.anonymous();
      const next = side.ports.tokens.successorOf(ann.refreshToken, attempt.commandId);
      await side.ports.vault.rotate(side.ports.tokens.hashOf(ann.refreshToken), next.hash, side.now())();
      expect((await accepted(again(ann.refreshToken, attempt))).refreshToken).to.equal(next.secret);
      expect(factsOf(ann).at(-1)).to.deep.include({ type: 'session.refreshed' });
    });

    it('are over when the successor was used before the retry', async () => {
      const attempt = side.anonymous();
      const second = await accepted(again(ann.refreshToken, attempt));
      const third = await accepted(refresh(second.refreshToken));
      expect(await refusal(again(ann.refreshToken, attempt))).to.deep.equal(replayed());
      expect(await refusal(refresh(third.refreshToken))).to.deep.equal({ kind: 'RefreshTokenInvalid' });
      expect(factsOf(ann).at(-1)).to.deep.nested.include({ 'data.cause': 'refresh-token-replayed' });
    });

    it('are over when a thief has the token and not the key of the attempt', async () => {
      const attempt = side.anonymous();
      const second = await accepted(again(ann.refreshToken, attempt));
      side.passTime(REFRESH_RACE_GRACE_MS + 1);
      expect(await refusal(refresh(ann.refreshToken))).to.deep.equal(replayed());
      expect(await refusal(again(ann.refreshToken, attempt))).to.deep.equal({ kind: 'RefreshTokenInvalid' });
      expect(await refusal(refresh(second.refreshToken))).to.deep.equal({ kind: 'RefreshTokenInvalid' });
    });

    it('keep two tokens apart that are refreshed under one key', async () => {
      const attempt = side.anonymous();
      const second = await accepted(again(ann.refreshToken, attempt));
      const third = await accepted(again(second.refreshToken, attempt));
      expect(new Set([ann.refreshToken, second.refreshToken, third.refreshToken]).size).to.equal(3);
      expect(factsOf(ann).at(-1)).to.deep.nested.include({ 'data.generation': 2 });
    });
  });

  it('end at once, for every holder of a token, when a used token comes back late', async () => {
    const second = await accepted(refresh(ann.refreshToken));
    side.passTime(REFRESH_RACE_GRACE_MS + 1);
    expect(await refusal(refresh(ann.refreshToken))).to.deep.equal(replayed());
    expect(factsOf(ann).at(-1)).to.deep.equal({
      type: 'session.revoked',
      data: { sessionId: ann.sessionId, userId: ann.userId, cause: 'refresh-token-replayed' },
    });
    expect(await refusal(refresh(second.refreshToken))).to.deep.equal({ kind: 'RefreshTokenInvalid' });
    expect(await refusal(makesGuild(ann))).to.deep.equal({ kind: 'SessionOver' });
  });

  it('are refused a refresh once the log says that they are revoked', async () => {
    await accepted(logout(ann.refreshToken));
    const { sessionId, userId } = ann;
    const { hash, secret } = side.ports.tokens.freshSecret();
    await side.ports.vault.startFamily(sessionId, userId, hash, side.now())();
    expect(await refusal(refresh(secret))).to.deep.equal({ kind: 'RefreshTokenInvalid' });
  });

  it('end with a logout, and a second one is no error', async () => {
    await accepted(logout(ann.refreshToken));
    await accepted(logout(ann.refreshToken));
    await accepted(logout('nonsense'));
    expect(await refusal(refresh(ann.refreshToken))).to.deep.equal({ kind: 'RefreshTokenInvalid' });
    expect(await refusal(makesGuild(ann))).to.deep.equal({ kind: 'SessionOver' });
    expect(factsOf(ann).map(({ type }) => type)).to.deep.equal(['session.started', 'session.revoked']);
  });

  it('are revoked by their own user, and unknown to another user', async () => {
    const bob = await side.person('bob');
    const phone = await accepted(login('ann', PASSWORD));
    const revoke = (actor: Person, { sessionId }: Person) =>
      side.commands.revokeSession({ ...side.by(actor), target: sessionId });
    expect(await refusal(revoke(bob, phone))).to.deep.equal({ kind: 'SessionUnknown' });
    await accepted(revoke(ann, phone));
    await accepted(revoke(ann, phone));
    expect(await refusal(makesGuild(phone))).to.deep.equal({ kind: 'SessionOver' });
    await accepted(makesGuild(ann));
    expect(factsOf(phone).length).to.equal(2);
  });

  it('cannot be used by another user', async () => {
    const bob = await side.person('bob');
    expect(await refusal(makesGuild({ ...bob, sessionId: ann.sessionId }))).to.deep.equal({ kind: 'SessionOver' });
  });

  it('are limited for each user, and the oldest ends', async () => {
    for (let n = 1; n < SESSIONS_PER_USER_MAX; n += 1) await accepted(login('ann', PASSWORD));
    await accepted(makesGuild(ann));
    const newest = await accepted(login('ann', PASSWORD));
    expect(await refusal(makesGuild(ann))).to.deep.equal({ kind: 'SessionOver' });
    expect(factsOf(ann).at(-1)).to.deep.nested.include({ 'data.cause': 'too-many-sessions' });
    await accepted(makesGuild(newest));
  });

  it('are over for every command alike', async () => {
    await accepted(logout(ann.refreshToken));
    const attempt = side.by(ann);
    const guildId = side.ports.ids.entityId(attempt.commandId, 'x', 'GuildId');
    const channelId = side.ports.ids.entityId(attempt.commandId, 'x', 'ChannelId');
    const messageId = side.ports.ids.entityId(attempt.commandId, 'x', 'MessageId');
    const at = { channelId, messageId };
    const { commands } = side;
    const all = [
      commands.revokeSession({ ...attempt, target: ann.sessionId }),
      commands.createGuild({ ...attempt, name: 'x' }),
      commands.renameGuild({ ...attempt, guildId, name: 'x' }),
      commands.deleteGuild({ ...attempt, guildId }),
      commands.leaveGuild({ ...attempt, guildId }),
      commands.kickMember({ ...attempt, guildId, userId: ann.userId, reason: null }),
      commands.createChannel({ ...attempt, guildId, name: 'x', channelKind: 'text' }),
      commands.changeChannel({ ...attempt, ...at, name: 'x' }),
      commands.deleteChannel({ ...attempt, ...at }),
      commands.orderChannels({ ...attempt, guildId, order: [] }),
      commands.setOverwrite({ ...attempt, ...at, target: { kind: 'member', userId: ann.userId }, allow: [], deny: [] }),
      commands.removeOverwrite({ ...attempt, ...at, target: { kind: 'member', userId: ann.userId } }),
      commands.syncChannel({ ...attempt, ...at }),
      commands.revokeInvite({
        ...attempt,
        guildId,
        inviteId: guildId as string as InviteId,
        stream: guildStream(guildId),
      }),
      commands.createInvite({ ...attempt, guildId, channelId: null, expiresInSecs: null, maxUses: null }),
      commands.acceptInvite({ ...attempt, code: 'x' }),
      commands.sendMessage({ ...attempt, ...at, content: 'x', replyTo: null }),
      commands.editMessage({ ...attempt, ...at, content: 'x', ifRevision: undefined }),
      commands.deleteMessage({ ...attempt, ...at }),
      commands.addReaction({ ...attempt, ...at, emoji: '👍' }),
      commands.removeReaction({ ...attempt, ...at, emoji: '👍' }),
    ];
    const before = side.store.all().length;
    for (const run of all) expect((await run()) as unknown).to.deep.nested.include({ 'left.kind': 'SessionOver' });
    expect(side.store.all().length).to.equal(before);
  });
});
