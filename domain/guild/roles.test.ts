import { expect } from 'chai';
import fc from 'fast-check';
import { isRight } from 'fp-ts/lib/Either.js';
import type { RoleFields } from '#domain/guild/commands.ts';
import type { GuildEvent, MemberEvent } from '#domain/guild/events.ts';
import { decideGiveRole, decideTakeRole } from '#domain/guild/member-decide.ts';
import { memberAggregate } from '#domain/guild/member-state.ts';
import { decideChangeRole, decideCreateRole, decideDeleteRole, decideOrderRoles } from '#domain/guild/role-decide.ts';
import { type GuildState, guildAggregate, type PresentGuild, rolesInOrder } from '#domain/guild/state.ts';
import type { GuildName, RoleName } from '#domain/guild/values.ts';
import type { GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { ROLES_PER_GUILD_MAX } from '#domain/kernel/limits.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import type { Authority } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';
import { OWNER_RANK } from '#domain/permission/hierarchy.ts';
import { ALL_PERMISSIONS, permissionSet } from '#domain/permission/permission-set.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { type Act, expectRepeatable, given } from '#infra/workshop/testkit/given.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const guildId = ulid(1) as GuildId;
const EVERYONE = everyoneRoleId(guildId);
const OWNER = ulid(2) as UserId;
const ACTOR = ulid(3) as UserId;
const TARGET = ulid(4) as UserId;
const role = (n: number) => ulid(200 + n) as RoleId;
const [LOW, MID, HIGH, NEW] = [role(1), role(2), role(3), role(9)];

const owner: Authority = { actor: OWNER, permissions: ALL_PERMISSIONS, rank: OWNER_RANK };
const withOnly = (rank: number, ...names: ReadonlyArray<Permission>): Authority => ({
  actor: ACTOR,
  permissions: permissionSet(names),
  rank,
});
const missing = (permission: Permission) => ({ kind: 'MissingPermission', permission }) as const;
const OUTRANKED = { kind: 'RoleOutranksActor' } as const;

const plain = { name: 'a role', color: null, hoist: false, mentionable: false, permissions: [] };
const guildCreated: GuildEvent = {
  type: 'guild.created',
  data: { guildId, name: 'a guild' as GuildName, ownerId: OWNER, everyone: EVERYONE_DEFAULT },
};
const made = (roleId: RoleId, ...permissions: ReadonlyArray<Permission>): GuildEvent => ({
  type: 'guild.role-created',
  data: { guildId, roleId, ...plain, permissions },
});
const changed = (roleId: RoleId, differs: Partial<typeof plain> & { permissions?: ReadonlyArray<Permission> }) =>
  ({ type: 'guild.role-changed', data: { guildId, roleId, ...plain, ...differs } }) as GuildEvent;
const ordered = (...order: ReadonlyArray<RoleId>): GuildEvent => ({
  type: 'guild.roles-ordered',
  data: { guildId, order },
});
const deleted = (roleId: RoleId): GuildEvent => ({
  type: 'guild.role-deleted',
  data: { guildId, roleId, reason: null },
});

/** A guild with three roles. The lowest may kick, the middle one manages roles, and the highest manages the guild. */
const past = [
  guildCreated,
  made(LOW, 'kick_members'),
  made(MID, 'manage_roles'),
  made(HIGH, 'manage_guild'),
  ordered(LOW, MID, HIGH),
];
const guildAfter = (...events: ReadonlyArray<GuildEvent>): PresentGuild => {
  const state = guildAggregate.fold(guildAggregate.initial, events);
  if (state.kind !== 'Present') throw new Error('the guild is not there');
  return state;
};
const fieldsOf = (...names: ReadonlyArray<Permission>): RoleFields => ({
  ...plain,
  name: plain.name as RoleName,
  permissions: permissionSet(names),
});

const create = { ...guildAggregate, decide: decideCreateRole };
const change = { ...guildAggregate, decide: decideChangeRole };
const remove = { ...guildAggregate, decide: decideDeleteRole };
const order = { ...guildAggregate, decide: decideOrderRoles };

describe('a role', () => {
  it('is made at the lowest rank, below all others', () => {
    given(create, ...past)
      .when({ roleId: NEW, fields: fieldsOf('speak'), authority: owner })
      .yields(made(NEW, 'speak'), ordered(NEW, LOW, MID, HIGH));
    const guild = guildAfter(...past, made(NEW), ordered(NEW, LOW, MID, HIGH));
    expect(rolesInOrder(guild).map(({ roleId, rank }) => [roleId, rank])).to.deep.equal([
      [NEW, 1],
      [LOW, 2],
      [MID, 3],
      [HIGH, 4],
    ]);
  });
  it('is made once, also when it was deleted since', () => {
    const wish = { roleId: NEW, fields: fieldsOf(), authority: owner };
    given(create, ...past, made(NEW))
      .when(wish)
      .yields();
    given(create, ...past, made(NEW), deleted(NEW))
      .when(wish)
      .yields();
  });

  const makers: ReadonlyArray<readonly [string, Authority, ReadonlyArray<Permission>, object | undefined]> = [
    ['by a manager of roles', withOnly(1, 'manage_roles', 'speak'), ['speak'], undefined],
    ['by no member without the permission', withOnly(3, 'manage_guild'), [], missing('manage_roles')],
    ['by no manager without a role', withOnly(0, 'manage_roles'), [], OUTRANKED],
    ['with no permission that its maker lacks', withOnly(2, 'manage_roles'), ['ban_members'], missing('ban_members')],
    [
      'with nothing that only an administrator has',
      withOnly(2, 'manage_roles'),
      ['administrator'],
      missing('administrator'),
    ],
    ['with everything by the owner', owner, ['administrator', 'manage_guild'], undefined],
  ];
  for (const [says, authority, names, refusal] of makers)
    it(`is made ${says}`, () => {
      const decided = decideCreateRole({ roleId: NEW, fields: fieldsOf(...names), authority }, guildAfter(...past));
      if (refusal === undefined) expect(isRight(decided)).to.equal(true);
      else expect(decided).to.deep.equal({ _tag: 'Left', left: refusal });
    });

  it('is one of a limited number, and a deleted role makes room', () => {
    const ids = Array.from({ length: ROLES_PER_GUILD_MAX - 1 }, (_, n) => role(1_000 + n));
    const full = [guildCreated, ...ids.map((roleId) => made(roleId)), ordered(...ids)];
    const wish = { roleId: NEW, fields: fieldsOf(), authority: owner };
    given(create, ...full)
      .when(wish)
      .refused({ kind: 'TooManyRoles', max: ROLES_PER_GUILD_MAX });
    const [first, ...others] = ids;
    if (first === undefined) throw new Error('there is a first one');
    given(create, ...full, deleted(first))
      .when(wish)
      .yields(made(NEW), ordered(NEW, ...others));
  });

  it('is changed in the fields that are given, and the event holds the whole role', () => {
    given(change, ...past)
      .when({ roleId: LOW, fields: { color: '#a1b2c3', hoist: true }, authority: owner })
      .yields(changed(LOW, { color: '#a1b2c3', hoist: true, permissions: ['kick_members'] } as never));
    given(change, ...past)
      .when({ roleId: LOW, fields: fieldsOf('kick_members'), authority: owner })
      .yields();
  });

  const editors: ReadonlyArray<readonly [string, RoleId, Authority, Partial<RoleFields>, object | undefined]> = [
    ['a lower role by a manager', LOW, withOnly(2, 'manage_roles'), { hoist: true }, undefined],
    ['an equal role by no manager', MID, withOnly(2, 'manage_roles'), { hoist: true }, OUTRANKED],
    ['a higher role by no manager', HIGH, withOnly(2, 'manage_roles'), { hoist: true }, OUTRANKED],
    ['a lower role by no member without the permission', LOW, withOnly(2), { hoist: true }, missing('manage_roles')],
    ['an unknown role by no member', NEW, owner, { hoist: true }, { kind: 'RoleUnknown' }],
    [
      'its gain of a permission that its editor holds',
      LOW,
      withOnly(2, 'manage_roles', 'speak'),
      fieldsOf('speak'),
      undefined,
    ],
    [
      'no gain of a permission that its editor lacks',
      LOW,
      withOnly(2, 'manage_roles'),
      fieldsOf('speak'),
      missing('speak'),
    ],
    ['its loss of a permission that its editor lacks', LOW, withOnly(2, 'manage_roles'), fieldsOf(), undefined],
    [
      'a permission that it has and its editor lacks',
      LOW,
      withOnly(2, 'manage_roles'),
      { ...fieldsOf('kick_members'), hoist: true },
      undefined,
    ],
    [
      'the highest role by an administrator of a lower rank',
      HIGH,
      withOnly(2, 'administrator', 'manage_roles'),
      { hoist: true },
      OUTRANKED,
    ],
    [
      'the permissions of the everyone-role',
      EVERYONE,
      withOnly(1, 'manage_roles'),
      { permissions: permissionSet([]) },
      undefined,
    ],
    [
      'the everyone-role by no manager without a role',
      EVERYONE,
      withOnly(0, 'manage_roles'),
      { permissions: permissionSet([]) },
      OUTRANKED,
    ],
    ['no name of the everyone-role', EVERYONE, owner, { name: 'all' as RoleName }, { kind: 'EveryoneRoleFixed' }],
    ['no colour of the everyone-role', EVERYONE, owner, { color: '#000000' }, { kind: 'EveryoneRoleFixed' }],
  ];
  for (const [says, roleId, authority, fields, refusal] of editors)
    it(`lets change ${says}`, () => {
      const decided = decideChangeRole({ roleId, fields, authority }, guildAfter(...past));
      if (refusal === undefined) expect(isRight(decided) && decided.right.length).to.equal(1);
      else expect(decided).to.deep.equal({ _tag: 'Left', left: refusal });
    });

  it('is deleted by a higher manager, and the everyone-role never', () => {
    const manager = withOnly(2, 'manage_roles');
    given(remove, ...past)
      .when({ roleId: LOW, reason: null, authority: manager })
      .yields(deleted(LOW));
    const reason = 'nobody has it' as Reason;
    given(remove, ...past)
      .when({ roleId: LOW, reason, authority: manager })
      .yields({ type: 'guild.role-deleted', data: { guildId, roleId: LOW, reason } });
    for (const roleId of [MID, HIGH])
      given(remove, ...past)
        .when({ roleId, reason: null, authority: manager })
        .refused(OUTRANKED);
    given(remove, ...past)
      .when({ roleId: LOW, reason: null, authority: withOnly(3, 'manage_guild') })
      .refused(missing('manage_roles'));
    given(remove, ...past, deleted(LOW))
      .when({ roleId: LOW, reason: null, authority: owner })
      .refused({ kind: 'RoleUnknown' });
    given(remove, ...past)
      .when({ roleId: EVERYONE, reason: null, authority: owner })
      .refused({ kind: 'EveryoneRoleFixed' });
  });

  it('of no guild, or of a deleted one, is unknown with the guild', () => {
    const unknown = { kind: 'GuildUnknown' } as const;
    for (const ended of [[], [...past, { type: 'guild.deleted', data: { guildId, reason: null } } as const]]) {
      given(create, ...ended)
        .when({ roleId: NEW, fields: fieldsOf(), authority: owner })
        .refused(unknown);
      given(change, ...ended)
        .when({ roleId: LOW, fields: {}, authority: owner })
        .refused(unknown);
      given(remove, ...ended)
        .when({ roleId: LOW, reason: null, authority: owner })
        .refused(unknown);
      given(order, ...ended)
        .when({ order: [], authority: owner })
        .refused(unknown);
    }
  });

  const acts: fc.Arbitrary<Act<GuildState, GuildEvent>> = fc
    .tuple(fc.constantFrom(LOW, MID, HIGH, NEW), fc.constantFrom(owner, withOnly(2, 'manage_roles'), withOnly(0)))
    .chain(([roleId, authority]) =>
      fc.constantFrom<Act<GuildState, GuildEvent>>(
        {
          says: 'a creation of the guild',
          decide: (state) => ({ _tag: 'Right', right: state.kind === 'Absent' ? past : [] }),
          reached: ({ kind }) => kind !== 'Absent',
        },
        {
          says: 'a creation',
          decide: (state) => decideCreateRole({ roleId, fields: fieldsOf(), authority }, state),
          reached: (state) => state.kind === 'Present' && (state.roles.has(roleId) || state.deletedRoles.has(roleId)),
        },
        {
          says: 'a change',
          decide: (state) => decideChangeRole({ roleId, fields: { hoist: true }, authority }, state),
          reached: (state) => state.kind === 'Present' && state.roles.get(roleId)?.hoist === true,
        },
        {
          says: 'a deletion',
          decide: (state) => decideDeleteRole({ roleId, reason: null, authority }, state),
          reached: (state) => state.kind === 'Present' && !state.roles.has(roleId),
          repeated: 'refused',
        },
      ),
    );
  it('does not change when a command is repeated', () => expectRepeatable(guildAggregate, acts));
});

describe('the order of roles', () => {
  it('is changed below the rank of the actor', () => {
    given(order, ...past)
      .when({ order: [MID, LOW, HIGH], authority: withOnly(3, 'manage_roles') })
      .yields(ordered(MID, LOW, HIGH));
    given(order, ...past)
      .when({ order: [HIGH, MID, LOW], authority: owner })
      .yields(ordered(HIGH, MID, LOW));
    given(order, ...past)
      .when({ order: [LOW, MID, HIGH], authority: withOnly(0, 'manage_roles') })
      .yields();
  });
  it('names each role in use once, without the everyone-role', () => {
    for (const wrong of [[], [LOW, MID], [LOW, LOW, MID], [LOW, MID, HIGH, NEW], [LOW, MID, EVERYONE]])
      given(order, ...past)
        .when({ order: wrong, authority: owner })
        .refused({ kind: 'RoleOrderInvalid' });
    given(order, ...past, deleted(MID))
      .when({ order: [LOW, MID, HIGH], authority: owner })
      .refused({ kind: 'RoleOrderInvalid' });
    given(order, ...past, deleted(MID))
      .when({ order: [HIGH, LOW], authority: owner })
      .yields(ordered(HIGH, LOW));
  });
  it('needs the permission', () => {
    given(order, ...past)
      .when({ order: [LOW, MID, HIGH], authority: withOnly(3) })
      .refused(missing('manage_roles'));
  });
  it('lets no role leave or reach a place at or above the actor, in any order of five roles', () => {
    const ids = [1, 2, 3, 4, 5].map(role);
    const guild = guildAfter(guildCreated, ...ids.map((id) => made(id)), ordered(...ids));
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: 5 }), fc.integer({ min: 0, max: 6 }), (wish, rank) => {
        const decided = decideOrderRoles({ order: wish, authority: withOnly(rank, 'manage_roles') }, guild);
        const touches = ids.some((id, place) => {
          const to = wish.indexOf(id);
          return to !== place && (place + 1 >= rank || to + 1 >= rank);
        });
        expect(isRight(decided)).to.equal(!touches);
      }),
    );
  });
});

