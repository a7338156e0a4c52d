import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { InviteId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Mentions } from '#domain/message/mentions.ts';
import * as told from '#infra/workshop/testkit/community-events.ts';
import * as ruled from '#infra/workshop/testkit/governance-events.ts';
import { compareCuts } from '#infra/workshop/testkit/projection-laws.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import type { SqlStatement, TableModel } from '#projections/ports/read-model.ts';
import { tableModels } from '#projections/registry.ts';

const { channel, guild, message, session, user } = told;

/**
 * Each file holds one version of a read model as it was shipped: its tables, its indexes, and the hashes of its rows
 * after the history below. A server in use keeps the tables of a version, so a change of any of these needs a new one.
 */
const FOLDER: URL = new URL('../infra/workshop/golden/read-models/', import.meta.url);
const fileOf = ({ name, version }: TableModel): string => `${name}@${version}.json`;

const here = { guildId: guild(1), channelId: channel(1) };
const there = { guildId: guild(2), channelId: channel(2) };
const awkward = 'first, with "quotes", {braces}, \\ and NULL';

const erased = {
  account: { ...told.registered(user(4), ''), data: { userId: user(4), username: ERASED, via: 'open' } } as const,
  kick: { ...told.kicked(guild(1), user(5), user(1)) },
  text: { ...told.sent(here, message(6), user(1)) },
};

const readable: ReadonlyArray<DomainEvent> = [
  told.registered(user(1), 'ada'),
  told.ownershipClaimed(user(1)),
  told.registered(user(2), 'Brian, "the {2}nd"'),
  told.imported(user(3), 'carol'),
  erased.account,
  told.registered(user(6), 'parked later'),
  told.guildCreated(guild(1), user(1), ['view_channel']),
  told.listed(guild(1), channel(1)),
  told.channelCreated(guild(1), channel(1)),
  told.channelRenamed(guild(1), channel(1), 'lounge, NULL'),
  told.listed(guild(1), channel(3)),
  told.channelCreated(guild(1), channel(3)),
  told.channelDeleted(guild(1), channel(3)),
  told.unlisted(guild(1), channel(3)),
  told.listed(guild(1), channel(4)),
  told.channelCreated(guild(1), channel(4)),
  told.joined(guild(1), user(2)),
  told.brought(guild(1), user(3)),
  told.joined(guild(1), user(4)),
  told.joined(guild(1), user(5)),
  told.joined(guild(1), user(6)),
  told.left(guild(1), user(3)),
  told.kicked(guild(1), user(4), user(1)),
  { ...erased.kick, data: { ...erased.kick.data, reason: ERASED } },
  told.guildCreated(guild(2), user(2)),
  told.channelCreated(guild(2), channel(2)),
  told.guildCreated(guild(3), user(2)),
  told.guildRenamed(guild(1), 'the house'),
  {
    type: 'invite.created',
    data: {
      // Digits and the letters used are in the ULID alphabet.
      inviteId: '0N000000000000000000000001' as InviteId,
      guildId: guild(1),
      channelId: null,
      creatorId: user(1),
      expiresAt: null,
      maxUses: 5,
    },
  },
  told.sessionStarted(session(1), user(1)),
  told.sessionStarted(session(2), user(1), ERASED),
  told.sessionStarted(session(3), user(2)),
  told.sessionStarted(session(4), user(2), 'parked later'),
  told.sessionRefreshed(session(1), user(1), 1),
  told.sessionRevoked(session(3), user(2)),
  told.sent(here, message(1), user(1), awkward),
  told.sent(there, message(2), user(2), 'elsewhere'),
  told.sent(here, message(3), user(1), 'third'),
  told.reacted(here, message(1), user(2), '👍'),
  told.reacted(here, message(1), user(1), '👍'),
  told.reacted(here, message(1), user(1), ','),
  told.edited(here, message(3), 'third, better'),
  told.unreacted(here, message(1), user(2), '👍'),
  told.sent(here, message(4), user(2), 'to be deleted'),
  told.reacted(here, message(4), user(1), '🎉'),
  told.deleted(here, message(4), user(2), { authorId: user(2), reason: 'rude, "NULL"' }),
  told.sent(here, message(5), user(2), 'parked later'),
  told.reacted(here, message(5), user(1), '🎉'),
  { ...erased.text, data: { ...erased.text.data, content: ERASED } },
  told.reacted(there, message(2), user(1), '👋'),
  told.channelDeleted(there.guildId, there.channelId, 'gone with its guild'),
  told.guildDeleted(guild(2)),
];

