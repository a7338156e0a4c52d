import { expect } from 'chai';
import type { MadeGuild } from '#commands/commands.ts';
import { OWNER_LINK_LIFETIME_MS, USERNAME_CLAIM_ABANDONED_MS } from '#commands/limits.ts';
import type { CommandId } from '#domain/kernel/ids.ts';
import { plusMillis } from '#domain/kernel/instant.ts';
import { accountFromBefore } from '#infra/workshop/testkit/account-from-before.ts';
import {
  accepted,
  PASSWORD,
  type Person,
  refusal,
  type TestWriteSide,
  testWriteSide,
} from '#infra/workshop/testkit/write-side.ts';

const CRASHES = (['before', 'after'] as const).flatMap((when) => [1, 2, 3, 4, 5].map((n) => [when, n] as const));

const typesOf = (side: TestWriteSide, since = 0) =>
  side.store
    .all()
    .slice(since)
    .map(({ event }) => event.type);

/** Runs into the crash that was set up, if the command gets that far; then the process is a new one. */
const crashing = async (side: TestWriteSide, n: number, when: 'before' | 'after', run: () => Promise<unknown>) => {
  side.store.crashAt(n, when);
  await run().catch(() => undefined);
  side.store.neverMindTheCrash();
};

const logsIn = (side: TestWriteSide, username: string, password = PASSWORD) =>
  side.commands.login({ ...side.anonymous(), username, password, device: 'a phone' });