describe('the role of a member', () => {
  const guild = guildAfter(...past);
  const give = { ...memberAggregate, decide: decideGiveRole };
  const take = { ...memberAggregate, decide: decideTakeRole };
  const joined: MemberEvent = {
    type: 'guild.member-joined',
    data: {
      guildId,
      userId: TARGET,
      via: { kind: 'invite', inviteId: ulid(7) as never },
      joinedAt: '2026-11-23T03:00:00.000Z' as never,
    },
  };
  const givenRole = (roleId: RoleId, userId = TARGET): MemberEvent => ({
    type: 'guild.member-role-given',
    data: { guildId, userId, roleId },
  });
  const takenRole = (roleId: RoleId): MemberEvent => ({
    type: 'guild.member-role-taken',
    data: { guildId, userId: TARGET, roleId },
  });
  const wish = { guild, userId: TARGET, roleId: LOW, authority: owner };

  it('is given once and taken once', () => {
    given(give, joined).when(wish).yields(givenRole(LOW));
    given(give, joined, givenRole(LOW)).when(wish).yields();
    given(take, joined, givenRole(LOW)).when(wish).yields(takenRole(LOW));
    given(take, joined).when(wish).yields();
  });

  const manager = withOnly(2, 'manage_roles', 'kick_members');
  const table: ReadonlyArray<readonly [string, Partial<typeof wish>, ReadonlyArray<MemberEvent>, object | undefined]> =
    [
      ['by a higher manager who holds its permissions', { authority: manager }, [joined], undefined],
      [
        'by no member without the permission',
        { authority: withOnly(3, 'kick_members') },
        [joined],
        missing('manage_roles'),
      ],
      ['at no rank equal to the manager', { authority: manager, roleId: MID }, [joined], OUTRANKED],
      ['at no rank above the manager', { authority: manager, roleId: HIGH }, [joined], OUTRANKED],
      ['to no member of an equal rank', { authority: manager }, [joined, givenRole(MID)], { kind: 'OutranksActor' }],
      ['to no member of a higher rank', { authority: manager }, [joined, givenRole(HIGH)], { kind: 'OutranksActor' }],
      ['to no stranger', {}, [], { kind: 'MemberUnknown' }],
      ['to nobody, if it is deleted', { guild: guildAfter(...past, deleted(LOW)) }, [joined], { kind: 'RoleUnknown' }],
      ['to nobody, if every member has it', { roleId: EVERYONE }, [joined], { kind: 'EveryoneRoleFixed' }],
      [
        'to no manager by themselves',
        { authority: { ...manager, actor: TARGET } },
        [joined, givenRole(MID)],
        { kind: 'OutranksActor' },
      ],
      ['to the owner by the owner', { userId: OWNER }, [], undefined],
      [
        'to the owner by no other member',
        { userId: OWNER, authority: withOnly(3, 'administrator', 'manage_roles') },
        [],
        { kind: 'OutranksActor' },
      ],
    ];
  for (const [says, differs, before, refusal] of table) {
    it(`is given ${says}`, () => {
      const decision = given(give, ...before).when({ ...wish, ...differs });
      if (refusal === undefined) decision.yields(givenRole(differs.roleId ?? LOW, differs.userId ?? TARGET));
      else decision.refused(refusal as Parameters<typeof decision.refused>[0]);
    });
    if (refusal !== undefined)
      it(`is taken under the same rule: given ${says}`, () => {
        const decision = given(take, ...before).when({ ...wish, ...differs });
        decision.refused(refusal as Parameters<typeof decision.refused>[0]);
      });
  }
  it('gives no permission that its giver lacks, and may be taken all the same', () => {
    const powerless = withOnly(2, 'manage_roles');
    given(give, joined)
      .when({ ...wish, authority: powerless })
      .refused(missing('kick_members'));
    given(take, joined, givenRole(LOW))
      .when({ ...wish, authority: powerless })
      .yields(takenRole(LOW));
  });
});
