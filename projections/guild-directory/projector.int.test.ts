import { expect } from 'chai';
import fc from 'fast-check';
import { type FragmentSqlToken, sql } from 'slonik';
import { type DomainEvent, eventNames } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import {
  brought,
  channel,
  channelCreated,
  channelDeleted,
  channelErased,
  channelRenamed,
  channelRestored,
  guild,
  guildCreated,
  guildDeleted,
  guildRenamed,
  imported,
  joined,
  kicked,
  left,
  listed,
  ownershipClaimed,
  registered,
  unlisted,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import * as ruled from '#infra/workshop/testkit/governance-events.ts';
import { compareCuts, compareReplay } from '#infra/workshop/testkit/projection-laws.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';

const gone = { ...registered(user(4), ''), data: { userId: user(4), username: ERASED, via: 'open' } } as const;

const { role, invite } = ruled;
const NOON = '2026-03-04T12:00:00.000Z' as Instant;

/** Acts of governance in a third guild, so that the other guilds stay as they are. */
const governed: ReadonlyArray<DomainEvent> = [
  guildCreated(guild(3), user(1), ['view_channel']),
  ruled.roleCreated(guild(3), role(1), ['kick_members']),
  ruled.rolesOrdered(guild(3), [role(1)]),
  ruled.roleCreated(guild(3), role(2)),
  ruled.rolesOrdered(guild(3), [role(2), role(1)]),
  ruled.roleChanged(guild(3), role(2), ['speak'], { name: 'singers', color: '#a0b1c2', hoist: true }),
  ruled.roleDeleted(guild(3), role(1)),
  ...[4, 5, 6].flatMap((n) => [listed(guild(3), channel(n)), channelCreated(guild(3), channel(n))]),
  ruled.overwriteSet(guild(3), channel(4), ruled.forRole(guild(3)), { deny: ['view_channel'] }),
  ruled.overwriteSet(guild(3), channel(4), ruled.forMember(user(2)), { allow: ['view_channel'] }),
  ruled.overwriteSet(guild(3), channel(4), ruled.forMember(user(3)), { allow: ['speak'] }),
  ruled.overwriteRemoved(guild(3), channel(4), ruled.forMember(user(3))),
  ruled.overwriteSet(guild(3), channel(5), ruled.forRole(role(2)), { allow: ['speak'] }),
  ruled.moved(guild(3), channel(5), channel(4)),
  ruled.synced(guild(3), channel(5), channel(4)),
  ruled.topicChanged(guild(3), channel(5), 'songs'),
  ruled.slowModeChanged(guild(3), channel(5), 30),
  channelDeleted(guild(3), channel(6)),
  channelErased(guild(3), channel(6)),
  ruled.channelsOrdered(guild(3), [channel(5), channel(4)]),
  ...[2, 3, 4, 5].map((n) => joined(guild(3), user(n))),
  ruled.roleGiven(guild(3), user(2), role(1)),
  ruled.roleGiven(guild(3), user(2), role(2)),
  ruled.roleTaken(guild(3), user(2), role(1)),
  ruled.nicknameChanged(guild(3), user(2), 'Bri'),
  ruled.nicknameChanged(guild(3), user(3), ERASED),
  ruled.roleGiven(guild(3), user(4), role(2)),
  ruled.timedOut(guild(3), user(4), NOON),
  left(guild(3), user(4)),
  joined(guild(3), user(4)),
  ruled.banned(guild(3), user(5)),
  ruled.banned(guild(3), user(6), ERASED),
  ruled.banned(guild(3), user(7)),
  ruled.unbanned(guild(3), user(7)),
  ruled.banned(guild(3), user(8)),
  ruled.reinstated(guild(3), user(8), NOON, [role(2)], 'eight'),
  ruled.inviteCreated(guild(3), invite(1), user(1)),
  ruled.inviteAccepted(guild(3), invite(1), user(2)),
  ruled.inviteAccepted(guild(3), invite(1), user(3)),
  ruled.inviteRevoked(guild(3), invite(1)),
  ruled.ownerChanged(guild(3), user(2), user(1)),
  ruled.lockdownBegun(guild(3), NOON),
];

const story: ReadonlyArray<DomainEvent> = [
  registered(user(1), 'ada'),
  ownershipClaimed(user(1)),
  registered(user(2), 'brian'),
  imported(user(3), 'carol'),
  gone,
  guildCreated(guild(1), user(1), ['view_channel']),
  listed(guild(1), channel(1)),
  channelCreated(guild(1), channel(1)),
  channelRenamed(guild(1), channel(1), 'lounge'),
  listed(guild(1), channel(2)),
  channelCreated(guild(1), channel(2)),
  channelDeleted(guild(1), channel(2)),
  unlisted(guild(1), channel(2)),
  joined(guild(1), user(2)),
  brought(guild(1), user(3)),
  joined(guild(1), user(4)),
  kicked(guild(1), user(4), user(1)),
  guildCreated(guild(2), user(2)),
  listed(guild(2), channel(3)),
  channelCreated(guild(2), channel(3)),
  joined(guild(2), user(1)),
  guildDeleted(guild(2)),
  guildRenamed(guild(1), 'the house'),
  ...governed,
];

const anyEvent: fc.Arbitrary<DomainEvent> = fc
  .record({
    what: fc.nat(36),
    guild: fc.integer({ min: 1, max: 2 }),
    channel: fc.integer({ min: 1, max: 3 }),
    user: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ what, ...ids }): DomainEvent => {
    const g = guild(ids.guild);
    const c = channel(ids.channel);
    const u = user(ids.user);
    const all: ReadonlyArray<DomainEvent> = [
      guildCreated(g, u),
      guildRenamed(g, `name ${ids.user}`),
      guildDeleted(g),
      listed(g, c),
      unlisted(g, c),
      channelCreated(g, c),
      channelRenamed(g, c, `name ${ids.user}`),
      channelDeleted(g, c),
      joined(g, u),
      left(g, u),
      kicked(g, u, user(1)),
      registered(u, `name ${ids.channel}`),
      ownershipClaimed(u),
      ruled.roleCreated(g, role(ids.channel), ['speak']),
      ruled.roleChanged(g, role(ids.channel), ['video']),
      ruled.roleDeleted(g, role(ids.channel)),
      ruled.roleRestored(g, role(ids.channel)),
      ruled.rolesOrdered(g, [role(ids.channel), role(ids.user)]),
      ruled.channelsOrdered(g, [c]),
      ruled.ownerChanged(g, u, user(1)),
      ruled.lockdownBegun(g, null),
      ruled.lockdownEnded(g),
      ruled.roleGiven(g, u, role(ids.channel)),
      ruled.roleTaken(g, u, role(ids.channel)),
      ruled.nicknameChanged(g, u, `nick ${ids.channel}`),
      ruled.banned(g, u),
      ruled.unbanned(g, u),
      ruled.reinstated(g, u, NOON, [role(ids.channel)]),
      ruled.timedOut(g, u, NOON),
      ruled.timeOutEnded(g, u),
      ruled.overwriteSet(g, c, ruled.forMember(u), { allow: ['speak'] }),
      ruled.overwriteRemoved(g, c, ruled.forMember(u)),
      ruled.overwritesReplaced(g, c, [{ target: ruled.forRole(role(ids.user)), allow: [], deny: ['speak'] }]),
      ruled.synced(g, c, channel(1)),
      channelRestored(g, c),
      ruled.inviteCreated(g, invite(ids.channel), u),
      ruled.inviteRevoked(g, invite(ids.channel)),
    ];
    return all[what] ?? ownershipClaimed(u);
  });

