import { expect } from 'chai';
import fc from 'fast-check';
import { isRight } from 'fp-ts/lib/Either.js';
import {
  decideAcquireGuild,
  decideClaimServerOwnership,
  decideClaimUsername,
  decideImportAccount,
  decideRegisterAccount,
  decideReleaseUsername,
  decideTakeOverUsername,
} from '#domain/account/decide.ts';
import { type AccountEvent, AccountRegisteredData, type UsernameEvent } from '#domain/account/events.ts';
import {
  type AccountState,
  accountAggregate,
  serverOwnershipAggregate,
  type UsernameState,
  usernameAggregate,
} from '#domain/account/state.ts';
import { canonicalUsername, type ImportedName, Password, Username } from '#domain/account/values.ts';
import type { GuildId, ImportId, UserId } from '#domain/kernel/ids.ts';
import { GUILDS_PER_OWNER_MAX } from '#domain/kernel/limits.ts';
import { type Act, expectRepeatable, given } from '#infra/workshop/testkit/given.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const ANN = ulid(1) as UserId;
const BOB = ulid(2) as UserId;
const IMPORT = ulid(3) as ImportId;
const guildId = (n: number) => ulid(100 + n) as GuildId;

const claimed = (userId: UserId): UsernameEvent => ({ type: 'account.username-claimed', data: { userId } });
const released = (userId: UserId): UsernameEvent => ({ type: 'account.username-released', data: { userId } });

describe('a username', () => {
  const claim = { ...usernameAggregate, decide: decideClaimUsername };
  const release = { ...usernameAggregate, decide: decideReleaseUsername };
  const takeOver = { ...usernameAggregate, decide: decideTakeOverUsername };

  it('is claimed by one user', () => {
    given(claim).when({ userId: ANN }).yields(claimed(ANN));
    given(claim, claimed(ANN)).when({ userId: ANN }).yields();
    given(claim, claimed(ANN)).when({ userId: BOB }).refused({ kind: 'UsernameTaken' });
  });
  it('is released by its holder and is free again', () => {
    given(release, claimed(ANN)).when({ userId: BOB }).yields();
    given(release, claimed(ANN)).when({ userId: ANN }).yields(released(ANN));
    given(claim, claimed(ANN), released(ANN)).when({ userId: BOB }).yields(claimed(BOB));
    const free = { holder: undefined };
    expect(usernameAggregate.initial).to.deep.equal(free);
    expect([claimed(ANN), released(ANN)].reduce(usernameAggregate.evolve, usernameAggregate.initial)).to.deep.equal(
      free,
    );
  });
  it('is taken over only from the user that the command names', () => {
    given(takeOver, claimed(ANN)).when({ from: ANN, userId: BOB }).yields(released(ANN), claimed(BOB));
    given(takeOver, claimed(BOB)).when({ from: ANN, userId: BOB }).yields();
    given(takeOver).when({ from: ANN, userId: BOB }).refused({ kind: 'UsernameTaken' });
    given(takeOver, claimed(ANN)).when({ from: ANN, userId: ANN }).yields(released(ANN), claimed(ANN));
  });

  const who = fc.constantFrom(ANN, BOB);
  const acts: fc.Arbitrary<Act<UsernameState, UsernameEvent>> = fc.oneof(
    who.map((userId) => ({
      says: 'a claim',
      decide: (state: UsernameState) => decideClaimUsername({ userId }, state),
      reached: ({ holder }: UsernameState) => holder === userId,
    })),
    who.map((userId) => ({
      says: 'a release',
      decide: (state: UsernameState) => decideReleaseUsername({ userId }, state),
      reached: ({ holder }: UsernameState) => holder !== userId,
    })),
    who.map((userId) => ({
      says: 'a take-over',
      decide: (state: UsernameState) => decideTakeOverUsername({ from: userId === ANN ? BOB : ANN, userId }, state),
      reached: ({ holder }: UsernameState) => holder === userId,
    })),
  );
  it('does not change when a command is repeated', () => expectRepeatable(usernameAggregate, acts));
});