describe('registration', () => {
  type Wish = { readonly username: string; readonly password: string; readonly invite: string | undefined };
  const wish: Wish = { username: 'bob', password: PASSWORD, invite: undefined };
  const register = (side: TestWriteSide, differs: Partial<Wish> = {}, commandId: CommandId = side.freshCommandId()) =>
    side.commands.register({ ...side.anonymous(), commandId, ...wish, ...differs });

  it('makes an account that can log in, and leaves no password in the log', async () => {
    const side = testWriteSide('open');
    expect(await accepted(register(side, { username: 'Bob' }))).to.deep.equal({ created: true });
    await accepted(logsIn(side, 'bob'));
    expect(typesOf(side)).to.deep.equal(['account.username-claimed', 'account.registered', 'session.started']);
    const log = JSON.stringify(side.store.all(), (_, value) => (typeof value === 'bigint' ? `${value}` : value));
    expect(log.includes(PASSWORD)).to.equal(false);
    expect(log.includes('hashed')).to.equal(false);
  });

  it('answers the same for a taken name, and hashes the password too', async () => {
    const side = testWriteSide('open');
    await accepted(register(side));
    let hashes = 0;
    const { hash } = side.ports.passwords;
    Object.assign(side.ports.passwords, {
      hash: (password: string) => {
        hashes += 1;
        return hash(password);
      },
    });
    const before = side.store.all().length;
    const taken = register(side, { username: 'BOB', password: 'another password' });
    expect(await accepted(taken)).to.deep.equal({ created: false });
    expect(hashes).to.equal(1);
    expect(typesOf(side, before)).to.deep.equal([]);
    await accepted(logsIn(side, 'bob'));
  });

  it('gives the account to one of two users who race for a name', async () => {
    const side = testWriteSide('open');
    side.store.beforeAppendTo('username-', () => accepted(register(side.restarted())));
    expect(await accepted(register(side, { password: 'the slower one of two' }))).to.deep.equal({ created: false });
    await accepted(logsIn(side, 'bob'));
  });

  const unfit: ReadonlyArray<readonly [string, Partial<Wish>, string]> = [
    ['a name of one letter', { username: 'b' }, 'UsernameInvalid'],
    ['a name of letters from elsewhere', { username: 'bоb' }, 'UsernameInvalid'],
    ['a name with a space', { username: 'bob the builder' }, 'UsernameInvalid'],
    ['a name of nothing but dots', { username: '...' }, 'UsernameInvalid'],
    ['a name that is too long', { username: 'b'.repeat(33) }, 'UsernameInvalid'],
    ['a name that means everybody', { username: 'Everyone' }, 'UsernameReserved'],
    ['a name of the system, in wide letters', { username: '_ｓｙｓｔｅｍ_' }, 'UsernameReserved'],
    ['a short password', { password: 'eleven char' }, 'PasswordInvalid'],
    ['a password of too many bytes', { password: 'é'.repeat(513) }, 'PasswordInvalid'],
    ['a password of half characters', { password: `${PASSWORD}\uD800` }, 'PasswordInvalid'],
  ];
  for (const [what, differs, kind] of unfit)
    it(`refuses ${what}`, async () => {
      const side = testWriteSide('open');
      expect((await refusal(register(side, differs))).kind).to.equal(kind);
      expect(side.store.all()).to.deep.equal([]);
    });

  it('reads a name in wide letters as the same name in plain letters', async () => {
    const side = testWriteSide('open');
    await accepted(register(side, { username: 'ｂｏｂ' }));
    expect(await accepted(register(side))).to.deep.equal({ created: false });
  });

  it('refuses a reserved name alike while it is free and while an account has it, without hashing a password', async () => {
    const side = testWriteSide('open');
    Object.assign(side.ports.passwords, { hash: () => expect.fail('it hashed a password') });
    const free = await refusal(register(side, { username: 'system' }));
    await accountFromBefore(side, 'system');
    expect(await refusal(register(side, { username: 'system' }))).to.deep.equal(free);
  });

  it('leaves an account its name that was reserved later', async () => {
    const side = testWriteSide('open');
    const { userId } = await accountFromBefore(side, 'system');
    expect((await accepted(logsIn(side, 'System'))).userId).to.equal(userId);
    await accepted(logsIn(side.restarted(), 'system'));
  });

  it('takes a password however its accents were typed', async () => {
    const side = testWriteSide('open');
    await accepted(register(side, { password: 'caf\u00E9 au lait, trois' }));
    await accepted(logsIn(side, 'bob', 'cafe\u0301 au lait, trois'));
  });

  it('keeps the password of the account it made, whatever a repeated attempt says', async () => {
    const side = testWriteSide('open');
    const command = side.freshCommandId();
    await accepted(register(side, {}, command));
    await accepted(register(side, { password: 'some other password' }, command));
    await accepted(logsIn(side, 'bob'));
    expect(await refusal(logsIn(side, 'bob', 'some other password'))).to.deep.equal({ kind: 'CredentialsWrong' });
  });

  it('is refused to all users when closed, and to users without an invite when it needs one', async () => {
    const closed = testWriteSide('closed');
    expect(await refusal(register(closed, { invite: 'x' }))).to.deep.equal({ kind: 'RegistrationClosed' });
    expect(await refusal(register(testWriteSide('invite')))).to.deep.equal({ kind: 'InviteNeeded' });
  });

  for (const [when, n] of CRASHES)
    it(`without an invite comes to its end by a retry after a crash ${when} append ${n}`, async () => {
      const side = testWriteSide('open');
      const command = side.freshCommandId();
      await crashing(side, n, when, register(side, {}, command));
      const again = side.restarted().commands.register({ ...side.anonymous(), commandId: command, ...wish });
      expect(await accepted(again)).to.deep.equal({ created: true });
      expect(typesOf(side)).to.deep.equal(['account.username-claimed', 'account.registered']);
      await accepted(logsIn(side, 'bob'));
    });

  it('that was cut short and never resumed gives the name back after a while', async () => {
    const side = testWriteSide('open');
    await crashing(side, 1, 'after', register(side));
    expect(await accepted(register(side))).to.deep.equal({ created: false });
    side.passTime(USERNAME_CLAIM_ABANDONED_MS);
    expect(await accepted(register(side))).to.deep.equal({ created: true });
    await accepted(logsIn(side, 'bob'));
    side.passTime(USERNAME_CLAIM_ABANDONED_MS);
    expect(await accepted(register(side))).to.deep.equal({ created: false });
  });

  it('that is resumed so late keeps the name from another user in between', async () => {
    const side = testWriteSide('open');
    const late = side.freshCommandId();
    await crashing(side, 1, 'after', register(side, {}, late));
    side.passTime(USERNAME_CLAIM_ABANDONED_MS);
    side.store.beforeAppendTo('user-', async () => {
      expect(await accepted(register(side.restarted()))).to.deep.equal({ created: false });
    });
    expect(await accepted(register(side.restarted(), {}, late))).to.deep.equal({ created: true });
    expect(typesOf(side).filter((type) => type === 'account.registered')).to.have.length(1);
    await accepted(logsIn(side, 'bob'));
  });

  describe('by invite', () => {
    let side: TestWriteSide;
    let ann: Person;
    let guild: MadeGuild;
    beforeEach(async () => {
      side = testWriteSide('invite');
      ann = await side.person('ann');
      guild = await accepted(side.commands.createGuild({ ...side.by(ann), name: 'a guild' }));
    });
    const invite = async (maxUses: number | null = null, expiresInSecs: number | null = null) => {
      const terms = { guildId: guild.guildId, channelId: null, expiresInSecs, maxUses };
      return (await accepted(side.commands.createInvite({ ...side.by(ann), ...terms }))).code;
    };
    const EXPECTED = [
      'account.username-claimed',
      'invite.accepted',
      'account.registered',
      'guild.member-joined',
    ] as const;

    it('makes a member of its guild', async () => {
      const code = await invite();
      const before = side.store.all().length;
      await accepted(register(side, { invite: code }));
      expect(typesOf(side, before)).to.deep.equal(EXPECTED);
      const bob = await accepted(logsIn(side, 'bob'));
      await accepted(side.commands.leaveGuild({ ...side.by(bob), guildId: guild.guildId }));
    });

    for (const [when, n] of CRASHES)
      it(`comes to its end, with one use spent, by a retry after a crash ${when} append ${n}`, async () => {
        const code = await invite(1);
        const before = side.store.all().length;
        const command = side.freshCommandId();
        await crashing(side, n, when, register(side, { invite: code }, command));
        const again = { ...side.anonymous(), commandId: command, ...wish, invite: code };
        expect(await accepted(side.restarted().commands.register(again))).to.deep.equal({ created: true });
        expect(typesOf(side, before)).to.deep.equal(EXPECTED);
        const bob = await accepted(logsIn(side, 'bob'));
        await accepted(side.commands.leaveGuild({ ...side.by(bob), guildId: guild.guildId }));
      });

    it('refuses a bad invite alike for names that are free and names that are taken', async () => {
      const used = await invite(1);
      await accepted(register(side, { username: 'first', invite: used }));
      const expired = await invite(null, 60);
      side.passTime(60_000);
      for (const code of ['nonsense', used, expired])
        for (const username of ['bob', 'ann'])
          expect(await refusal(register(side, { username, invite: code }))).to.deep.equal({ kind: 'InviteUnusable' });
    });

    it('spends no use on a name that is taken', async () => {
      const code = await invite(1);
      expect(await accepted(register(side, { username: 'ann', invite: code }))).to.deep.equal({ created: false });
      await accepted(register(side, { invite: code }));
    });

    it('gives the name back when the last use goes to another user in between', async () => {
      const code = await invite(1);
      side.store.beforeAppendTo('invite-', () =>
        accepted(register(side.restarted(), { username: 'faster', invite: code })),
      );
      expect(await refusal(register(side, { invite: code }))).to.deep.equal({ kind: 'InviteUnusable' });
      expect(await accepted(register(side, { invite: await invite() }))).to.deep.equal({ created: true });
    });

    it('that has failed for its invite can be repeated when the invite is good', async () => {
      const code = await invite(1);
      const command = side.freshCommandId();
      side.store.beforeAppendTo('invite-', () =>
        accepted(register(side.restarted(), { username: 'faster', invite: code })),
      );
      expect(await refusal(register(side, { invite: code }, command))).to.deep.equal({ kind: 'InviteUnusable' });
      expect(await accepted(register(side, { invite: await invite() }, command))).to.deep.equal({ created: true });
      await accepted(logsIn(side, 'bob'));
    });

    it('does not bring a user back who has left, however often its attempt is repeated', async () => {
      const code = await invite();
      const command = side.freshCommandId();
      await accepted(register(side, { invite: code }, command));
      const bob = await accepted(logsIn(side, 'bob'));
      await accepted(side.commands.leaveGuild({ ...side.by(bob), guildId: guild.guildId }));
      const before = side.store.all().length;
      expect(await accepted(register(side, { invite: code }, command))).to.deep.equal({ created: true });
      expect(typesOf(side, before)).to.deep.equal([]);
    });
  });
});

