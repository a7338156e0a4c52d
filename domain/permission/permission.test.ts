import { expect } from 'chai';
import fc from 'fast-check';
import type { GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { PERMISSIONS, type Permission } from '#domain/permission/bits.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';
import { mayGrant, OWNER_RANK, outranks, rankOf } from '#domain/permission/hierarchy.ts';
import type { Overwrite, Overwrites } from '#domain/permission/overwrite.ts';
import { has, intersection, minus, namesIn, permissionSet, union } from '#domain/permission/permission-set.ts';
import { type Question, resolve } from '#domain/permission/resolve.ts';
import type { Role } from '#domain/permission/role.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const GUILD = ulid(1) as GuildId;
const EVERYONE = ulid(1) as RoleId;
const OWNER = ulid(2) as UserId;
const MEMBER = ulid(3) as UserId;
const OTHER = ulid(4) as UserId;
const RED = ulid(11) as RoleId;
const BLUE = ulid(12) as RoleId;
const NOW = instantOf(Date.UTC(2026, 10, 23));
const LATER = plusMillis(NOW, 60_000);

/** A case in names, as both implementations read it. */
type Spec = {
  readonly who: UserId;
  readonly everyone: ReadonlyArray<Permission>;
  readonly roles: ReadonlyMap<RoleId, ReadonlyArray<Permission>>;
  readonly wears: ReadonlyArray<RoleId>;
  readonly timedOutUntil: Instant | null;
  readonly channel: ReadonlyArray<OverwriteSpec> | undefined;
};
type OverwriteSpec = {
  readonly of: string;
  readonly allow: ReadonlyArray<Permission>;
  readonly deny: ReadonlyArray<Permission>;
};

const USERS: ReadonlyArray<string> = [OWNER, MEMBER, OTHER];

const overwritesOf = (specs: ReadonlyArray<OverwriteSpec>): Overwrites => {
  const roles = new Map<RoleId, Overwrite>();
  const members = new Map<UserId, Overwrite>();
  for (const { of, allow, deny } of specs) {
    const overwrite = { allow: permissionSet(allow), deny: permissionSet(deny) };
    if (USERS.includes(of)) members.set(of as UserId, overwrite);
    else roles.set(of as RoleId, overwrite);
  }
  return { roles, members };
};

const questionOf = (spec: Spec): Question => {
  const everyone: Role = { roleId: EVERYONE, rank: 0, permissions: permissionSet(spec.everyone) };
  const roles = new Map([[EVERYONE, everyone]]);
  let rank = 1;
  for (const [roleId, names] of spec.roles)
    roles.set(roleId, { roleId, rank: rank++, permissions: permissionSet(names) });
  return {
    guild: { guildId: GUILD, ownerId: OWNER, roles },
    member: { userId: spec.who, roleIds: new Set(spec.wears), timedOutUntil: spec.timedOutUntil },
    overwrites: spec.channel === undefined ? undefined : overwritesOf(spec.channel),
    at: NOW,
  };
};

const answer = (spec: Spec): ReadonlyArray<Permission> => namesIn(resolve(questionOf(spec)));
const ALL = [...PERMISSIONS];
const inOrder = (names: ReadonlyArray<Permission>) => PERMISSIONS.filter((name) => names.includes(name));

const plain: Spec = {
  who: MEMBER,
  everyone: ['view_channel', 'send_messages'],
  roles: new Map(),
  wears: [],
  timedOutUntil: null,
  channel: undefined,
};
const over = (of: string, allow: ReadonlyArray<Permission>, deny: ReadonlyArray<Permission>): OverwriteSpec => ({
  of,
  allow,
  deny,
});

const TABLE: ReadonlyArray<readonly [string, Partial<Spec>, ReadonlyArray<Permission>]> = [
  ['a member has what everyone has', {}, ['view_channel', 'send_messages']],
  ['the owner has everything', { who: OWNER, everyone: [] }, ALL],
  ['the owner is not bound by a time-out', { who: OWNER, timedOutUntil: LATER }, ALL],
  ['the owner is not bound by an overwrite', { who: OWNER, channel: [over(OWNER, [], ALL)] }, ALL],
  [
    'roles add up',
    {
      roles: new Map([
        [RED, ['kick_members']],
        [BLUE, ['ban_members']],
      ]),
      wears: [RED, BLUE],
    },
    ['view_channel', 'send_messages', 'kick_members', 'ban_members'],
  ],
  ['a role not worn gives nothing', { roles: new Map([[RED, ['kick_members']]]) }, ['view_channel', 'send_messages']],
  ['a role that is gone gives nothing', { wears: [RED] }, ['view_channel', 'send_messages']],
  ['an administrator has everything', { roles: new Map([[RED, ['administrator']]]), wears: [RED] }, ALL],
  [
    'an administrator is not bound by an overwrite',
    { roles: new Map([[RED, ['administrator']]]), wears: [RED], channel: [over(EVERYONE, [], ALL)] },
    ALL,
  ],
  [
    'an administrator is not bound by a time-out',
    { roles: new Map([[RED, ['administrator']]]), wears: [RED], timedOutUntil: LATER },
    ALL,
  ],
  ['a channel without overwrites changes nothing', { channel: [] }, ['view_channel', 'send_messages']],
  ['everyone is denied in a channel', { channel: [over(EVERYONE, [], ['send_messages'])] }, ['view_channel']],
  [
    'an allow beats a deny within one overwrite',
    { channel: [over(EVERYONE, ['send_messages'], ['send_messages'])] },
    ['view_channel', 'send_messages'],
  ],
  [
    'a role allows what everyone is denied',
    { wears: [RED], channel: [over(EVERYONE, [], ['send_messages']), over(RED, ['send_messages'], [])] },
    ['view_channel', 'send_messages'],
  ],
  [
    'one role allows what another denies',
    { wears: [RED, BLUE], channel: [over(RED, ['send_messages'], []), over(BLUE, [], ['send_messages'])] },
    ['view_channel', 'send_messages'],
  ],
  [
    'the member is denied what a role allows',
    { wears: [RED], channel: [over(RED, ['send_messages'], []), over(MEMBER, [], ['send_messages'])] },
    ['view_channel'],
  ],
  [
    'the member is allowed what a role denies',
    { wears: [RED], channel: [over(MEMBER, ['send_messages'], []), over(RED, [], ['send_messages'])] },
    ['view_channel', 'send_messages'],
  ],
  [
    "another member's overwrite means nothing",
    { channel: [over(OTHER, ALL, ['view_channel'])] },
    ['view_channel', 'send_messages'],
  ],
  [
    'no overwrite makes an administrator',
    { channel: [over(MEMBER, ['administrator'], [])] },
    ['view_channel', 'send_messages'],
  ],
  ['who cannot view a channel can do nothing in it', { channel: [over(EVERYONE, [], ['view_channel'])] }, []],
  [
    'who cannot view in general can still act on the guild',
    { everyone: ['kick_members'], channel: undefined },
    ['kick_members'],
  ],
  [
    'a private channel opens to one member',
    { channel: [over(EVERYONE, [], ['view_channel']), over(MEMBER, ['view_channel'], [])] },
    ['view_channel', 'send_messages'],
  ],
  [
    'a time-out leaves only reading',
    { everyone: ['view_channel', 'read_message_history', 'send_messages', 'kick_members'], timedOutUntil: LATER },
    ['view_channel', 'read_message_history'],
  ],
  ['a time-out gives nothing', { everyone: ['send_messages'], timedOutUntil: LATER }, []],
  [
    'a time-out beats what a channel allows',
    { timedOutUntil: LATER, channel: [over(MEMBER, ['manage_messages'], [])] },
    ['view_channel'],
  ],
  ['a time-out that is over binds nobody', { timedOutUntil: NOW }, ['view_channel', 'send_messages']],
];

/** Written apart from the resolver, in sets of names and without its vocabulary: the second opinion. */
const naive = (spec: Spec): ReadonlyArray<Permission> => {
  if (spec.who === OWNER) return ALL;
  const names = new Set<Permission>(spec.everyone);
  for (const roleId of spec.wears) for (const name of spec.roles.get(roleId) ?? []) names.add(name);
  if (names.has('administrator')) return ALL;
  if (spec.channel !== undefined) {
    const last = new Map(spec.channel.map((one) => [one.of, one]));
    const everyone = last.get(EVERYONE);
    for (const name of everyone?.deny ?? []) names.delete(name);
    for (const name of everyone?.allow ?? []) names.add(name);
    for (const roleId of spec.wears) for (const name of last.get(roleId)?.deny ?? []) names.delete(name);
    for (const roleId of spec.wears) for (const name of last.get(roleId)?.allow ?? []) names.add(name);
    for (const name of last.get(spec.who)?.deny ?? []) names.delete(name);
    for (const name of last.get(spec.who)?.allow ?? []) names.add(name);
    names.delete('administrator');
  }
  if (spec.timedOutUntil !== null && spec.timedOutUntil > NOW)
    for (const name of [...names]) if (name !== 'view_channel' && name !== 'read_message_history') names.delete(name);
  if (spec.channel !== undefined && !names.has('view_channel')) return [];
  return inOrder([...names]);
};

const someNames = fc.subarray([...PERMISSIONS].filter((name) => name !== 'administrator'));
const withAdministrator = fc
  .tuple(someNames, fc.integer({ min: 0, max: 15 }))
  .map(([names, dice]): ReadonlyArray<Permission> => (dice === 0 ? [...names, 'administrator'] : names));
const someOverwrites = fc.array(
  fc.record({
    of: fc.constantFrom<string>(EVERYONE, RED, BLUE, OWNER, MEMBER, OTHER),
    allow: withAdministrator,
    deny: withAdministrator,
  }),
  { maxLength: 6 },
);
const someSpec: fc.Arbitrary<Spec> = fc.record({
  who: fc.constantFrom(OWNER, MEMBER, MEMBER, MEMBER, OTHER),
  everyone: withAdministrator,
  roles: fc
    .tuple(withAdministrator, withAdministrator)
    .map(([red, blue]): Spec['roles'] => new Map([[RED, red] as const, [BLUE, blue] as const])),
  wears: fc.subarray([RED, BLUE]),
  timedOutUntil: fc.constantFrom(null, null, NOW, LATER),
  channel: fc.option(someOverwrites, { nil: undefined }),
});

describe('permissions', () => {
  for (const [says, differs, expected] of TABLE)
    it(says, () => expect(answer({ ...plain, ...differs })).to.deep.equal(inOrder(expected)));

  it('are resolved as a second, independent implementation does', () => {
    fc.assert(
      fc.property(someSpec, (spec) => {
        expect(answer(spec)).to.deep.equal(naive(spec));
      }),
      { numRuns: 5_000 },
    );
  });

  it('form sets that behave as sets of names do', () => {
    fc.assert(
      fc.property(fc.subarray(ALL), fc.subarray(ALL), (a, b) => {
        const [x, y] = [permissionSet(a), permissionSet(b)];
        expect(namesIn(x)).to.deep.equal(a);
        expect(namesIn(union(x, y))).to.deep.equal(inOrder([...a, ...b]));
        expect(namesIn(minus(x, y))).to.deep.equal(a.filter((name) => !b.includes(name)));
        expect(namesIn(intersection(x, y))).to.deep.equal(a.filter((name) => b.includes(name)));
        expect(mayGrant(x, y)).to.equal(b.every((name) => a.includes(name)));
        expect(x).to.deep.equal(permissionSet([...a].reverse()));
      }),
    );
  });

  it('of a new guild let everybody talk and change nothing that belongs to others', () => {
    expect(EVERYONE_DEFAULT).to.deep.equal([
      'view_channel',
      'read_message_history',
      'send_messages',
      'embed_links',
      'attach_files',
      'add_reactions',
      'create_invite',
      'change_nickname',
      'connect',
      'speak',
      'video',
      'stream',
      'create_threads',
      'send_messages_in_threads',
      'send_polls',
    ]);
    expect(has(permissionSet(EVERYONE_DEFAULT), 'mention_everyone')).to.equal(false);
  });
});

describe('rank', () => {
  const guild = questionOf({
    ...plain,
    roles: new Map<RoleId, ReadonlyArray<Permission>>([
      [RED, []],
      [BLUE, []],
    ]),
  }).guild;
  const rank = (userId: UserId, ...roleIds: ReadonlyArray<RoleId>) => rankOf(guild, { userId, roleIds });

  it('is the highest role worn', () => {
    expect(rank(MEMBER)).to.equal(0);
    expect(rank(MEMBER, EVERYONE)).to.equal(0);
    expect(rank(MEMBER, BLUE, RED)).to.equal(2);
    expect(rank(OWNER)).to.equal(OWNER_RANK);
  });

  const acts: ReadonlyArray<readonly [string, number, number, boolean]> = [
    ['nobody acts on an equal', rank(MEMBER, RED), rank(OTHER, RED), false],
    ['nobody acts on a higher', rank(MEMBER, RED), rank(OTHER, BLUE), false],
    ['a higher acts on a lower', rank(MEMBER, BLUE), rank(OTHER, RED), true],
    ['two without roles are equals', rank(MEMBER), rank(OTHER), false],
    ['nobody acts on the owner', rank(MEMBER, BLUE), rank(OWNER), false],
    ['the owner acts on all others', rank(OWNER), rank(MEMBER, BLUE), true],
    ['the owner does not act on themselves', rank(OWNER), rank(OWNER), false],
  ];
  for (const [says, actor, target, expected] of acts)
    it(says, () => expect(outranks(actor, target)).to.equal(expected));
});