describe('an account', () => {
  const username = 'ann' as Username;
  const importedName = 'ann[away]' as ImportedName;
  const registered: AccountEvent = { type: 'account.registered', data: { userId: ANN, username, via: 'open' } };
  const imported: AccountEvent = {
    type: 'account.imported',
    data: { userId: ANN, username: importedName, importId: IMPORT },
  };
  const acquired = (n: number): AccountEvent => ({
    type: 'account.guild-acquired',
    data: { userId: ANN, guildId: guildId(n) },
  });
  const relinquished = (n: number): AccountEvent => ({
    type: 'account.guild-relinquished',
    data: { userId: ANN, guildId: guildId(n) },
  });
  const stateAfter = (...past: ReadonlyArray<AccountEvent>): AccountState =>
    past.reduce(accountAggregate.evolve, accountAggregate.initial);
  const register = { ...accountAggregate, decide: decideRegisterAccount };
  const bringIn = { ...accountAggregate, decide: decideImportAccount };
  const acquire = { ...accountAggregate, decide: decideAcquireGuild };

  it('is registered or imported once', () => {
    given(register).when({ userId: ANN, username, via: 'open' }).yields(registered);
    given(register, registered).when({ userId: ANN, username, via: 'open' }).yields();
    given(bringIn).when({ userId: ANN, username: importedName, importId: IMPORT }).yields(imported);
    given(bringIn, registered).when({ userId: ANN, username: importedName, importId: IMPORT }).yields();
    given(register, imported).when({ userId: ANN, username, via: 'open' }).yields();
  });
  it('is stored with the way that led to it', () => {
    for (const via of ['owner-link', 'open', 'invite'])
      expect(AccountRegisteredData.is({ ...registered.data, via }), via).to.equal(true);
    expect(AccountRegisteredData.is({ ...registered.data, via: 'import' })).to.equal(false);
  });
  it('remembers its name, the guilds it owns and whether it was imported', () => {
    const none = { username: '', guilds: new Set() };
    expect(accountAggregate.initial).to.deep.equal({ ...none, kind: 'Absent' });
    expect(stateAfter(registered)).to.deep.equal({ ...none, kind: 'Registered', username });
    expect(stateAfter(imported)).to.deep.equal({ ...none, kind: 'Imported', username: importedName });
    expect(stateAfter(registered, acquired(1), acquired(2), acquired(3), relinquished(2))).to.deep.equal({
      kind: 'Registered',
      username,
      guilds: new Set([guildId(1), guildId(3)]),
    });
  });

  const full = [registered, ...Array.from({ length: GUILDS_PER_OWNER_MAX }, (_, n) => acquired(n))];
  const wish = { userId: ANN, guildId: guildId(99) };
  it('owns a limited number of guilds, and gone guilds make room', () => {
    given(acquire, registered)
      .when({ ...wish, gone: [] })
      .yields(acquired(99));
    given(acquire, registered, acquired(99))
      .when({ ...wish, gone: [] })
      .yields();
    given(acquire, ...full)
      .when({ ...wish, gone: [] })
      .refused({ kind: 'TooManyGuilds', max: GUILDS_PER_OWNER_MAX });
    given(acquire, ...full)
      .when({ ...wish, gone: [guildId(5)] })
      .yields(relinquished(5), acquired(99));
    given(acquire, ...full)
      .when({ ...wish, guildId: guildId(5), gone: [guildId(5)] })
      .yields(relinquished(5), acquired(5));
    given(acquire, ...full)
      .when({ ...wish, gone: [guildId(77)] })
      .refused({ kind: 'TooManyGuilds', max: GUILDS_PER_OWNER_MAX });
  });

  const acts: fc.Arbitrary<Act<AccountState, AccountEvent>> = fc.oneof(
    fc.constant({
      says: 'a registration',
      decide: (state: AccountState) => decideRegisterAccount({ userId: ANN, username, via: 'open' }, state),
      reached: ({ kind }: AccountState) => kind !== 'Absent',
    }),
    fc.tuple(fc.nat(25), fc.array(fc.nat(25))).map(([n, gone]) => ({
      says: 'an acquisition',
      decide: (state: AccountState) =>
        decideAcquireGuild(
          { userId: ANN, guildId: guildId(n), gone: gone.filter((id) => id !== n).map(guildId) },
          state,
        ),
      reached: ({ guilds }: AccountState) => guilds.has(guildId(n)) && guilds.size <= GUILDS_PER_OWNER_MAX,
    })),
  );
  it('does not change when a command is repeated', () => expectRepeatable(accountAggregate, acts));
});

describe('the ownership of a server', () => {
  const decider = { ...serverOwnershipAggregate, decide: decideClaimServerOwnership };
  const owned = { type: 'account.server-ownership-claimed', data: { userId: ANN } } as const;
  it('goes to the first user who claims it', () => {
    given(decider).when({ userId: ANN }).yields(owned);
    given(decider, owned).when({ userId: ANN }).yields();
    given(decider, owned).when({ userId: BOB }).refused({ kind: 'OwnerLinkUnusable' });
    expect(serverOwnershipAggregate.initial).to.deep.equal({ owner: undefined });
  });
});

describe('a text as a username', () => {
  const table: ReadonlyArray<readonly [string, string | undefined]> = [
    ['ann', 'ann'],
    ['Ann_B.c-9', 'Ann_B.c-9'],
    ['ａｎｎ', 'ann'],
    ['a', undefined],
    ['__', undefined],
    ['ann ', undefined],
    ['аnn', undefined],
    ['änn', undefined],
    ['ann\u200D', undefined],
    ['a'.repeat(32), 'a'.repeat(32)],
    ['a'.repeat(33), undefined],
  ];
  for (const [text, expected] of table)
    it(`${JSON.stringify(text)} is ${expected === undefined ? 'none' : `kept as ${expected}`}`, () => {
      const decoded = Username.decode(text);
      expect(isRight(decoded) ? decoded.right : undefined).to.equal(expected);
    });
  it('is one name in upper and lower case', () => {
    expect(canonicalUsername('AnN' as Username)).to.equal(canonicalUsername('aNn' as Username));
  });
  it('is always a text', () => {
    for (const value of [undefined, null, 7, ['ann'], { length: 3 }])
      expect(isRight(Username.decode(value))).to.equal(false);
  });
});

describe('a text as a password', () => {
  const table: ReadonlyArray<readonly [string, string, boolean]> = [
    ['twelve characters', 'twelve chars', true],
    ['eleven characters', 'eleven char', false],
    ['twelve characters of two units each', '👍'.repeat(12), true],
    ['six characters of two units each', '👍'.repeat(6), false],
    ['1,024 bytes', 'x'.repeat(1_024), true],
    ['1,025 bytes', 'x'.repeat(1_025), false],
    ['1,026 bytes in 513 characters', 'é'.repeat(513), false],
    ['space at its ends', '  twelve  chars  ', true],
  ];
  for (const [what, password, expected] of table)
    it(`${what}: ${expected ? 'yes' : 'no'}`, () => expect(isRight(Password.decode(password))).to.equal(expected));
  it('keeps space at its ends', () => {
    expect(Password.decode('  twelve  chars  ')).to.deep.include({ right: '  twelve  chars  ' });
  });
});
