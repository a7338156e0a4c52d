import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf, millisOf } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { namesIn } from '#domain/permission/permission-set.ts';
import type { ReadModels } from '#queries/ports/read-models.ts';
import { guildMemory } from '#queries/snapshot/guild-memory.ts';
import { makeSnapshot, type OverwriteRow, type SnapshotRow } from '#queries/snapshot/guild-snapshot.ts';
import { behindChannel, behindGuild, type GatedQuestion, GuildRow } from '#queries/visibility.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const guildId = ulid(1) as GuildId;
const channelId = ulid(2) as ChannelId;
const otherChannel = ulid(3) as ChannelId;
const userId = ulid(4) as UserId;
const everyone = ulid(1) as RoleId;
const now = instantOf(Date.UTC(2026, 10, 29));

const packedChannel = [channelId, '', '', 'text', now, '0', 'news', '', '', '0'].join('\u001F');
const wholeOf = (
  permissions: ReadonlyArray<Permission>,
  overwrites: ReadonlyArray<OverwriteRow> = [],
  differs: Partial<SnapshotRow> = {},
): SnapshotRow => ({
  name: 'a guild',
  owner_id: ulid(5) as UserId,
  created_at: now,
  lockdown: null,
  channel_order: [],
  roles: [{ role_id: everyone, name: 'everyone', color: null, hoist: false, mentionable: false, rank: 0, permissions }],
  overwrites,
  channels: packedChannel,
  ...differs,
});
const rowOf = (...of: Parameters<typeof wholeOf>): GuildRow => ({
  guild_id: guildId,
  stamp: '7/0',
  member: { role_ids: [], nickname: null, timed_out_until: null },
  snapshot: wholeOf(...of),
});
const denied = (deny: ReadonlyArray<Permission>, of = channelId): OverwriteRow => ({
  channel_id: of,
  role_id: null,
  user_id: userId,
  allow: [],
  deny,
});

/** The answer about a channel that is no thread. */
const withoutThread = (row: unknown): unknown =>
  typeof row === 'object' && row !== null ? { thread: null, ...row } : row;

/**
 * Read models that answer every statement with the given rows, and note its name. The first statement leaves out the
 * snapshot, because it asks for none.
 */
const answering = (...rows: ReadonlyArray<unknown>) => {
  const asked: string[] = [];
  const models: ReadModels = {
    rows: ({ name, row }) => {
      asked.push(name);
      return TE.right(rows.map(withoutThread).filter(row.is));
    },
  };
  const progress = { position: () => 0n, waitFor: async () => true };
  return { asked, deps: { models, guilds: guildMemory(), now: () => now, progress } };
};

const behind = (needs: Permission | undefined): GatedQuestion<string> => ({
  name: 'a question',
  models: ['guild-directory'],
  needs,
  payload: sql.fragment`'a secret'`,
  codec: t.string,
});
const hidden = left({ kind: 'NotVisible' });
const payload = 'a secret';

/** Copies of a row, each without one of its fields. */
const withoutEach = (row: object): ReadonlyArray<object> =>
  Object.keys(row).map((left) => Object.fromEntries(Object.entries(row).filter(([field]) => field !== left)));

describe('a row of the gate', () => {
  const row = rowOf(['view_channel'], [denied(['send_messages'])]);
  const { snapshot } = row;
  const reader = ['view_channel', 'send_messages'] as const;
  const inChannel = (
    overwrites: ReadonlyArray<OverwriteRow>,
    differs: Partial<SnapshotRow> = {},
    roles = [everyone],
  ) => {
    const guild = makeSnapshot(guildId, '1/0', wholeOf(reader, overwrites, differs)) ?? expect.fail('a broken row');
    const member = { roleIds: roles, timedOutUntil: null };
    return namesIn(guild.gate({ userId, member, at: now }).inChannel(channelId));
  };

  it('is read with all of its fields', () => {
    expect(GuildRow.is(row)).to.equal(true);
    expect(GuildRow.is({ ...row, snapshot: { ...snapshot, owner_id: 'ann' } })).to.equal(false);
  });
  it('is not read when one of them is missing, however deep', () => {
    const broken = [
      ...withoutEach(row),
      ...withoutEach(row.member).map((member) => ({ ...row, member })),
      ...withoutEach({ ...snapshot }).map((one) => ({ ...row, snapshot: one })),
      ...withoutEach({ ...snapshot?.roles[0] }).map((one) => ({ ...row, snapshot: { ...snapshot, roles: [one] } })),
      ...withoutEach(denied([])).map((one) => ({ ...row, snapshot: { ...snapshot, overwrites: [one] } })),
    ];
    expect(broken.filter(GuildRow.is)).to.deep.equal([]);
  });
  it('gives an overwrite to its member alone, and to none where it names neither member nor role', () => {
    expect(inChannel([denied(['send_messages'])])).to.deep.equal(['view_channel']);
    expect(inChannel([{ ...denied(['send_messages']), user_id: ulid(6) as UserId }])).to.deep.equal(reader);
    expect(inChannel([{ ...denied(['send_messages']), user_id: null }])).to.deep.equal(reader);
  });
  it('gives a synced channel the overwrites of its category, and not its own', () => {
    const channels = [channelId, '', otherChannel, 'text', now, '0', 'news', '', '', '0'].join('\u001F');
    const overwrites = [denied(['view_channel']), denied(['send_messages'], otherChannel)];
    expect(inChannel(overwrites, { channels })).to.deep.equal(['view_channel']);
  });
  it('gives nothing by a role that the guild does not have, nor by an overwrite for it', () => {
    const gone = ulid(8) as RoleId;
    const forGone = { ...denied([]), user_id: null, role_id: gone, allow: ['manage_messages'] as const };
    expect(inChannel([forGone], {}, [gone])).to.deep.equal(reader);
  });
});

