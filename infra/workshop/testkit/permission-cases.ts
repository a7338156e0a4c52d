/** Cases of the permission rules, as facts: the resolver, the write side and the read side answer them alike. */
import fc from 'fast-check';
import type { GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { PERMISSIONS, type Permission } from '#domain/permission/bits.ts';
import type { OverwriteFacts, RoleFacts } from '#domain/permission/question.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
export const GUILD = ulid(1) as GuildId;
export const EVERYONE = ulid(1) as RoleId;
export const OWNER = ulid(2) as UserId;
export const MEMBER = ulid(3) as UserId;
export const OTHER = ulid(4) as UserId;
export const RED = ulid(11) as RoleId;
export const BLUE = ulid(12) as RoleId;
export const NOW = instantOf(Date.UTC(2026, 10, 23));
export const LATER = plusMillis(NOW, 60_000);

/** A case in names, as both implementations read it. */
export type Spec = {
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

export const factsOf = ({ of, allow, deny }: OverwriteSpec): OverwriteFacts => ({
  target: USERS.includes(of) ? { kind: 'member', userId: of as UserId } : { kind: 'role', roleId: of as RoleId },
  allow,
  deny,
});

/** Facts about the roles of the guild. */
export const rolesIn = (spec: Spec): ReadonlyArray<RoleFacts> => [
  { roleId: EVERYONE, rank: 0, permissions: spec.everyone },
  ...[...spec.roles].map(([roleId, permissions], i) => ({ roleId, rank: i + 1, permissions })),
];

const ALL = [...PERMISSIONS];

export const plain: Spec = {
  who: MEMBER,
  everyone: ['view_channel', 'send_messages'],
  roles: new Map(),
  wears: [],
  timedOutUntil: null,
  channel: undefined,
};
const GIVING_NOTHING: Spec['roles'] = new Map([
  [RED, []],
  [BLUE, []],
]);
export const over = (of: string, allow: ReadonlyArray<Permission>, deny: ReadonlyArray<Permission>): OverwriteSpec => ({
  of,
  allow,
  deny,
});

/** A sentence, what differs from `plain`, and the permissions that come of it. */
export const PERMISSION_CASES: ReadonlyArray<readonly [string, Partial<Spec>, ReadonlyArray<Permission>]> = [
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
    {
      roles: GIVING_NOTHING,
      wears: [RED],
      channel: [over(EVERYONE, [], ['send_messages']), over(RED, ['send_messages'], [])],
    },
    ['view_channel', 'send_messages'],
  ],
  [
    'one role allows what another denies',
    {
      roles: GIVING_NOTHING,
      wears: [RED, BLUE],
      channel: [over(RED, ['send_messages'], []), over(BLUE, [], ['send_messages'])],
    },
    ['view_channel', 'send_messages'],
  ],
  [
    'the member is denied what a role allows',
    {
      roles: GIVING_NOTHING,
      wears: [RED],
      channel: [over(RED, ['send_messages'], []), over(MEMBER, [], ['send_messages'])],
    },
    ['view_channel'],
  ],
  [
    'the member is allowed what a role denies',
    {
      roles: GIVING_NOTHING,
      wears: [RED],
      channel: [over(MEMBER, ['send_messages'], []), over(RED, [], ['send_messages'])],
    },
    ['view_channel', 'send_messages'],
  ],
  [
    'an overwrite for a role that is gone allows nothing',
    { wears: [RED], channel: [over(EVERYONE, [], ['send_messages']), over(RED, ['send_messages'], [])] },
    ['view_channel'],
  ],
  [
    'an overwrite for a role that is gone denies nothing',
    { wears: [RED], channel: [over(RED, [], ['send_messages'])] },
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
  ['a member who cannot view a channel can do nothing in it', { channel: [over(EVERYONE, [], ['view_channel'])] }, []],
  [
    'a member who cannot view channels can still act on the guild',
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
  ['a time-out that is over binds no member', { timedOutUntil: NOW }, ['view_channel', 'send_messages']],
];

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
export const someSpec: fc.Arbitrary<Spec> = fc.record({
  who: fc.constantFrom(OWNER, MEMBER, MEMBER, MEMBER, OTHER),
  everyone: withAdministrator,
  roles: fc
    .tuple(withAdministrator, withAdministrator)
    .map(([red, blue]): Spec['roles'] => new Map([[RED, red] as const, [BLUE, blue] as const])),
  wears: fc.subarray([RED, BLUE]),
  timedOutUntil: fc.constantFrom(null, null, NOW, LATER),
  channel: fc.option(someOverwrites, { nil: undefined }),
});