/** One event on each kind of stream that a read model hides once it is parked. */
const unreadable: ReadonlyArray<DomainEvent> = [
  told.registered(user(6), 'unreadable'),
  told.guildRenamed(guild(3), 'unreadable'),
  told.channelRenamed(guild(1), channel(4), 'unreadable'),
  told.left(guild(1), user(6)),
  told.sessionRefreshed(session(4), user(2), 1),
  told.edited(here, message(5), 'unreadable'),
];

const NOON = '2026-03-04T12:00:00.000Z' as Instant;
const everyone = ruled.forRole(guild(1));

/** Stands last, so that events of a later time move no event of an earlier one. */
const governed: ReadonlyArray<DomainEvent> = [
  ruled.roleCreated(guild(1), ruled.role(1), ['manage_roles']),
  ruled.rolesOrdered(guild(1), [ruled.role(1)]),
  ruled.roleCreated(guild(1), ruled.role(2)),
  ruled.rolesOrdered(guild(1), [ruled.role(2), ruled.role(1)]),
  ruled.roleChanged(guild(1), ruled.role(2), ['speak'], { name: 'say, "NULL"', color: '#a0b1c2', hoist: true }),
  ruled.roleCreated(guild(1), ruled.role(3)),
  ruled.roleDeleted(guild(1), ruled.role(3), 'nobody has it'),
  told.listed(guild(1), channel(5)),
  told.channelCreated(guild(1), channel(5)),
  ruled.overwriteSet(guild(1), channel(5), everyone, { deny: ['view_channel'] }),
  ruled.overwriteSet(guild(1), channel(5), ruled.forMember(user(2)), { allow: ['view_channel'] }),
  ruled.moved(guild(1), channel(1), channel(5)),
  ruled.synced(guild(1), channel(1), channel(5)),
  ruled.topicChanged(guild(1), channel(1), 'about, {braces}'),
  ruled.slowModeChanged(guild(1), channel(1), 30),
  ruled.channelsOrdered(guild(1), [channel(5), channel(1)]),
  ruled.roleGiven(guild(1), user(2), ruled.role(2)),
  ruled.roleGiven(guild(1), user(2), ruled.role(1)),
  ruled.roleTaken(guild(1), user(2), ruled.role(1)),
  ruled.nicknameChanged(guild(1), user(2), 'Bri, NULL'),
  ruled.timedOut(guild(1), user(2), NOON),
  ruled.banned(guild(1), user(7), ERASED),
  ruled.banned(guild(1), user(8)),
  ruled.banned(guild(1), user(9)),
  ruled.unbanned(guild(1), user(9)),
  ruled.reinstated(guild(1), user(4), NOON, [ruled.role(2)], 'four'),
  ruled.inviteCreated(guild(1), ruled.invite(2), user(1)),
  ruled.inviteAccepted(guild(1), ruled.invite(2), user(8)),
  ruled.inviteRevoked(guild(1), ruled.invite(2)),
  told.channelCreated(guild(1), channel(6)),
  told.channelDeleted(guild(1), channel(6), 'gone with its channel'),
  told.channelErased(guild(1), channel(6)),
  ruled.ownerChanged(guild(1), user(2), user(1)),
  ruled.lockdownBegun(guild(1), NOON),
];

const toMany: Mentions = { users: [user(2), user(4)], roles: [ruled.role(2)], everyone: false, here: true };

/** Stands after the events of an earlier time, for the same reason. */
const mentioning: ReadonlyArray<DomainEvent> = [
  told.sent(here, message(7), user(1), 'look', toMany),
  told.sent(here, message(8), user(1), 'look again', toMany),
  told.edited(here, message(8), 'never mind', { ...toMany, users: [user(4)], here: false }),
];

/** Stands last. A pin outlives the deletion of its message, and a second pin begins anew. */
const pinning: ReadonlyArray<DomainEvent> = [
  told.pinned(here, message(1), user(1)),
  told.pinned(here, message(3), user(1)),
  told.pinned(here, message(7), user(2)),
  told.unpinned(here, message(1), user(2)),
  told.pinned(here, message(1), user(2)),
  told.unpinned(here, message(3), user(1)),
  told.deleted(here, message(7), user(2)),
];