describe('the memory of guilds', () => {
  const kept = (n: number, stamp = '1/0') =>
    makeSnapshot(ulid(n) as GuildId, stamp, wholeOf([])) ?? expect.fail('a broken row');

  it('finds a snapshot by its stamp alone', () => {
    const memory = guildMemory();
    memory.keep(kept(1, '7/0'));
    expect(memory.find(ulid(1) as GuildId, '7/0')?.stamp).to.equal('7/0');
    expect(memory.find(ulid(1) as GuildId, '7/3')).to.equal(undefined);
    expect(memory.find(ulid(2) as GuildId, '7/0')).to.equal(undefined);
  });
  it('forgets the guild that was asked for least recently', () => {
    const memory = guildMemory(2);
    memory.keep(kept(1));
    memory.keep(kept(2));
    memory.find(ulid(1) as GuildId, '1/0');
    memory.keep(kept(3));
    const there = [1, 2, 3].filter((n) => memory.find(ulid(n) as GuildId, '1/0') !== undefined);
    expect(there).to.deep.equal([1, 3]);
  });
  it('answers a second question without the snapshot, and a question with a newer stamp not', async () => {
    const { deps, asked } = answering({ through: 7n, guild: rowOf(['view_channel']), payload });
    const ask = (guild: GuildRow) =>
      behindGuild({ ...deps, models: answering({ through: 7n, guild, payload }).deps.models })(
        { userId, guildId },
        behind('view_channel'),
      )();
    await behindGuild(deps)({ userId, guildId }, behind(undefined))();
    expect(asked).to.deep.equal(['a question']);
    expect(await ask({ ...rowOf([]), snapshot: null })).to.have.nested.property('right.value.payload', payload);
    expect(await ask({ ...rowOf([]), stamp: '8/0' })).to.deep.equal(hidden);
  });
  it('gives members with the same roles one gate, and the owner and an overwritten member another', () => {
    const guild =
      makeSnapshot(guildId, '1/0', wholeOf(['view_channel'], [denied(['view_channel'])])) ??
      expect.fail('a broken row');
    const gate = (of: UserId, timedOutUntil: Instant | null = null) =>
      guild.gate({ userId: of, member: { roleIds: [], timedOutUntil }, at: now });
    const [one, other] = [ulid(11), ulid(12)] as unknown as readonly [UserId, UserId];
    expect(gate(one)).to.equal(gate(other));
    expect(gate(one)).to.equal(gate(one, now));
    expect(gate(one)).not.to.equal(gate(one, instantOf(millisOf(now) + 1)));
    expect(gate(one)).not.to.equal(gate(userId));
    expect(gate(one)).not.to.equal(gate(ulid(5) as UserId));
  });
});