describe('claiming the server', () => {
  const SECRET = 'the secret of the owner link';
  let side: TestWriteSide;
  beforeEach(async () => {
    side = testWriteSide('closed');
    const { vault, tokens } = side.ports;
    await vault.putOwnerLink(tokens.hashOf(SECRET), plusMillis(side.now(), OWNER_LINK_LIFETIME_MS))();
  });
  type Wish = { readonly username: string; readonly password: string; readonly secret: string };
  const wish: Wish = { username: 'ann', password: PASSWORD, secret: SECRET };
  const claim = (differs: Partial<Wish> = {}, commandId: CommandId = side.freshCommandId()) =>
    side.commands.claimOwnership({ ...side.anonymous(), commandId, device: 'a browser', ...wish, ...differs });
  const unusable = { kind: 'OwnerLinkUnusable' };

  it('makes the first account the owner and logs them in', async () => {
    const owner = await accepted(claim());
    expect(typesOf(side)).to.deep.equal([
      'account.username-claimed',
      'account.registered',
      'account.server-ownership-claimed',
      'session.started',
    ]);
    expect(await side.serverOwner()).to.deep.include({ right: owner.userId });
    await accepted(side.commands.createGuild({ ...side.by(owner), name: 'a guild' }));
  });

  it('works once', async () => {
    await accepted(claim());
    expect(await refusal(claim({ username: 'bob' }))).to.deep.equal(unusable);
    expect(await refusal(claim())).to.deep.equal(unusable);
    const { vault, tokens } = side.ports;
    await vault.putOwnerLink(tokens.hashOf('a second link'), plusMillis(side.now(), OWNER_LINK_LIFETIME_MS))();
    expect(await refusal(claim({ username: 'bob', secret: 'a second link' }))).to.deep.equal(unusable);
    expect(typesOf(side).filter((type) => type === 'account.registered').length).to.equal(1);
  });

  it('needs a valid link, username and password', async () => {
    expect(await refusal(claim({ secret: 'a guess' }))).to.deep.equal(unusable);
    expect((await refusal(claim({ username: '?' }))).kind).to.equal('UsernameInvalid');
    expect((await refusal(claim({ username: 'admin' }))).kind).to.equal('UsernameReserved');
    expect((await refusal(claim({ password: 'short' }))).kind).to.equal('PasswordInvalid');
    side.passTime(OWNER_LINK_LIFETIME_MS);
    expect(await refusal(claim())).to.deep.equal(unusable);
    expect(side.store.all()).to.deep.equal([]);
  });

  it('takes an account from before whose name is reserved now', async () => {
    const { userId } = await accountFromBefore(side, 'admin');
    expect((await accepted(claim({ username: 'admin' }))).userId).to.equal(userId);
  });

  it('says when the name is taken, and accepts an account that proves its password', async () => {
    const bob = await side.person('bob');
    const another = 'not the password of bob';
    expect(await refusal(claim({ username: 'bob', password: another }))).to.deep.equal({ kind: 'UsernameTaken' });
    expect((await accepted(claim({ username: 'bob' }))).userId).to.equal(bob.userId);
  });

  for (const [when, n] of CRASHES.filter(([, n]) => n <= 4))
    it(`comes to its end by a retry after a crash ${when} append ${n}`, async () => {
      const command = side.freshCommandId();
      await crashing(side, n, when, claim({}, command));
      const again = { ...side.anonymous(), commandId: command, device: 'a browser', ...wish };
      const owner = await accepted(side.restarted().commands.claimOwnership(again));
      const facts = typesOf(side);
      expect(facts.slice(0, 3)).to.deep.equal([
        'account.username-claimed',
        'account.registered',
        'account.server-ownership-claimed',
      ]);
      expect(new Set(facts.slice(3))).to.deep.equal(new Set(['session.started']));
      expect(await side.serverOwner()).to.deep.include({ right: owner.userId });
    });

  it('goes on after a lost answer only for the same attempt with the same password', async () => {
    const command = side.freshCommandId();
    const owner = await accepted(claim({}, command));
    expect((await accepted(claim({}, command))).userId).to.equal(owner.userId);
    expect(await refusal(claim({ password: 'some other password' }, command))).to.deep.equal(unusable);
    expect(await refusal(claim({ username: 'bob' }, command))).to.deep.equal(unusable);
  });

  it('makes one owner when two users race with the link', async () => {
    const faster = { ...side.anonymous(), ...wish, username: 'faster', device: 'a browser' };
    side.store.beforeAppendTo('server-ownership', () => accepted(side.restarted().commands.claimOwnership(faster)));
    expect(await refusal(claim())).to.deep.equal(unusable);
    expect(typesOf(side).filter((type) => type === 'account.server-ownership-claimed').length).to.equal(1);
  });
});