/** Stands last. A thread has the events of a channel, in a table of its own. */
const threading: ReadonlyArray<DomainEvent> = [
  told.threadBegun(here, message(1), user(1), 'about, NULL'),
  told.threadBegun(here, channel(7), user(2)),
  told.threadBegun(here, channel(8), user(2)),
  told.channelRenamed(guild(1), channel(7), 'renamed, "{}"'),
  told.threadArchived(guild(1), channel(7), user(1), NOON),
  told.sent({ guildId: guild(1), channelId: channel(8) }, message(9), user(1), 'in a thread'),
  told.channelDeleted(guild(1), channel(8), 'off topic'),
];

/** Stands last. A forward names its message. */
const forwarding: ReadonlyArray<DomainEvent> = [
  told.sent(here, message(10), user(1), '', null, {
    chosen: message(3),
    forwarded: { channelId: here.channelId, messageId: message(3), saidAt: NOON },
  }),
];

/** Stands last. A restored message has its files again, and a deleted one has none. */
const filing: ReadonlyArray<DomainEvent> = [
  told.sent(here, message(11), user(1), '', null, null, told.filesOf(1, 2)),
  told.sent(here, message(12), user(1), 'with a file', null, null, told.filesOf(3)),
  told.sent(here, message(13), user(1), '', null, null, told.filesOf(4)),
  told.deleted(here, message(12), user(2)),
  told.deleted(here, message(13), user(2)),
  told.restored(here, message(12), user(1), 'with a file', null, told.filesOf(3)),
];

/** Stands last. A post keeps a tag that its forum has no more. */
const posting: ReadonlyArray<DomainEvent> = [
  told.listed(guild(1), channel(9)),
  told.channelCreated(guild(1), channel(9), 'forum'),
  told.tagsSet(guild(1), channel(9), ['solved, "{}"', 'NULL']),
  told.tagRequirementSet(guild(1), channel(9), true),
  told.threadBegun({ guildId: guild(1), channelId: channel(9) }, channel(10), user(2), 'a post'),
  told.postTagged(guild(1), channel(10), user(2), [told.tag(1), told.tag(2)]),
  told.tagsSet(guild(1), channel(9), ['solved']),
];

const isUnreadable = (position: Position): boolean =>
  position > readable.length && position <= readable.length + unreadable.length;

/** The read model as it would be with a part of the log that is unreadable. */
const parking = (model: TableModel): TableModel => ({
  ...model,
  begin: () => {
    const fold = model.begin();
    return { ...fold, take: (event) => (isUnreadable(event.position) ? fold.park(event) : fold.take(event)) };
  },
});

/** Quotes around names and white space say nothing about a statement that has no other quotes. */
const plain = ({ sql }: SqlStatement): string =>
  sql.replaceAll('"', '').replaceAll(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')').trim();

describe('a shipped version of a read model', () => {
  let side: ReadSide;
  before(async () => {
    side = await readSide();
    for (const event of [
      ...readable,
      ...unreadable,
      ...governed,
      ...mentioning,
      ...pinning,
      ...threading,
      ...forwarding,
      ...posting,
      ...filing,
    ])
      side.log.write(event, { actor: `user:${user(1)}` });
  });
  after(() => side.close());

  it('has a file, and every file has its read model', () => {
    expect(readdirSync(FOLDER)).to.have.members(tableModels.map(fileOf));
  });

  for (const model of tableModels) {
    it(`${fileOf(model)} has the tables, the indexes and the rows that it had`, async () => {
      const { live } = await compareCuts(side.sink, parking(model), side.log.events, [7]);
      const found = {
        tables: model.tables.map(plain),
        indexes: model.indexes.map(plain),
        state: live.map(({ rows, ...hash }) => ({ table: hash.table, rows: Number(rows), sha256: hash.sha256 })),
      };
      const file = new URL(fileOf(model), FOLDER);
      const shipped: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : 'no file yet';
      expect(found, `the file of a new version is ${JSON.stringify(found, null, 2)}`).to.deep.equal(shipped);
    });
  }
});