describe('a guild', () => {
  const ask = (guild: GuildRow | null, needs?: Permission, content: unknown = payload) => {
    const { deps, asked } = answering({ through: 7n, guild, payload: content });
    return { outcome: behindGuild(deps)({ userId, guildId }, behind(needs))(), asked };
  };

  it('shows its content to a member, as it was at one position', async () => {
    const guild = rowOf(['view_channel']);
    const { outcome, asked } = ask(guild);
    const found = await outcome;
    expect(found).to.deep.nested.include({ 'right.through': 7n, 'right.value.payload': payload });
    expect(found).to.have.nested.property('right.value.guild.name', 'a guild');
    expect(found._tag === 'Right' && namesIn(found.right.value.gate.inGuild)).to.deep.equal(['view_channel']);
    expect(asked).to.deep.equal(['a question']);
  });
  it('hides nothing from its owner', async () => {
    const found = await ask(rowOf([], [], { owner_id: userId }), 'administrator').outcome;
    expect(found).to.deep.nested.include({ 'right.value.payload': payload });
  });
  it('is unavailable when the row has another shape', async () => {
    const { deps } = answering({ through: 7, guild: null, payload }, { through: 7n, guild: {}, payload });
    expect(await behindGuild(deps)({ userId, guildId }, behind(undefined))()).to.deep.equal(
      left({ kind: 'ReadModelsUnavailable', why: 'a question gave no row' }),
    );
  });
  it('is not visible to a user who is no member', async () => {
    expect(await ask(null).outcome).to.deep.equal(hidden);
  });
  it('is not visible to a member who lacks the permission that the question needs', async () => {
    expect(await ask(rowOf(['view_channel']), 'view_audit_log').outcome).to.deep.equal(hidden);
    const allowed = await ask(rowOf(['view_audit_log']), 'view_audit_log').outcome;
    expect(allowed).to.deep.nested.include({ 'right.value.payload': payload });
  });
  it('is unavailable, and not invisible, when its content cannot be read', async () => {
    expect(await ask(rowOf([]), undefined, 7).outcome).to.deep.equal(
      left({ kind: 'ReadModelsUnavailable', why: 'the value is no string' }),
    );
  });
  it('is unavailable when the statement gives no row', async () => {
    const { deps } = answering();
    expect(await behindGuild(deps)({ userId, guildId }, behind(undefined))()).to.deep.equal(
      left({ kind: 'ReadModelsUnavailable', why: 'a question gave no row' }),
    );
  });
});

describe('a channel', () => {
  type Row = { readonly guild: GuildRow | null; readonly content?: unknown };
  const ask = (row: Row, needs?: Permission) => {
    const { deps } = answering({
      through: 7n,
      payload,
      ...row,
      ...('content' in row ? { payload: row.content } : {}),
    });
    return behindChannel(deps)({ userId, channelId }, behind(needs))();
  };
  const reader = ['view_channel', 'read_message_history'] as const;

  it('shows its content to a member who may view it, with the permissions there', async () => {
    const guild = rowOf(reader, [denied(['read_message_history']), denied(['view_channel'], otherChannel)]);
    const found = await ask({ guild });
    expect(found).to.deep.nested.include({
      'right.through': 7n,
      'right.value.payload': payload,
    });
    expect(found).to.have.nested.property('right.value.channel.name', 'news');
    expect(found._tag === 'Right' && namesIn(found.right.value.permissions)).to.deep.equal(['view_channel']);
  });
  it('is unavailable when the row has another shape', async () => {
    const { deps } = answering({ through: 7, guild: null, payload }, { through: 7n, payload });
    expect(await behindChannel(deps)({ userId, channelId }, behind(undefined))()).to.deep.equal(
      left({ kind: 'ReadModelsUnavailable', why: 'a question gave no row' }),
    );
  });
  it('is not visible to a user who is no member of its guild', async () => {
    expect(await ask({ guild: null })).to.deep.equal(hidden);
  });
  it('is not visible where it does not exist', async () => {
    expect(await ask({ guild: rowOf(reader, [], { channels: null }) })).to.deep.equal(hidden);
  });
  it('is not visible to a member who may not view it', async () => {
    expect(await ask({ guild: rowOf(['read_message_history']) })).to.deep.equal(hidden);
    expect(await ask({ guild: rowOf(reader, [denied(['view_channel'])]) })).to.deep.equal(hidden);
  });
  it('is not visible to a member who lacks there the permission that the question needs', async () => {
    const guild = rowOf(reader, [denied(['read_message_history'])]);
    expect(await ask({ guild }, 'read_message_history')).to.deep.equal(hidden);
    expect(await ask({ guild: rowOf(reader) }, 'read_message_history')).to.deep.nested.include({
      'right.value.payload': payload,
    });
  });
  it('is unavailable, and not invisible, when its content cannot be read', async () => {
    expect(await ask({ guild: rowOf(reader), content: 7 })).to.deep.equal(
      left({ kind: 'ReadModelsUnavailable', why: 'the value is no string' }),
    );
  });
});
