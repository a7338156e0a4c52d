/** Commands and queries answer the same question about one channel from the same facts. */
import { expect } from 'chai';
import fc from 'fast-check';
import { authorityOf } from '#commands/authority.ts';
import type { GuildState } from '#domain/guild/state.ts';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { PERMISSIONS, type Permission } from '#domain/permission/bits.ts';
import { namesIn } from '#domain/permission/permission-set.ts';
import { overwritesOf, rolesOf } from '#domain/permission/question.ts';
import {
  factsOf,
  GUILD,
  NOW,
  OWNER,
  PERMISSION_CASES,
  plain,
  rolesIn,
  type Spec,
  someSpec,
} from '#infra/workshop/testkit/permission-cases.ts';
import { GuildRow, ownGate } from '#queries/gate.ts';

const CHANNEL = '0C000000000000000000000001' as ChannelId;

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
    joins: 1,
    joinedAt: null,
  } as const;
  const channel = spec.channel === undefined ? null : { overwrites: overwritesOf(spec.channel.map(factsOf)) };
  return namesIn(
    authorityOf(spec.who, guild, member, channel, NOW)?.authority.permissions ?? expect.fail('a stranger'),
  );
};

/** Asks as queries do, with the rows that they read. */
const readSide = (spec: Spec): ReadonlyArray<Permission> => {
  const seen: GuildRow = {
    guild_id: GUILD,
    name: 'a guild',
    owner_id: OWNER,
    created_at: NOW,
    roles: rolesIn(spec).map(({ roleId, rank, permissions }) => ({
      role_id: roleId,
      rank,
      permissions: [...permissions],
    })),
    member: { role_ids: [...spec.wears], timed_out_until: spec.timedOutUntil },
    overwrites: (spec.channel ?? []).map(factsOf).map(({ target, allow, deny }) => ({
      channel_id: CHANNEL,
      role_id: target.kind === 'role' ? target.roleId : null,
      user_id: target.kind === 'member' ? target.userId : null,
      allow: [...allow],
      deny: [...deny],
    })),
  };
  expect(GuildRow.is(seen)).to.equal(true);
  const gate = ownGate(seen, { userId: spec.who, at: NOW });
  return namesIn(spec.channel === undefined ? gate.inGuild : gate.inChannel(CHANNEL));
};

const inOrder = (names: ReadonlyArray<Permission>) => PERMISSIONS.filter((name) => names.includes(name));

describe('sight on both sides', () => {
  for (const [says, differs, expected] of PERMISSION_CASES) {
    it(`is one: ${says}`, () => {
      const spec = { ...plain, ...differs };
      expect(writeSide(spec)).to.deep.equal(inOrder(expected));
      expect(readSide(spec)).to.deep.equal(inOrder(expected));
    });
  }

  it('is one for any guild, member and channel', () => {
    fc.assert(
      fc.property(someSpec, (spec) => {
        expect(readSide(spec)).to.deep.equal(writeSide(spec));
      }),
      { numRuns: 1_000 },
    );
  });
});
