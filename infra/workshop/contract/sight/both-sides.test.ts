/** Commands and queries answer the same question about one channel from the same facts. */
import { expect } from 'chai';
import fc from 'fast-check';
import { authorityOf } from '#commands/authority.ts';
import type { GuildState } from '#domain/guild/state.ts';
import type { ChannelId, RoleId } from '#domain/kernel/ids.ts';
import { PERMISSIONS, type Permission } from '#domain/permission/bits.ts';
import { namesIn } from '#domain/permission/permission-set.ts';
import { overwritesOf, rolesOf } from '#domain/permission/question.ts';
import {
  EVERYONE,
  factsOf,
  GUILD,
  NOW,
  OWNER,
  PERMISSION_CASES,
  plain,
  RED,
  rolesIn,
  type Spec,
  someSpec,
} from '#infra/workshop/testkit/permission-cases.ts';
import { makeSnapshot, SnapshotRow } from '#queries/snapshot/guild-snapshot.ts';

const CHANNEL = '0C000000000000000000000001' as ChannelId;
const CATEGORY = '0C000000000000000000000002' as ChannelId;
const HIDES_ALL = { allow: [], deny: ['view_channel'] } as const;

const PLAIN_LOOK = { name: 'a role', color: null, hoist: false, mentionable: false };

/** Asks as commands do, with the states that the streams fold to. */
const writeSide = (spec: Spec): ReadonlyArray<Permission> => {
  const guild: GuildState = {
    kind: 'Present',
    guildId: GUILD,
    name: 'a guild',
    ownerId: OWNER,
    founderId: OWNER,
    roles: new Map([...rolesOf(rolesIn(spec))].map(([id, role]) => [id, { ...role, ...PLAIN_LOOK }])),
    deletedRoles: new Map(),
    channels: new Set([CHANNEL]),
    channelOrder: [],
    lockdown: null,
  };
  const member = {
    membership: 'member',
    roleIds: new Set(spec.wears),
    timedOutUntil: spec.timedOutUntil,
    nickname: null,
    banReason: null,
    timeOutReason: null,
    joins: 1,
    joinedAt: null,
  } as const;
  const channel = spec.channel === undefined ? null : { overwrites: overwritesOf(spec.channel.map(factsOf)) };
  return namesIn(
    authorityOf(spec.who, guild, member, channel, NOW)?.authority.permissions ?? expect.fail('a stranger'),
  );
};

/** How the rows of a case stand: with a category whose overwrites the channel has, with roles that were deleted. */
type Staging = { readonly synced?: boolean; readonly deleted?: ReadonlyArray<RoleId> };

/** Asks as queries do, with the rows that they read. */
const readSide = (spec: Spec, { synced = false, deleted = [] }: Staging = {}): ReadonlyArray<Permission> => {
  const overwrites = (spec.channel ?? []).map(factsOf).map(({ target, allow, deny }) => ({
    channel_id: synced ? CATEGORY : CHANNEL,
    role_id: target.kind === 'role' ? target.roleId : null,
    user_id: target.kind === 'member' ? target.userId : null,
    allow: [...allow],
    deny: [...deny],
  }));
  const roles = rolesIn(spec).filter(({ roleId }) => !deleted.includes(roleId));
  const category = synced ? CATEGORY : '';
  const row: SnapshotRow = {
    name: 'a guild',
    owner_id: OWNER,
    created_at: NOW,
    lockdown: null,
    channel_order: [],
    roles: roles.map(({ roleId, rank, permissions }) => ({
      role_id: roleId,
      ...PLAIN_LOOK,
      rank,
      permissions: [...permissions],
    })),
    overwrites: synced
      ? [...overwrites, { ...HIDES_ALL, channel_id: CHANNEL, role_id: EVERYONE, user_id: null }]
      : overwrites,
    channels: [CHANNEL, category, category, 'text', NOW, '0', 'a channel', '', '', '0'].join('\u001F'),
  };
  expect(SnapshotRow.is(row)).to.equal(true);
  const guild = makeSnapshot(GUILD, '1/0', row) ?? expect.fail('a broken row');
  const member = { roleIds: [...spec.wears], timedOutUntil: spec.timedOutUntil };
  const gate = guild.gate({ userId: spec.who, member, at: NOW });
  return namesIn(spec.channel === undefined ? gate.inGuild : gate.inChannel(CHANNEL));
};

const inOrder = (names: ReadonlyArray<Permission>) => PERMISSIONS.filter((name) => names.includes(name));

describe('a deleted role', () => {
  it('gives a member who wears it nothing, neither by itself nor by an overwrite', () => {
    fc.assert(
      fc.property(someSpec, (spec) => {
        const without = { ...spec, wears: spec.wears.filter((id) => id !== RED) };
        expect(readSide(spec, { deleted: [RED] })).to.deep.equal(writeSide(without));
      }),
      { numRuns: 500 },
    );
  });
});

describe('sight on both sides', () => {
  for (const [says, differs, expected] of PERMISSION_CASES) {
    it(`is one: ${says}`, () => {
      const spec = { ...plain, ...differs };
      expect(writeSide(spec)).to.deep.equal(inOrder(expected));
      expect(readSide(spec)).to.deep.equal(inOrder(expected));
      expect(readSide(spec, { synced: true })).to.deep.equal(inOrder(expected));
    });
  }

  it('is one for any guild, member and channel', () => {
    fc.assert(
      fc.property(someSpec, (spec) => {
        expect(readSide(spec)).to.deep.equal(writeSide(spec));
        expect(readSide(spec, { synced: true })).to.deep.equal(writeSide(spec));
      }),
      { numRuns: 1_000 },
    );
  });
});