const written = (events: ReadonlyArray<DomainEvent>) => {
  const log = writtenLog();
  for (const event of events) log.write(event);
  return log.events;
};

describe('guild-directory', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    for (const event of story) side.log.write(event);
    await side.rebuild(guildDirectory);
  });
  after(() => side.close());

  it('ignores talk, sessions and the bookkeeping of accounts alone', () => {
    expect(eventNames.filter((name) => !guildDirectory.consumes.has(name)).sort()).to.deep.equal([
      'account.guild-acquired',
      'account.guild-relinquished',
      'account.username-claimed',
      'account.username-released',
      'channel.message-pinned',
      'channel.message-unpinned',
      'message.deleted',
      'message.edited',
      'message.reaction-added',
      'message.reaction-removed',
      'message.restored',
      'message.sent',
      'session.refreshed',
      'session.revoked',
      'session.started',
    ]);
  });

  const rowsOf = (query: FragmentSqlToken) => side.pool.any(sql.unsafe`${query}`);

  it('has the roles with their ranks, and keeps a deleted role', async () => {
    const found = await rowsOf(sql.fragment`
      SELECT name, color, hoist, rank, permissions, deleted FROM read.role WHERE guild_id = ${guild(3)} ORDER BY rank`);
    const plain = { color: null, hoist: false, deleted: false };
    expect(found).to.deep.equal([
      { ...plain, name: 'everyone', rank: 0, permissions: ['view_channel'] },
      { ...plain, name: 'singers', color: '#a0b1c2', hoist: true, rank: 1, permissions: ['speak'] },
      { ...plain, name: 'role 001', rank: 2, permissions: ['kick_members'], deleted: true },
    ]);
  });

  it('has the overwrites that a channel has itself, and none that it had before it was synced', async () => {
    const found = await rowsOf(sql.fragment`
      SELECT channel_id, target, allow, deny FROM read.overwrite WHERE guild_id = ${guild(3)} ORDER BY target`);
    expect(found).to.deep.equal([
      { channel_id: channel(4), target: `member:${user(2)}`, allow: ['view_channel'], deny: [] },
      { channel_id: channel(4), target: `role:${guild(3)}`, allow: [], deny: ['view_channel'] },
    ]);
  });

  it('has the facts of a channel, and keeps the row of a deleted one', async () => {
    const found = await rowsOf(sql.fragment`
      SELECT channel_id, parent_id, synced_with, topic, slow_mode_secs, deleted_at IS NOT NULL AS deleted, erased
      FROM read.channel WHERE guild_id = ${guild(3)} ORDER BY channel_id`);
    const plain = { parent_id: null, synced_with: null, topic: null, slow_mode_secs: 0, deleted: false, erased: false };
    expect(found).to.deep.equal([
      { ...plain, channel_id: channel(4) },
      {
        ...plain,
        ...{ channel_id: channel(5), parent_id: channel(4), synced_with: channel(4), topic: 'songs' },
        slow_mode_secs: 30,
      },
      { ...plain, channel_id: channel(6), deleted: true, erased: true },
    ]);
  });

  it('has members with what they have there, and a time-out outlives a membership with its roles', async () => {
    const found = await rowsOf(sql.fragment`
      SELECT user_id, nickname, (
        SELECT array_agg(role_id) FROM read.member_role
        WHERE member_role.user_id = member.user_id AND member_role.guild_id = member.guild_id
      ) AS roles, (
        SELECT until FROM read.time_out
        WHERE time_out.user_id = member.user_id AND time_out.guild_id = member.guild_id
      ) AS until
      FROM read.member WHERE guild_id = ${guild(3)} ORDER BY user_id`);
    const plain = { nickname: null, roles: null, until: null };
    expect(found).to.deep.equal([
      { ...plain, user_id: user(1) },
      { ...plain, user_id: user(2), nickname: 'Bri', roles: [role(2)] },
      { ...plain, user_id: user(3) },
      { ...plain, user_id: user(4), until: NOON },
      { ...plain, user_id: user(8), nickname: 'eight', roles: [role(2)] },
    ]);
  });

  it('has the bans that hold, and an erased reason is none', async () => {
    const found = await rowsOf(sql.fragment`
      SELECT user_id, reason, reason_erased FROM read.ban WHERE guild_id = ${guild(3)} ORDER BY user_id`);
    expect(found).to.deep.equal([
      { user_id: user(5), reason: 'spam in bulk', reason_erased: false },
      { user_id: user(6), reason: null, reason_erased: true },
    ]);
  });

  it('counts the uses of an invite, and marks a revoked one', async () => {
    const found = await rowsOf(sql.fragment`SELECT invite_id, uses, revoked, max_uses FROM read.invite`);
    expect(found).to.deep.equal([{ invite_id: invite(1), uses: 2, revoked: true, max_uses: 5 }]);
  });

  it('has the owner, the order and the lockdown of a guild, and the position of its last change', async () => {
    const [found] = await rowsOf(sql.fragment`
      SELECT owner_id, channel_order, lockdown, changed_position::int AS changed FROM read.guild WHERE guild_id = ${guild(3)}`);
    expect(found).to.deep.equal({
      owner_id: user(2),
      channel_order: [channel(5), channel(4)],
      lockdown: { until: NOON, newcomers_since: null },
      changed: side.log.events.length,
    });
  });

  it('has the owner of a guild and the users who joined, and no user who was kicked', async () => {
    const found = await side.pool.anyFirst(
      sql.unsafe`SELECT user_id FROM read.member WHERE guild_id = ${guild(1)} ORDER BY user_id`,
    );
    expect(found).to.deep.equal([user(1), user(2), user(3)]);
  });

  it('keeps no row of a deleted guild', async () => {
    for (const view of [
      'guild',
      'role',
      'channel',
      'channel_listing',
      'member',
      'overwrite',
      'member_role',
      'time_out',
      'ban',
      'invite',
    ]) {
      const rows = await side.pool.any(
        sql.unsafe`SELECT FROM ${sql.identifier(['read', view])} WHERE guild_id = ${guild(2)}`,
      );
      expect(rows, view).to.be.empty;
    }
  });

  it('keeps the everyone-role with which the guild was created', async () => {
    const found = await side.pool.any(sql.unsafe`
      SELECT role_id, permissions FROM read.role WHERE guild_id = ${guild(1)}`);
    expect(found).to.deep.equal([{ role_id: guild(1), permissions: ['view_channel'] }]);
  });

  it('shows the newest names, and null for an erased one', async () => {
    const names = await side.pool.anyFirst(sql.unsafe`
      SELECT name FROM read.guild WHERE guild_id = ${guild(1)}
      UNION ALL SELECT name FROM read.channel WHERE guild_id = ${guild(1)} AND deleted_at IS NULL`);
    expect(names).to.have.members(['the house', 'lounge']);
    const users = await side.pool.any(sql.unsafe`SELECT username, imported FROM read.account ORDER BY user_id`);
    expect(users).to.deep.equal([
      { username: 'ada', imported: false },
      { username: 'brian', imported: false },
      { username: 'carol', imported: true },
      { username: null, imported: false },
    ]);
  });

  it('is the same in batches of any size', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(anyEvent, { minLength: 1, maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (events, sizes) => {
          const { live, rebuilt } = await compareCuts(side.sink, guildDirectory, written(events), sizes);
          expect(rebuilt).to.deep.equal(live);
        },
      ),
      { numRuns: 20 },
    )).timeout(120_000);

  it('is the same after a history that comes twice', async () => {
    const { live, rebuilt } = await compareReplay(side.sink, guildDirectory, written(story));
    expect(rebuilt).to.deep.equal(live);
  });
});
