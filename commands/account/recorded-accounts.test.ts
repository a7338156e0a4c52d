import { expect } from 'chai';
import { OWNER_LINK_LIFETIME_MS } from '#commands/limits.ts';
import { plusMillis } from '#domain/kernel/instant.ts';
import { usernameStream } from '#domain/kernel/stream.ts';
import { accountFromBefore } from '#infra/workshop/testkit/account-from-before.ts';
import { STORE_AWAY, whileAway } from '#infra/workshop/testkit/away.ts';
import {
  accepted,
  PASSWORD,
  refusal,
  right,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const factOf = (side: TestWriteSide, type: string) => side.store.all().findLast(({ event }) => event.type === type);

describe('the log of an account', () => {
  const credentials = { username: 'Bob', password: PASSWORD };

  it('names the user, the username, the way in and the request', async () => {
    const side = testWriteSide('open');
    const attempt = side.anonymous();
    const done = await right(side.commands.register({ ...attempt, ...credentials, invite: undefined }));
    const { ids, hasher } = side.ports;
    const named = usernameStream(hasher.hash('username', 'bob'));
    const userId = ids.entityId(attempt.commandId, named, 'UserId');
    const registered = factOf(side, 'account.registered');
    expect(registered?.event.data).to.deep.equal({ userId, username: 'Bob', via: 'open' });
    expect(factOf(side, 'account.username-claimed')).to.deep.include({ stream: named });
    for (const type of ['account.registered', 'account.username-claimed'])
      expect(factOf(side, type)?.metadata, type).to.deep.equal({
        actor: `user:${userId}`,
        correlation: 'a request',
        causation: attempt.commandId,
        time: side.now(),
      });
    expect(done.position).to.equal(registered?.position);
  });

  it('says that the owner came by the owner link', async () => {
    const side = testWriteSide('closed');
    const { vault, tokens, ids, hasher } = side.ports;
    await vault.putOwnerLink(tokens.hashOf('the link'), plusMillis(side.now(), OWNER_LINK_LIFETIME_MS))();
    const attempt = side.anonymous();
    await accepted(
      side.commands.claimOwnership({ ...attempt, ...credentials, secret: 'the link', device: 'a browser' }),
    );
    const userId = ids.entityId(attempt.commandId, usernameStream(hasher.hash('username', 'bob')), 'UserId');
    expect(factOf(side, 'account.registered')?.event.data).to.deep.equal({
      userId,
      username: 'Bob',
      via: 'owner-link',
    });
    for (const type of ['account.registered', 'account.username-claimed', 'account.server-ownership-claimed'])
      expect(factOf(side, type)?.metadata, type).to.deep.equal({
        actor: `user:${userId}`,
        correlation: 'a request',
        causation: attempt.commandId,
        time: side.now(),
      });
  });

  describe('that came by an invite', () => {
    const community = async () => {
      const side = testWriteSide('invite');
      const ann = await side.person('ann');
      const { guildId } = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
      const { code: invite } = await accepted(
        side.commands.createInvite({
          ...side.by(ann),
          guildId,
          channelId: null,
          expiresInSecs: null,
          maxUses: null,
        }),
      );
      return { side, ann, guildId, invite };
    };

    it('says so, and the answer waits for the membership', async () => {
      const { side, invite } = await community();
      const done = await right(side.commands.register({ ...side.anonymous(), ...credentials, invite }));
      expect(factOf(side, 'account.registered')?.event.data).to.deep.include({ via: 'invite' });
      expect(done.position).to.equal(factOf(side, 'guild.member-joined')?.position);
    });
    it('stands although the guild went away meanwhile', async () => {
      const { side, ann, guildId, invite } = await community();
      side.store.beforeAppendTo('user-', () => accepted(side.commands.deleteGuild({ ...side.by(ann), guildId })));
      const done = await right(side.commands.register({ ...side.anonymous(), ...credentials, invite }));
      expect(done).to.deep.equal({
        position: factOf(side, 'account.registered')?.position,
        value: { created: true },
      });
      expect(factOf(side, 'guild.member-joined')).to.equal(undefined);
    });
    it('is not called complete while the membership cannot be written', async () => {
      const { side, invite } = await community();
      const { commands } = whileAway(side, 'member-');
      const refused = await refusal(commands.register({ ...side.anonymous(), ...credentials, invite }));
      expect(refused.kind).to.equal(STORE_AWAY.kind);
    });
  });

  it('is not opened by a name that no account can have', async () => {
    const side = testWriteSide('open');
    await accountFromBefore(side, 'nobody');
    const login = side.commands.login({ ...side.anonymous(), username: '!', password: PASSWORD, device: 'a phone' });
    expect(await refusal(login)).to.deep.equal({ kind: 'CredentialsWrong' });
  });
});
