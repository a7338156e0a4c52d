import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { namesIn } from '#domain/permission/permission-set.ts';
import { GuildRow, type OverwriteRow, ownGate } from '#queries/gate.ts';
import type { ReadModels } from '#queries/ports/read-models.ts';
import { behindChannel, behindGuild, ChannelRow, type GatedQuestion } from '#queries/visibility.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const guildId = ulid(1) as GuildId;
const channelId = ulid(2) as ChannelId;
const otherChannel = ulid(3) as ChannelId;
const userId = ulid(4) as UserId;
const now = instantOf(Date.UTC(2026, 10, 29));

const guildOf = (permissions: ReadonlyArray<Permission>, overwrites: ReadonlyArray<OverwriteRow> = []): GuildRow => ({
  guild_id: guildId,
  name: 'a guild',
  owner_id: ulid(5) as UserId,
  created_at: now,
  roles: [{ role_id: ulid(1) as RoleId, rank: 0, permissions }],
  member: { role_ids: [], timed_out_until: null },
  overwrites,
});
const channel: ChannelRow = {
  guild_id: guildId,
  channel_id: channelId,
  parent_id: null,
  name: 'news',
  kind: 'text',
  created_at: now,
};
const denied = (deny: ReadonlyArray<Permission>, of = channelId): OverwriteRow => ({
  channel_id: of,
  role_id: null,
  user_id: userId,
  allow: [],
  deny,
});

/** Read models that answer every statement with the given rows, and note its name. */
const answering = (...rows: ReadonlyArray<unknown>) => {
  const asked: string[] = [];
  const models: ReadModels = {
    rows: ({ name, row }) => {
      asked.push(name);
      return TE.right(rows.filter(row.is));
    },
  };
  return { asked, deps: { models, now: () => now, progress: { position: () => 0n, waitFor: async () => true } } };
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
  const guild = guildOf(['view_channel'], [denied(['send_messages'])]);
  const [role] = guild.roles;
  const [overwrite] = guild.overwrites;

  it('is read with all of its fields', () => {
    expect([GuildRow.is(guild), ChannelRow.is(channel)]).to.deep.equal([true, true]);
    expect(GuildRow.is({ ...guild, owner_id: 'ann' })).to.equal(false);
  });
  it('is not read when one of them is missing, however deep', () => {
    const broken = [
      ...withoutEach(guild),
      ...withoutEach(guild.member).map((member) => ({ ...guild, member })),
      ...withoutEach({ ...role }).map((one) => ({ ...guild, roles: [one] })),
      ...withoutEach({ ...overwrite }).map((one) => ({ ...guild, overwrites: [one] })),
    ];
    expect(broken.filter(GuildRow.is)).to.deep.equal([]);
    expect(withoutEach(channel).filter(ChannelRow.is)).to.deep.equal([]);
  });
  it('gives an overwrite to its member alone, and to none where it names neither member nor role', () => {
    const asker = { userId, at: now };
    const reader = ['view_channel', 'send_messages'] as const;
    const inChannel = (one: OverwriteRow) => namesIn(ownGate(guildOf(reader, [one]), asker).inChannel(channelId));
    expect(inChannel(denied(['send_messages']))).to.deep.equal(['view_channel']);
    expect(inChannel({ ...denied(['send_messages']), user_id: ulid(6) as UserId })).to.deep.equal(reader);
    expect(inChannel({ ...denied(['send_messages']), user_id: null })).to.deep.equal(reader);
  });
});

describe('a guild', () => {
  const ask = (guild: GuildRow | null, needs?: Permission, content: unknown = payload) => {
    const { deps, asked } = answering({ through: 7n, guild, payload: content });
    return { outcome: behindGuild(deps)({ userId, guildId }, behind(needs))(), asked };
  };

  it('shows its content to a member, as it was at one position', async () => {
    const guild = guildOf(['view_channel']);
    const { outcome, asked } = ask(guild);
    const found = await outcome;
    expect(found).to.deep.nested.include({ 'right.through': 7n, 'right.value.payload': payload });
    expect(found).to.deep.nested.include({ 'right.value.guild': guild });
    expect(found._tag === 'Right' && namesIn(found.right.value.gate.inGuild)).to.deep.equal(['view_channel']);
    expect(asked).to.deep.equal(['a question']);
  });
  it('hides nothing from its owner', async () => {
    const found = await ask({ ...guildOf([]), owner_id: userId }, 'administrator').outcome;
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
    expect(await ask(guildOf(['view_channel']), 'view_audit_log').outcome).to.deep.equal(hidden);
    const allowed = await ask(guildOf(['view_audit_log']), 'view_audit_log').outcome;
    expect(allowed).to.deep.nested.include({ 'right.value.payload': payload });
  });
  it('is unavailable, and not invisible, when its content cannot be read', async () => {
    expect(await ask(guildOf([]), undefined, 7).outcome).to.deep.equal(
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
  type Row = { readonly guild: GuildRow | null; readonly channel?: ChannelRow | null; readonly content?: unknown };
  const ask = (row: Row, needs?: Permission) => {
    const { deps } = answering({
      through: 7n,
      channel,
      payload,
      ...row,
      ...('content' in row ? { payload: row.content } : {}),
    });
    return behindChannel(deps)({ userId, channelId }, behind(needs))();
  };
  const reader = ['view_channel', 'read_message_history'] as const;

  it('shows its content to a member who may view it, with the permissions there', async () => {
    const guild = guildOf(reader, [denied(['read_message_history']), denied(['view_channel'], otherChannel)]);
    const found = await ask({ guild });
    expect(found).to.deep.nested.include({
      'right.through': 7n,
      'right.value.payload': payload,
      'right.value.channel': channel,
      'right.value.guild': guild,
    });
    expect(found._tag === 'Right' && namesIn(found.right.value.permissions)).to.deep.equal(['view_channel']);
    expect(found._tag === 'Right' && namesIn(found.right.value.gate.inChannel(otherChannel))).to.deep.equal([]);
  });
  it('is unavailable when the row has another shape', async () => {
    const { deps } = answering({ through: 7, guild: null, channel, payload }, { through: 7n, guild: null, payload });
    expect(await behindChannel(deps)({ userId, channelId }, behind(undefined))()).to.deep.equal(
      left({ kind: 'ReadModelsUnavailable', why: 'a question gave no row' }),
    );
  });
  it('is not visible to a user who is no member of its guild', async () => {
    expect(await ask({ guild: null })).to.deep.equal(hidden);
  });
  it('is not visible where it does not exist', async () => {
    expect(await ask({ guild: guildOf(reader), channel: null })).to.deep.equal(hidden);
  });
  it('is not visible to a member who may not view it', async () => {
    expect(await ask({ guild: guildOf(['read_message_history']) })).to.deep.equal(hidden);
    expect(await ask({ guild: guildOf(reader, [denied(['view_channel'])]) })).to.deep.equal(hidden);
  });
  it('is not visible to a member who lacks there the permission that the question needs', async () => {
    const guild = guildOf(reader, [denied(['read_message_history'])]);
    expect(await ask({ guild }, 'read_message_history')).to.deep.equal(hidden);
    expect(await ask({ guild: guildOf(reader) }, 'read_message_history')).to.deep.nested.include({
      'right.value.payload': payload,
    });
  });
  it('is unavailable, and not invisible, when its content cannot be read', async () => {
    expect(await ask({ guild: guildOf(reader), content: 7 })).to.deep.equal(
      left({ kind: 'ReadModelsUnavailable', why: 'the value is no string' }),
    );
  });
});
