import { expect } from 'chai';
import fc from 'fast-check';
import type { RoleId, UserId } from '#domain/kernel/ids.ts';
import { PERMISSIONS, type Permission } from '#domain/permission/bits.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';
import { mayGrant, OWNER_RANK, outranks, rankOf } from '#domain/permission/hierarchy.ts';
import {
  has,
  intersection,
  minus,
  NO_PERMISSIONS,
  namesIn,
  permissionSet,
  union,
} from '#domain/permission/permission-set.ts';
import { overwritesOf, type Question, rolesOf } from '#domain/permission/question.ts';
import { type PermissionStep, resolve, stepsAbout } from '#domain/permission/resolve.ts';
import {
  BLUE,
  EVERYONE,
  factsOf,
  GUILD,
  LATER,
  MEMBER,
  NOW,
  OTHER,
  OWNER,
  over,
  PERMISSION_CASES,
  plain,
  RED,
  rolesIn,
  type Spec,
  someSpec,
} from '#infra/workshop/testkit/permission-cases.ts';

const questionOf = (spec: Spec): Question => ({
  guild: { guildId: GUILD, ownerId: OWNER, roles: rolesOf(rolesIn(spec)) },
  userId: spec.who,
  member: { roleIds: new Set(spec.wears), timedOutUntil: spec.timedOutUntil },
  channel: spec.channel === undefined ? null : { overwrites: overwritesOf(spec.channel.map(factsOf)) },
  at: NOW,
});

const answer = (spec: Spec): ReadonlyArray<Permission> => namesIn(resolve(questionOf(spec)).permissions);
const ALL = [...PERMISSIONS];
const inOrder = (names: ReadonlyArray<Permission>) => PERMISSIONS.filter((name) => names.includes(name));

/** Resolves permissions a second time, written apart from the resolver and with sets of names. */
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
    const worn = spec.wears.filter((roleId) => spec.roles.has(roleId));
    for (const roleId of worn) for (const name of last.get(roleId)?.deny ?? []) names.delete(name);
    for (const roleId of worn) for (const name of last.get(roleId)?.allow ?? []) names.add(name);
    for (const name of last.get(spec.who)?.deny ?? []) names.delete(name);
    for (const name of last.get(spec.who)?.allow ?? []) names.add(name);
    names.delete('administrator');
  }
  if (spec.timedOutUntil !== null && spec.timedOutUntil > NOW)
    for (const name of [...names]) if (name !== 'view_channel' && name !== 'read_message_history') names.delete(name);
  if (spec.channel !== undefined && !names.has('view_channel')) return [];
  return inOrder([...names]);
};

describe('permissions', () => {
  for (const [says, differs, expected] of PERMISSION_CASES)
    it(says, () => expect(answer({ ...plain, ...differs })).to.deep.equal(inOrder(expected)));

  it('are the same in a second, independent implementation', () => {
    fc.assert(
      fc.property(someSpec, (spec) => {
        expect(answer(spec)).to.deep.equal(naive(spec));
      }),
      { numRuns: 5_000 },
    );
  });

  it('come with the steps that lead to them, in their order', () => {
    fc.assert(
      fc.property(someSpec, (spec) => {
        const { permissions, because } = resolve(questionOf(spec));
        const led = because.reduce((set, { takes, gives }) => union(minus(set, takes), gives), NO_PERMISSIONS);
        expect(led).to.deep.equal(permissions);
        for (const name of PERMISSIONS) {
          const last = stepsAbout(because, name).at(-1);
          expect(last !== undefined && has(last.gives, name), name).to.equal(has(permissions, name));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  const trace = (differs: Partial<Spec>) =>
    resolve(questionOf({ ...plain, ...differs })).because.map(({ kind, roleId }) => [kind, roleId]);
  const traces: ReadonlyArray<
    readonly [string, Partial<Spec>, ReadonlyArray<readonly [PermissionStep['kind'], RoleId | null]>]
  > = [
    ['the owner', { who: OWNER }, [['owner', null]]],
    [
      'an administrator',
      { roles: new Map([[RED, ['administrator']]]), wears: [RED], channel: [over(RED, [], ALL)] },
      [
        ['everyone-role', null],
        ['role', RED],
        ['administrator', null],
      ],
    ],
    [
      'a member in time-out whom every overwrite of a channel is about',
      {
        roles: new Map([
          [RED, ['speak']],
          [BLUE, ['video']],
        ]),
        wears: [RED, BLUE],
        timedOutUntil: LATER,
        channel: [
          over(MEMBER, ['stream'], []),
          over(BLUE, ['speak'], ['video']),
          over(RED, ['video'], ['speak']),
          over(EVERYONE, [], ['view_channel']),
        ],
      },
      [
        ['everyone-role', null],
        ['role', RED],
        ['role', BLUE],
        ['everyone-overwrite', null],
        ['role-overwrite-denies', RED],
        ['role-overwrite-denies', BLUE],
        ['role-overwrite-allows', RED],
        ['role-overwrite-allows', BLUE],
        ['member-overwrite', null],
        ['time-out', null],
        ['channel-not-viewed', null],
      ],
    ],
    [
      'a member whom no overwrite is about',
      { channel: [over(RED, ['speak'], []), over(OTHER, ['speak'], [])] },
      [['everyone-role', null]],
    ],
  ];
  for (const [who, differs, expected] of traces)
    it(`name each step for ${who}`, () => expect(trace(differs)).to.deep.equal(expected));

  it('form sets that behave like sets of names', () => {
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

  it('of a new guild let every member talk and change no thing of other members', () => {
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

  it('is the rank of the highest role of the member', () => {
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
