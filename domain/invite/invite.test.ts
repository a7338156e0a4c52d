import { expect } from 'chai';
import fc from 'fast-check';
import { isRight } from 'fp-ts/lib/Either.js';
import { decideAcceptInvite, decideCreateInvite, isOpenTo } from '#domain/invite/decide.ts';
import type { InviteEvent } from '#domain/invite/events.ts';
import { type InviteState, inviteAggregate } from '#domain/invite/state.ts';
import type { GuildId, InviteId, UserId } from '#domain/kernel/ids.ts';
import { instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { INVITE_LIFETIME_MAX_MS, INVITE_USES_MAX } from '#domain/kernel/limits.ts';
import type { Authority } from '#domain/permission/authority.ts';
import { NO_PERMISSIONS, permissionSet } from '#domain/permission/permission-set.ts';
import { type Act, expectRepeatable, given } from '#infra/workshop/testkit/given.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const inviteId = ulid(1) as InviteId;
const guildId = ulid(2) as GuildId;
const ANN = ulid(3) as UserId;
const user = (n: number) => ulid(10 + n) as UserId;
const at = instantOf(Date.UTC(2026, 10, 23));

const inviter: Authority = { actor: ANN, permissions: permissionSet(['create_invite']), rank: 0 };
const powerless: Authority = { actor: ANN, permissions: NO_PERMISSIONS, rank: 0 };
const wish = {
  inviteId,
  guildId,
  channelId: null,
  expiresInSecs: 60,
  maxUses: 2,
  authority: inviter,
  lockdown: null,
  at,
};
const created: InviteEvent = {
  type: 'invite.created',
  data: { inviteId, guildId, channelId: null, creatorId: ANN, expiresAt: plusMillis(at, 60_000), maxUses: 2 },
};
const accepted = (n: number, join = 1): InviteEvent => ({
  type: 'invite.accepted',
  data: { inviteId, guildId, userId: user(n), join },
});

describe('an invite', () => {
  const create = { ...inviteAggregate, decide: decideCreateInvite };
  const accept = { ...inviteAggregate, decide: decideAcceptInvite };
  const unknown = { kind: 'InviteUnknown' } as const;
  const coming = (n: number) => ({
    userId: user(n),
    isMember: false,
    isBanned: false,
    isKickedSince: false,
    joins: 0,
    lockdown: null,
    at,
  });

  it('is created once, by a member who may create invites', () => {
    given(create).when(wish).yields(created);
    given(create, created, accepted(1)).when(wish).yields();
    given(create)
      .when({ ...wish, authority: powerless })
      .refused({ kind: 'MissingPermission', permission: 'create_invite' });
  });

  const terms: ReadonlyArray<readonly [string, Partial<typeof wish> | { readonly maxUses: null }, boolean]> = [
    ['no bound on uses', { maxUses: null }, true],
    ['the most uses', { maxUses: INVITE_USES_MAX }, true],
    ['one use too many', { maxUses: INVITE_USES_MAX + 1 }, false],
    ['no use', { maxUses: 0 }, false],
    ['half a use', { maxUses: 0.5 }, false],
    ['uses that are no number', { maxUses: Number.NaN }, false],
    ['the longest life', { expiresInSecs: INVITE_LIFETIME_MAX_MS / 1000 }, true],
    ['a second more', { expiresInSecs: INVITE_LIFETIME_MAX_MS / 1000 + 1 }, false],
    ['a life that is over', { expiresInSecs: -1 }, false],
  ];
  for (const [what, differs, expected] of terms)
    it(`may have ${what}: ${expected ? 'yes' : 'no'}`, () => {
      const decision = decideCreateInvite({ ...wish, ...differs }, inviteAggregate.initial);
      expect(isRight(decision)).to.equal(expected);
    });

  it('spends a use on each new user, while it has uses and has not expired', () => {
    given(accept, created).when(coming(1)).yields(accepted(1));
    given(accept, created, accepted(2)).when(coming(1)).yields(accepted(1));
    given(accept, created, accepted(2), accepted(3)).when(coming(1)).refused(unknown);
    given(accept, created)
      .when({ ...coming(1), at: plusMillis(at, 59_999) })
      .yields(accepted(1));
    given(accept, created)
      .when({ ...coming(1), at: plusMillis(at, 60_000) })
      .refused(unknown);
    given(accept).when(coming(1)).refused(unknown);
  });
  it('spends no use on a member', () => {
    given(accept, created)
      .when({ ...coming(1), isMember: true })
      .yields();
  });
  it('refuses a user who was kicked after it was made, also with an open acceptance, and no member', () => {
    const kicked = { ...coming(1), isKickedSince: true };
    given(accept, created).when(kicked).refused({ kind: 'InviteBeforeKick' });
    given(accept, created, accepted(1)).when(kicked).refused({ kind: 'InviteBeforeKick' });
    given(accept, created)
      .when({ ...kicked, isMember: true })
      .yields();
    given(accept).when(kicked).refused(unknown);
  });
  it('refuses a banned user, also with an open acceptance', () => {
    const banned = { ...coming(1), isBanned: true };
    given(accept, created).when(banned).refused({ kind: 'BannedFromGuild' });
    given(accept, created, accepted(1)).when(banned).refused({ kind: 'BannedFromGuild' });
    given(accept).when(banned).refused(unknown);
  });
  it('is neither made nor used in a lockdown, and a member needs no use', () => {
    const lockdown = { until: plusMillis(at, 1_000) };
    const refused = { kind: 'GuildLockedDown', until: lockdown.until } as const;
    given(create)
      .when({ ...wish, lockdown })
      .refused(refused);
    given(accept, created)
      .when({ ...coming(1), lockdown })
      .refused(refused);
    given(accept, created)
      .when({ ...coming(1), lockdown, isMember: true })
      .yields();
    given(accept, created, accepted(2), accepted(3))
      .when({ ...coming(1), lockdown })
      .refused(unknown);
  });
  it('spends no second use on a user who has not joined since the first one', () => {
    given(accept, created, accepted(1), accepted(2)).when(coming(1)).yields();
    given(accept, created, accepted(1))
      .when({ ...coming(1), at: plusMillis(at, 60_000) })
      .yields();
    given(accept, created, accepted(1, 3))
      .when({ ...coming(1), joins: 2 })
      .yields();
  });
  it('spends another use on a user who has joined and left since', () => {
    const joinedOnce = { ...coming(1), joins: 1 };
    given(accept, created, accepted(1)).when(joinedOnce).yields(accepted(1, 2));
    given(accept, created, accepted(1), accepted(2)).when(joinedOnce).refused(unknown);
    given(accept, created).when(joinedOnce).yields(accepted(1, 2));
  });
  it('lasts for ever and for any number of users, if its terms say so', () => {
    const endless: InviteEvent = {
      ...created,
      data: { ...created.data, expiresAt: null, maxUses: null },
    } as InviteEvent;
    given(create)
      .when({ ...wish, ...({ expiresInSecs: null, maxUses: null } as const) })
      .yields(endless);
    given(accept, endless, accepted(2), accepted(3))
      .when({ ...coming(1), at: plusMillis(at, 10 * INVITE_LIFETIME_MAX_MS) })
      .yields(accepted(1));
  });
  it('may have one use, and last one second', () => {
    const briefest = { expiresInSecs: 1, maxUses: 1 };
    expect(isRight(decideCreateInvite({ ...wish, ...briefest }, inviteAggregate.initial))).to.equal(true);
  });
  it('is refused with the limit that its terms break', () => {
    given(create)
      .when({ ...wish, expiresInSecs: 0 })
      .refused({ kind: 'InviteTermsInvalid', why: 'an invite lasts 1 to 31536000 seconds' });
    given(create)
      .when({ ...wish, maxUses: 0 })
      .refused({ kind: 'InviteTermsInvalid', why: 'an invite has 1 to 10000 uses' });
  });
  it('stays absent when it is accepted before it was made', () => {
    expect([accepted(1)].reduce(inviteAggregate.evolve, inviteAggregate.initial)).to.deep.equal({ kind: 'Absent' });
  });

  const isOpen = (state: InviteState, n: number, joins: number) =>
    state.kind === 'Present' && isOpenTo(state, user(n), joins);
  it('lets a user in once for each acceptance', () => {
    const folded = (...events: ReadonlyArray<InviteEvent>) => inviteAggregate.fold(inviteAggregate.initial, events);
    expect(isOpen(folded(created), 1, 0), 'never accepted').to.equal(false);
    expect(isOpen(folded(created, accepted(1)), 1, 0), 'accepted').to.equal(true);
    expect(isOpen(folded(created, accepted(1)), 2, 0), 'another user').to.equal(false);
    expect(isOpen(folded(created, accepted(1)), 1, 1), 'joined').to.equal(false);
    expect(isOpen(folded(created, accepted(1), accepted(1, 2)), 1, 1), 'accepted again').to.equal(true);
  });

  const act = (n: number, isMember: boolean, joins: number): Act<InviteState, InviteEvent> => ({
    says: 'an acceptance',
    decide: (state) => decideAcceptInvite({ ...coming(n), isMember, joins }, state),
    reached: (state) => isMember || isOpen(state, n, joins),
  });
  const creation = fc.constantFrom(inviter, powerless).map(
    (authority): Act<InviteState, InviteEvent> => ({
      says: 'a creation',
      decide: (state) => decideCreateInvite({ ...wish, authority }, state),
      reached: ({ kind }) => kind === 'Present',
    }),
  );
  const comings = fc.tuple(fc.nat(3), fc.boolean(), fc.nat(2)).map((coming) => act(...coming));

  it('does not change when a command is repeated', () =>
    expectRepeatable(inviteAggregate, fc.oneof(creation, comings)));

  it('is never used more often than its terms allow', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(creation, comings), { maxLength: 20 }), (past) => {
        const state = past.reduce((now, { decide }) => {
          const decision = decide(now);
          return isRight(decision) ? decision.right.reduce(inviteAggregate.evolve, now) : now;
        }, inviteAggregate.initial);
        expect(state.kind === 'Present' ? state.uses : 0).to.be.at.most(2);
      }),
    );
  });
});
