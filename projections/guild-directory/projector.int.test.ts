import { expect } from 'chai';
import fc from 'fast-check';
import { sql } from 'slonik';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import {
  brought,
  channel,
  channelCreated,
  channelDeleted,
  channelRenamed,
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
import { compareCuts, compareReplay } from '#infra/workshop/testkit/projection-laws.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { writtenLog } from '#infra/workshop/testkit/written-log.ts';
import { guildDirectory } from '#projections/guild-directory/projector.ts';

const gone = { ...registered(user(4), ''), data: { userId: user(4), username: ERASED, via: 'open' } } as const;

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
];

const anyEvent: fc.Arbitrary<DomainEvent> = fc
  .record({
    what: fc.nat(12),
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

  it('consumes the events that make, name and remove accounts, guilds, channels and members', () => {
    expect([...guildDirectory.consumes].sort()).to.deep.equal([
      'account.imported',
      'account.registered',
      'account.server-ownership-claimed',
      'channel.created',
      'channel.deleted',
      'channel.renamed',
      'guild.channel-listed',
      'guild.channel-unlisted',
      'guild.created',
      'guild.deleted',
      'guild.member-joined',
      'guild.member-kicked',
      'guild.member-left',
      'guild.renamed',
    ]);
  });

  it('has the owner of a guild and the users who joined, and no user who was kicked', async () => {
    const found = await side.pool.anyFirst(
      sql.unsafe`SELECT user_id FROM read.member WHERE guild_id = ${guild(1)} ORDER BY user_id`,
    );
    expect(found).to.deep.equal([user(1), user(2), user(3)]);
  });

  it('keeps no row of a deleted guild', async () => {
    for (const view of ['guild', 'role', 'channel', 'channel_listing', 'member']) {
      const rows = await side.pool.any(
        sql.unsafe`SELECT FROM ${sql.identifier(['read', view])} WHERE guild_id = ${guild(2)}`,
      );
      expect(rows, view).to.be.empty;
    }
  });

  it('keeps the everyone-role with which the guild was created', async () => {
    const found = await side.pool.any(sql.unsafe`SELECT role_id, permissions FROM read.role`);
    expect(found).to.deep.equal([{ role_id: guild(1), permissions: ['view_channel'] }]);
  });

  it('shows the newest names, and null for an erased one', async () => {
    const names = await side.pool.anyFirst(sql.unsafe`
      SELECT name FROM read.guild UNION ALL SELECT name FROM read.channel`);
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
