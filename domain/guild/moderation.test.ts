import { expect } from 'chai';
import fc from 'fast-check';
import { isRight } from 'fp-ts/lib/Either.js';
import { decideBeginLockdown, decideChangeOwner, decideEndLockdown } from '#domain/guild/decide.ts';
import type { GuildEvent, MemberEvent } from '#domain/guild/events.ts';
import { isNewcomer, lockdownAt } from '#domain/guild/lockdown.ts';
import {
  decideBanMember,
  decideChangeNickname,
  decideJoinGuild,
  decideKickMember,
  decideTimeOutMember,
  decideUnbanMember,
} from '#domain/guild/member-decide.ts';
import { isMember, type MemberState, memberAggregate } from '#domain/guild/member-state.ts';
import { guildAggregate, type PresentGuild } from '#domain/guild/state.ts';
import type { GuildName, Nickname } from '#domain/guild/values.ts';
import type { GuildId, InviteId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { GUILDS_PER_OWNER_MAX, NEWCOMER_HOURS_MAX, TIME_OUT_MAX_MS } from '#domain/kernel/limits.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import { HOUR_MS } from '#domain/kernel/units.ts';
import type { Authority } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { OWNER_RANK } from '#domain/permission/hierarchy.ts';
import { ALL_PERMISSIONS, permissionSet } from '#domain/permission/permission-set.ts';
import { type Act, expectRepeatable, given } from '#infra/workshop/testkit/given.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const guildId = ulid(1) as GuildId;
const OWNER = ulid(2) as UserId;
const ACTOR = ulid(3) as UserId;
const TARGET = ulid(4) as UserId;
const [LOW, HIGH] = [ulid(201) as RoleId, ulid(202) as RoleId];
const at = instantOf(Date.UTC(2026, 10, 30));
const reason = 'spam' as Reason;

const owner: Authority = { actor: OWNER, permissions: ALL_PERMISSIONS, rank: OWNER_RANK };
const withOnly = (rank: number, ...names: ReadonlyArray<Permission>): Authority => ({
  actor: ACTOR,
  permissions: permissionSet(names),
  rank,
});
const missing = (permission: Permission) => ({ kind: 'MissingPermission', permission }) as const;
const OUTRANKED = { kind: 'OutranksActor' } as const;
const UNKNOWN = { kind: 'MemberUnknown' } as const;

const look = { name: 'a role', color: null, hoist: false, mentionable: false, permissions: [] };
const created: GuildEvent = {
  type: 'guild.created',
  data: { guildId, name: 'a guild' as GuildName, ownerId: OWNER, everyone: [] },
};
const roles: ReadonlyArray<GuildEvent> = [
  { type: 'guild.role-created', data: { guildId, roleId: LOW, ...look } },
  { type: 'guild.role-created', data: { guildId, roleId: HIGH, ...look } },
  { type: 'guild.roles-ordered', data: { guildId, order: [LOW, HIGH] } },
];
const handedTo = (ownerId: UserId): GuildEvent => ({
  type: 'guild.owner-changed',
  data: { guildId, ownerId, formerOwnerId: OWNER },
});
const guildAfter = (...events: ReadonlyArray<GuildEvent>): PresentGuild => {
  const state = guildAggregate.fold(guildAggregate.initial, [created, ...roles, ...events]);
  if (state.kind !== 'Present') throw new Error('the guild is not there');
  return state;
};
const guild = guildAfter();

const them = { guildId, userId: TARGET };
const joined: MemberEvent = {
  type: 'guild.member-joined',
  data: { ...them, via: { kind: 'invite', inviteId: ulid(7) as InviteId }, joinedAt: at },
};
const leftGuild: MemberEvent = { type: 'guild.member-left', data: them };
const kicked = (by = OWNER): MemberEvent => ({ type: 'guild.member-kicked', data: { ...them, by, reason } });
const banned: MemberEvent = { type: 'guild.member-banned', data: { ...them, wasMember: true, reason } };
const unbanned: MemberEvent = { type: 'guild.member-unbanned', data: them };
const withRole = (roleId: RoleId): MemberEvent => ({ type: 'guild.member-role-given', data: { ...them, roleId } });
const timedOut = (until: Instant): MemberEvent => ({
  type: 'guild.member-timed-out',
  data: { ...them, until, reason },
});
const timeOutEnded: MemberEvent = { type: 'guild.member-time-out-ended', data: them };
const named = (nickname: string | null, userId = TARGET): MemberEvent => ({
  type: 'guild.member-nickname-changed',
  data: { guildId, userId, nickname: nickname as Nickname | null },
});

const kick = { ...memberAggregate, decide: decideKickMember };
const ban = { ...memberAggregate, decide: decideBanMember };
const unban = { ...memberAggregate, decide: decideUnbanMember };
const timeOut = { ...memberAggregate, decide: decideTimeOutMember };
const nick = { ...memberAggregate, decide: decideChangeNickname };

const acting = { guild, userId: TARGET, authority: owner };
const later = plusMillis(at, HOUR_MS);

/** Every act on another member, with the permission that it needs and the event that it yields. */
const ACTS = {
  kick: [
    'kick_members',
    (differs: Partial<typeof acting>, state: MemberState) => decideKickMember({ ...acting, reason, ...differs }, state),
  ],
  ban: [
    'ban_members',
    (differs: Partial<typeof acting>, state: MemberState) =>
      decideBanMember({ ...acting, exists: true, reason, ...differs }, state),
  ],
  'time-out': [
    'moderate_members',
    (differs: Partial<typeof acting>, state: MemberState) =>
      decideTimeOutMember({ ...acting, until: later, reason, at, ...differs }, state),
  ],
  nickname: [
    'manage_nicknames',
    (differs: Partial<typeof acting>, state: MemberState) =>
      decideChangeNickname({ ...acting, nickname: 'Tim' as Nickname, ...differs }, state),
  ],
} as const;

describe('the hierarchy of members', () => {
  for (const [name, [permission, decide]] of Object.entries(ACTS)) {
    const memberAfter = (...events: ReadonlyArray<MemberEvent>) =>
      memberAggregate.fold(memberAggregate.initial, events);
    const moderator = (rank: number) => ({ authority: withOnly(rank, permission) });
    const table: ReadonlyArray<readonly [string, Partial<typeof acting>, ReadonlyArray<MemberEvent>, object | 'yes']> =
      [
        ['is done by the owner to any member', {}, [joined, withRole(HIGH)], 'yes'],
        ['is done by a higher rank', moderator(2), [joined, withRole(LOW)], 'yes'],
        ['is done by the lowest role to a member without a role', moderator(1), [joined], 'yes'],
        ['is not done by an equal rank', moderator(1), [joined, withRole(LOW)], OUTRANKED],
        ['is not done among members without a role', moderator(0), [joined], OUTRANKED],
        ['is not done by a lower rank', moderator(1), [joined, withRole(HIGH)], OUTRANKED],
        [
          'is not done without the permission',
          { authority: withOnly(2, 'view_channel') },
          [joined],
          missing(permission),
        ],
        ['is not done to the owner', { ...moderator(9), userId: OWNER }, [], OUTRANKED],
        [
          'is not done to a new owner, whatever their roles',
          { ...moderator(9), guild: guildAfter(handedTo(TARGET)) },
          [joined],
          OUTRANKED,
        ],
        [
          'is done to a founder who is the owner no more',
          { guild: guildAfter(handedTo(ACTOR)), userId: OWNER, authority: { ...owner, actor: ACTOR } },
          [],
          'yes',
        ],
      ];
    for (const [says, differs, past, expected] of table)
      it(`${name}: ${says}`, () => {
        const decided = decide(differs, memberAfter(...past));
        if (expected === 'yes') expect(isRight(decided) && decided.right.length).to.equal(1);
        else expect(decided).to.deep.equal({ _tag: 'Left', left: expected });
      });
    if (name !== 'ban')
      it(`${name}: is not done to a user who is no member`, () => {
        for (const past of [[], [joined, leftGuild], [joined, kicked()], [joined, banned], [banned, unbanned]])
          expect(decide({}, memberAfter(...past))).to.deep.equal({ _tag: 'Left', left: UNKNOWN });
      });
  }
  for (const [name, decide] of [
    ['kick', ACTS.kick[1]],
    ['ban', ACTS.ban[1]],
    ['time-out', ACTS['time-out'][1]],
  ] as const)
    it(`${name}: is not done by the owner to themselves`, () => {
      expect(decide({ userId: OWNER }, memberAggregate.initial)).to.deep.equal({ _tag: 'Left', left: OUTRANKED });
    });
});

describe('a kick', () => {
  it('names the moderator and the reason', () => {
    given(kick, joined)
      .when({ ...acting, reason, authority: withOnly(1, 'kick_members') })
      .yields(kicked(ACTOR));
  });
});

describe('a ban', () => {
  const wish = { ...acting, exists: true, reason };
  it('ends a membership, its roles and its nickname, and leaves the time-out', () => {
    given(ban, joined).when(wish).yields(banned);
    const state = memberAggregate.fold(memberAggregate.initial, [
      joined,
      withRole(LOW),
      named('Tim'),
      timedOut(later),
      banned,
    ]);
    expect({ ...state, roleIds: [...state.roleIds] }).to.deep.include({
      membership: 'banned',
      roleIds: [],
      nickname: null,
      timedOutUntil: later,
    });
  });
  it('bars a stranger, and a user who left or was kicked', () => {
    for (const past of [[], [joined, leftGuild], [joined, kicked()]])
      given(ban, ...past)
        .when({ ...wish, authority: withOnly(0, 'ban_members') })
        .yields({ type: 'guild.member-banned', data: { ...them, wasMember: false, reason } });
  });
  it('needs a user who exists', () => {
    given(ban)
      .when({ ...wish, exists: false })
      .refused(UNKNOWN);
  });
  it('happens once', () => {
    given(ban, joined, banned).when(wish).yields();
  });
  it('is lifted by a member who may ban, and the user is no member by that', () => {
    given(unban, banned).when(acting).yields(unbanned);
    given(unban, banned)
      .when({ ...acting, authority: withOnly(9, 'kick_members') })
      .refused(missing('ban_members'));
    for (const past of [[], [joined], [banned, unbanned]])
      given(unban, ...past)
        .when(acting)
        .refused({ kind: 'BanUnknown' });
    const state = memberAggregate.fold(memberAggregate.initial, [joined, banned, unbanned]);
    expect(isMember(guild, state, TARGET)).to.equal(false);
    given({ ...memberAggregate, decide: decideJoinGuild }, joined, banned, unbanned)
      .when({ guild, userId: TARGET, via: { kind: 'invite', inviteId: ulid(7) as InviteId }, at })
      .yields(joined);
  });
});

describe('a time-out', () => {
  const wish = { ...acting, until: later as Instant | null, reason, at };
  it('begins, moves and ends', () => {
    given(timeOut, joined).when(wish).yields(timedOut(later));
    const muchLater = plusMillis(later, HOUR_MS);
    given(timeOut, joined, timedOut(later))
      .when({ ...wish, until: muchLater })
      .yields(timedOut(muchLater));
    given(timeOut, joined, timedOut(later)).when(wish).yields();
    given(timeOut, joined, timedOut(later))
      .when({ ...wish, until: null })
      .yields(timeOutEnded);
  });
  it('is not ended when there is none, or when it is over by the clock', () => {
    for (const past of [[joined], [joined, timedOut(at)], [joined, timedOut(later), timeOutEnded]])
      given(timeOut, ...past)
        .when({ ...wish, until: null })
        .yields();
  });
  const ends: ReadonlyArray<readonly [string, Instant, string | undefined]> = [
    ['one millisecond from now', plusMillis(at, 1), undefined],
    ['now', at, 'a time-out ends in the future'],
    ['in the past', plusMillis(at, -1), 'a time-out ends in the future'],
    ['in 28 days', plusMillis(at, TIME_OUT_MAX_MS), undefined],
    ['one millisecond later than that', plusMillis(at, TIME_OUT_MAX_MS + 1), 'a time-out lasts at most 28 days'],
  ];
  for (const [when, until, why] of ends)
    it(`that ends ${when} is ${why === undefined ? 'accepted' : 'refused'}`, () => {
      const decision = given(timeOut, joined).when({ ...wish, until });
      if (why === undefined) decision.yields(timedOut(until));
      else decision.refused({ kind: 'TimeOutInvalid', why });
    });
});

describe('a nickname', () => {
  const own = (...names: ReadonlyArray<Permission>) => ({
    guild,
    userId: ACTOR,
    nickname: 'Tim' as Nickname | null,
    authority: withOnly(0, ...names),
  });
  it('is chosen by its own member with either permission', () => {
    for (const name of ['change_nickname', 'manage_nicknames'] as const)
      given(nick, joined).when(own(name)).yields(named('Tim', ACTOR));
    given(nick, joined).when(own('view_channel')).refused(missing('change_nickname'));
  });
  it('is chosen by the owner for themselves', () => {
    given(nick)
      .when({ ...own(), userId: OWNER, authority: owner })
      .yields(named('Tim', OWNER));
  });
  it('is taken away, and stays when it is the same', () => {
    given(nick, joined, named('Tim', ACTOR))
      .when({ ...own('change_nickname'), nickname: null })
      .yields(named(null, ACTOR));
    given(nick, joined, named('Tim', ACTOR)).when(own('change_nickname')).yields();
    given(nick, joined)
      .when({ ...own('change_nickname'), nickname: null })
      .yields();
  });
});

describe('the owner of a guild', () => {
  const change = { ...guildAggregate, decide: decideChangeOwner };
  const wish = { ownerId: TARGET, isMember: true, hasPlace: true, authority: owner };
  it('is changed by the owner alone', () => {
    given(change, created).when(wish).yields(handedTo(TARGET));
    given(change, created)
      .when({ ...wish, authority: withOnly(9, 'administrator', 'manage_guild') })
      .refused({ kind: 'NotTheOwner' });
    given(change).when(wish).refused({ kind: 'GuildUnknown' });
  });
  it('stays when they are the new owner too', () => {
    given(change, created)
      .when({ ...wish, ownerId: OWNER })
      .yields();
  });
  it('becomes a member only, who has a place for the guild', () => {
    given(change, created)
      .when({ ...wish, isMember: false })
      .refused(UNKNOWN);
    given(change, created)
      .when({ ...wish, hasPlace: false })
      .refused({ kind: 'TooManyGuilds', max: GUILDS_PER_OWNER_MAX });
  });
  it('stays a member after that: the founder without a join, and any other by their join', () => {
    const after = guildAfter(handedTo(TARGET));
    expect(isMember(after, { membership: 'stranger' }, OWNER)).to.equal(true);
    expect(isMember(after, { membership: 'stranger' }, ACTOR)).to.equal(false);
    for (const membership of ['left', 'kicked', 'banned'] as const)
      expect(isMember(after, { membership }, OWNER), membership).to.equal(false);
    expect(isMember(after, { membership: 'stranger' }, TARGET)).to.equal(true);
  });
});

describe('a lockdown', () => {
  const begin = { ...guildAggregate, decide: decideBeginLockdown };
  const end = { ...guildAggregate, decide: decideEndLockdown };
  const wish = { until: later as Instant | null, newcomersHours: 24 as number | null, reason, authority: owner, at };
  const since = plusMillis(at, -24 * HOUR_MS);
  const begun = (until: Instant | null, newcomersSince: Instant | null): GuildEvent => ({
    type: 'guild.lockdown-begun',
    data: { guildId, until, newcomersSince, reason },
  });
  const ended: GuildEvent = { type: 'guild.lockdown-ended', data: { guildId } };

  it('begins with an end and newcomers, or without', () => {
    given(begin, created).when(wish).yields(begun(later, since));
    given(begin, created)
      .when({ ...wish, until: null, newcomersHours: null })
      .yields(begun(null, null));
    given(begin, created, begun(later, since)).when(wish).yields();
    given(begin, created, begun(later, since))
      .when({ ...wish, until: null })
      .yields(begun(null, since));
  });
  it('is begun and ended by members who may manage the guild', () => {
    const other = withOnly(9, 'moderate_members');
    given(begin, created)
      .when({ ...wish, authority: other })
      .refused(missing('manage_guild'));
    given(end, created, begun(null, null)).when({ authority: other, at }).refused(missing('manage_guild'));
    given(begin).when(wish).refused({ kind: 'GuildUnknown' });
    given(end).when({ authority: owner, at }).refused({ kind: 'GuildUnknown' });
  });
  it('ends once, and is not ended when it is over by the clock', () => {
    given(end, created, begun(later, null)).when({ authority: owner, at }).yields(ended);
    given(end, created, begun(later, null)).when({ authority: owner, at: later }).yields();
    given(end, created).when({ authority: owner, at }).yields();
    given(end, created, begun(null, null), ended).when({ authority: owner, at }).yields();
  });
  for (const [says, differs] of [
    ['an end that is now', { until: at }],
    ['an end in the past', { until: plusMillis(at, -1) }],
    ['no hour', { newcomersHours: 0 }],
    ['half an hour', { newcomersHours: 0.5 }],
    ['too many hours', { newcomersHours: NEWCOMER_HOURS_MAX + 1 }],
  ] as const)
    it(`is refused with ${says}`, () => {
      const decided = decideBeginLockdown({ ...wish, ...differs }, guild);
      expect(decided).to.have.nested.property('left.kind', 'LockdownInvalid');
    });
  it('holds until its end, and without an end until it is ended', () => {
    const holds = (time: Instant, ...events: ReadonlyArray<GuildEvent>) =>
      lockdownAt(guildAfter(...events), time) !== null;
    expect(holds(at)).to.equal(false);
    expect(holds(plusMillis(later, -1), begun(later, null))).to.equal(true);
    expect(holds(later, begun(later, null))).to.equal(false);
    expect(holds(plusMillis(at, 9e9), begun(null, null))).to.equal(true);
    expect(holds(at, begun(null, null), ended)).to.equal(false);
  });
  it('counts a member as a newcomer who joined after its time, and never the founder', () => {
    const lockdown = { until: null, newcomersSince: since, reason: null };
    expect(isNewcomer(lockdown, { joinedAt: plusMillis(since, 1) })).to.equal(true);
    expect(isNewcomer(lockdown, { joinedAt: since })).to.equal(false);
    expect(isNewcomer(lockdown, { joinedAt: null })).to.equal(false);
    expect(isNewcomer({ ...lockdown, newcomersSince: null }, { joinedAt: at })).to.equal(false);
  });
});

describe('a membership under moderation', () => {
  const authority = fc.constantFrom(owner, withOnly(1, 'ban_members', 'moderate_members', 'manage_nicknames'));
  const via = { kind: 'invite', inviteId: ulid(7) as InviteId } as const;
  const acts: fc.Arbitrary<Act<MemberState, MemberEvent>> = authority.chain((by) => {
    const act = { ...acting, authority: by };
    return fc.constantFrom<Act<MemberState, MemberEvent>>(
      {
        says: 'a joining',
        decide: (state) => decideJoinGuild({ guild, userId: TARGET, via, at }, state),
        reached: ({ membership }) => membership === 'member' || membership === 'banned',
      },
      {
        says: 'a ban',
        decide: (state) => decideBanMember({ ...act, exists: true, reason }, state),
        reached: ({ membership }) => membership === 'banned',
      },
      {
        says: 'an unban',
        decide: (state) => decideUnbanMember(act, state),
        reached: ({ membership }) => membership === 'left',
        repeated: 'refused',
      },
      {
        says: 'a time-out',
        decide: (state) => decideTimeOutMember({ ...act, until: later, reason, at }, state),
        reached: ({ timedOutUntil }) => timedOutUntil === later,
      },
      {
        says: 'an end of a time-out',
        decide: (state) => decideTimeOutMember({ ...act, until: null, reason, at }, state),
        reached: ({ timedOutUntil }) => timedOutUntil === null,
      },
      {
        says: 'a naming',
        decide: (state) => decideChangeNickname({ ...act, nickname: 'Tim' as Nickname }, state),
        reached: ({ nickname }) => nickname === 'Tim',
      },
    );
  });
  it('does not change when a command is repeated', () => expectRepeatable(memberAggregate, acts));
});
