import { expect } from 'chai';
import fc from 'fast-check';
import {
  decideCreateGuild,
  decideDeleteGuild,
  decideKeepChannelListed,
  decideListChannel,
  decideRenameGuild,
  decideUnlistChannel,
} from '#domain/guild/decide.ts';
import { type GuildEvent, GuildMemberJoinedData, type MemberEvent } from '#domain/guild/events.ts';
import { decideJoinGuild, decideKickMember, decideLeaveGuild } from '#domain/guild/member-decide.ts';
import { type MemberState, memberAggregate } from '#domain/guild/member-state.ts';
import { type GuildState, guildAggregate, type PresentGuild } from '#domain/guild/state.ts';
import type { GuildName } from '#domain/guild/values.ts';
import type { ChannelId, GuildId, ImportId, InviteId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { CHANNELS_PER_GUILD_MAX } from '#domain/kernel/limits.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import type { Authority } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';
import { OWNER_RANK } from '#domain/permission/hierarchy.ts';
import { ALL_PERMISSIONS, NO_PERMISSIONS, permissionSet } from '#domain/permission/permission-set.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { type Act, expectRepeatable, given } from '#infra/workshop/testkit/given.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const guildId = ulid(1) as GuildId;
const OWNER = ulid(2) as UserId;
const MEMBER = ulid(3) as UserId;
const channel = (n: number) => ulid(100 + n) as ChannelId;
const name = 'a guild' as GuildName;
const other = 'another' as GuildName;

const owner: Authority = { actor: OWNER, permissions: ALL_PERMISSIONS, rank: OWNER_RANK };
const withOnly = (rank: number, ...names: ReadonlyArray<Permission>): Authority => ({
  actor: MEMBER,
  permissions: permissionSet(names),
  rank,
});
const powerless: Authority = { actor: MEMBER, permissions: NO_PERMISSIONS, rank: 0 };

const created: GuildEvent = {
  type: 'guild.created',
  data: { guildId, name, ownerId: OWNER, everyone: EVERYONE_DEFAULT },
};
const renamed = (to: GuildName): GuildEvent => ({ type: 'guild.renamed', data: { guildId, name: to } });
const deleted: GuildEvent = { type: 'guild.deleted', data: { guildId, reason: null } };
const listed = (n: number): GuildEvent => ({ type: 'guild.channel-listed', data: { guildId, channelId: channel(n) } });
const unlisted = (n: number): GuildEvent => ({
  type: 'guild.channel-unlisted',
  data: { guildId, channelId: channel(n) },
});
const missing = (permission: Permission) => ({ kind: 'MissingPermission', permission }) as const;

describe('a guild', () => {
  const create = { ...guildAggregate, decide: decideCreateGuild };
  const rename = { ...guildAggregate, decide: decideRenameGuild };
  const remove = { ...guildAggregate, decide: decideDeleteGuild };
  const list = { ...guildAggregate, decide: decideListChannel };
  const keepListed = { ...guildAggregate, decide: decideKeepChannelListed };
  const unlist = { ...guildAggregate, decide: decideUnlistChannel };

  it('is created with an everyone-role under its own id', () => {
    given(create).when({ guildId, name, ownerId: OWNER }).yields(created);
    const state = guildAggregate.evolve(guildAggregate.initial, created);
    expect(state.kind === 'Present' && [...state.roles]).to.deep.equal([
      [
        everyoneRoleId(guildId),
        {
          roleId: everyoneRoleId(guildId),
          rank: 0,
          permissions: permissionSet(EVERYONE_DEFAULT),
          name: 'everyone',
          color: null,
          hoist: false,
          mentionable: false,
        },
      ],
    ]);
  });
  it('is created once, also when it was changed or deleted since', () => {
    for (const past of [[created], [created, renamed(other)], [created, deleted]])
      given(create, ...past)
        .when({ guildId, name, ownerId: OWNER })
        .yields();
  });
  it('is renamed by a member who may manage it', () => {
    given(rename, created).when({ name: other, authority: owner }).yields(renamed(other));
    given(rename, created)
      .when({ name: other, authority: withOnly(0, 'manage_guild') })
      .yields(renamed(other));
    given(rename, created).when({ name: other, authority: powerless }).refused(missing('manage_guild'));
    given(rename, created).when({ name, authority: owner }).yields();
    given(rename).when({ name, authority: owner }).refused({ kind: 'GuildUnknown' });
    given(rename, created, deleted).when({ name: other, authority: owner }).refused({ kind: 'GuildUnknown' });
  });
  it('is deleted by its owner only, whatever permissions other members have', () => {
    given(remove, created).when({ reason: null, authority: owner }).yields(deleted);
    given(remove, created, deleted).when({ reason: null, authority: owner }).yields();
    given(remove, created)
      .when({ reason: null, authority: withOnly(9, 'administrator', 'manage_guild') })
      .refused({ kind: 'NotTheOwner' });
    given(remove).when({ reason: null, authority: owner }).refused({ kind: 'GuildUnknown' });
  });
  it('is deleted for a reason', () => {
    const reason = 'we move elsewhere' as Reason;
    given(remove, created)
      .when({ reason, authority: owner })
      .yields({ type: 'guild.deleted', data: { guildId, reason } });
  });
  it('lists its channels', () => {
    const authority = withOnly(0, 'manage_channels');
    given(list, created)
      .when({ channelId: channel(1), gone: [], authority })
      .yields(listed(1));
    given(list, created, listed(1))
      .when({ channelId: channel(1), gone: [], authority })
      .yields();
    given(list, created)
      .when({ channelId: channel(1), gone: [], authority: powerless })
      .refused(missing('manage_channels'));
    given(list, created, deleted)
      .when({ channelId: channel(1), gone: [], authority })
      .refused({ kind: 'GuildUnknown' });
    given(keepListed, created)
      .when({ channelId: channel(1) })
      .yields(listed(1));
    given(keepListed)
      .when({ channelId: channel(1) })
      .refused({ kind: 'GuildUnknown' });
    given(unlist, created, listed(1))
      .when({ channelId: channel(1) })
      .yields(unlisted(1));
    given(unlist, created, listed(1), unlisted(1))
      .when({ channelId: channel(1) })
      .yields();
  });
  it('keeps its other channels when one is unlisted', () => {
    const state = [created, listed(1), listed(2), listed(3), unlisted(2)].reduce(
      guildAggregate.evolve,
      guildAggregate.initial,
    );
    expect(state.kind === 'Present' && [...state.channels]).to.deep.equal([channel(1), channel(3)]);
  });
  it('keeps its name once it is deleted', () => {
    const state = [created, deleted, renamed(other)].reduce(guildAggregate.evolve, guildAggregate.initial);
    expect(state).to.deep.include({ kind: 'Deleted', name });
  });
  it('lists a limited number of channels', () => {
    const full = [created, ...Array.from({ length: CHANNELS_PER_GUILD_MAX }, (_, n) => listed(n))];
    const wish = { channelId: channel(999), gone: [], authority: owner };
    given(list, ...full)
      .when(wish)
      .refused({ kind: 'TooManyChannels', max: CHANNELS_PER_GUILD_MAX });
    given(keepListed, ...full)
      .when(wish)
      .refused({ kind: 'TooManyChannels', max: CHANNELS_PER_GUILD_MAX });
    given(list, ...full, unlisted(7))
      .when(wish)
      .yields(listed(999));
  });
  it('gives the place of a gone channel to another channel', () => {
    const full = [created, ...Array.from({ length: CHANNELS_PER_GUILD_MAX }, (_, n) => listed(n))];
    given(list, ...full)
      .when({ channelId: channel(999), gone: [channel(3), channel(7)], authority: owner })
      .yields(unlisted(3), unlisted(7), listed(999));
    given(list, ...full)
      .when({ channelId: channel(3), gone: [channel(3)], authority: owner })
      .yields(unlisted(3), listed(3));
    given(list, ...full)
      .when({ channelId: channel(999), gone: [channel(1_000)], authority: owner })
      .refused({ kind: 'TooManyChannels', max: CHANNELS_PER_GUILD_MAX });
  });

  const authority = fc.constantFrom(owner, powerless, withOnly(1, 'manage_guild'), withOnly(1, 'manage_channels'));
  const acts: fc.Arbitrary<Act<GuildState, GuildEvent>> = fc.oneof(
    fc.constant({
      says: 'a creation',
      decide: (state: GuildState) => decideCreateGuild({ guildId, name, ownerId: OWNER }, state),
      reached: ({ kind }: GuildState) => kind !== 'Absent',
    }),
    fc.tuple(fc.constantFrom(name, other), authority).map(([to, by]) => ({
      says: 'a renaming',
      decide: (state: GuildState) => decideRenameGuild({ name: to, authority: by }, state),
      reached: (state: GuildState) => state.kind === 'Present' && state.name === to,
    })),
    authority.map((by) => ({
      says: 'a deletion',
      decide: (state: GuildState) => decideDeleteGuild({ reason: null, authority: by }, state),
      reached: ({ kind }: GuildState) => kind === 'Deleted',
    })),
    fc.tuple(fc.nat(2), authority).map(([n, by]) => ({
      says: 'a listing',
      decide: (state: GuildState) => decideListChannel({ channelId: channel(n), gone: [], authority: by }, state),
      reached: (state: GuildState) => state.kind === 'Present' && state.channels.has(channel(n)),
    })),
    fc.nat(2).map((n) => ({
      says: 'an unlisting',
      decide: (state: GuildState) => decideUnlistChannel({ channelId: channel(n) }, state),
      reached: (state: GuildState) => state.kind !== 'Present' || !state.channels.has(channel(n)),
    })),
  );
  it('does not change when a command is repeated', () => expectRepeatable(guildAggregate, acts));
});

const ownerChanged: GuildEvent = {
  type: 'guild.owner-changed',
  data: { guildId, ownerId: MEMBER, formerOwnerId: OWNER },
};
/** Folds a guild that these events lead to. */
const presentGuild = (...events: ReadonlyArray<GuildEvent>): PresentGuild => {
  const state = guildAggregate.fold(guildAggregate.initial, events);
  if (state.kind !== 'Present') throw new Error('the guild is not there');
  return state;
};

describe('a membership', () => {
  const invite = { kind: 'invite', inviteId: ulid(7) as InviteId } as const;
  const bringing = { kind: 'import', importId: ulid(8) as ImportId } as const;
  const at = instantOf(Date.UTC(2026, 10, 30));
  const guild = presentGuild(created);
  const them = { guild, userId: MEMBER, at };
  const joined = (via: typeof invite | typeof bringing = invite): MemberEvent => ({
    type: 'guild.member-joined',
    data: { guildId, userId: MEMBER, via, joinedAt: at },
  });
  const gone: MemberEvent = { type: 'guild.member-left', data: { guildId, userId: MEMBER } };
  const reason = 'spam' as Reason;
  const kicked: MemberEvent = {
    type: 'guild.member-kicked',
    data: { guildId, userId: MEMBER, by: OWNER, reason },
  };
  const join = { ...memberAggregate, decide: decideJoinGuild };
  const leave = { ...memberAggregate, decide: decideLeaveGuild };
  const kicking = { guild, userId: MEMBER, reason, authority: owner };

  it('begins by an invite, also after it ended', () => {
    given(join)
      .when({ ...them, via: invite })
      .yields(joined());
    given(join, joined())
      .when({ ...them, via: invite })
      .yields();
    given(join, joined(), gone)
      .when({ ...them, via: invite })
      .yields(joined());
    given(join, joined(), kicked)
      .when({ ...them, via: invite })
      .yields(joined());
    given(join)
      .when({ ...them, userId: OWNER, via: invite })
      .yields();
  });
  it('begins by an import for a user who never joined', () => {
    given(join)
      .when({ ...them, via: bringing })
      .yields(joined(bringing));
    given(join, joined(bringing), gone)
      .when({ ...them, via: bringing })
      .yields();
    given(join, joined(bringing), kicked)
      .when({ ...them, via: bringing })
      .yields();
  });
  it('counts its joins by invite and by import', () => {
    const past = [joined(bringing), gone, joined(), kicked];
    expect(memberAggregate.fold(memberAggregate.initial, past).joins).to.equal(2);
  });
  it('is stored with the way that led to it', () => {
    for (const via of [invite, bringing])
      expect(GuildMemberJoinedData.is({ guildId, userId: MEMBER, via, joinedAt: at }), via.kind).to.equal(true);
    for (const via of [{ kind: 'invite' }, { kind: 'import' }, { kind: 'chance', importId: bringing.importId }])
      expect(GuildMemberJoinedData.is({ guildId, userId: MEMBER, via, joinedAt: at }), via.kind).to.equal(false);
  });
  it('remembers how it ended', () => {
    const standingAfter = (...past: ReadonlyArray<MemberEvent>) =>
      past.reduce(memberAggregate.evolve, memberAggregate.initial).membership;
    expect([
      standingAfter(),
      standingAfter(joined()),
      standingAfter(joined(), gone),
      standingAfter(joined(), kicked),
    ]).to.deep.equal(['stranger', 'member', 'left', 'kicked']);
  });
  it('ends when the member leaves, but never for the owner', () => {
    given(leave, joined()).when(them).yields(gone);
    given(leave, joined(), gone).when(them).yields();
    given(leave)
      .when({ ...them, userId: OWNER })
      .refused({ kind: 'OwnerCannotLeave' });
  });
  it('needs no join for the founder, who may leave once another member is the owner', () => {
    const handedOver = presentGuild(created, ownerChanged);
    const founder = { guild: handedOver, userId: OWNER, at };
    const founderLeft: MemberEvent = { type: 'guild.member-left', data: { guildId, userId: OWNER } };
    given(leave).when(founder).yields(founderLeft);
    given(leave, founderLeft).when(founder).yields();
    given(leave)
      .when({ ...founder, userId: MEMBER })
      .refused({ kind: 'OwnerCannotLeave' });
    given(join)
      .when({ ...founder, via: invite })
      .yields();
    given(join, founderLeft)
      .when({ ...founder, via: invite })
      .yields({ type: 'guild.member-joined', data: { guildId, userId: OWNER, via: invite, joinedAt: at } });
  });
  it('does not begin for a banned user', () => {
    const banned: MemberEvent = {
      type: 'guild.member-banned',
      data: { guildId, userId: MEMBER, wasMember: true, reason: null },
    };
    for (const via of [invite, bringing])
      given(join, banned)
        .when({ ...them, via })
        .yields();
  });

  const acts: fc.Arbitrary<Act<MemberState, MemberEvent>> = fc.oneof(
    fc.constantFrom(invite, bringing).map((via) => ({
      says: 'a joining',
      decide: (state: MemberState) => decideJoinGuild({ ...them, via }, state),
      reached: ({ membership }: MemberState) => membership === 'member' || via.kind === 'import',
    })),
    fc.constant({
      says: 'a leaving',
      decide: (state: MemberState) => decideLeaveGuild(them, state),
      reached: ({ membership }: MemberState) => membership !== 'member',
    }),
    fc.constant({
      says: 'a kick',
      decide: (state: MemberState) => decideKickMember(kicking, state),
      reached: ({ membership }: MemberState) => membership === 'kicked',
      repeated: 'refused' as const,
    }),
  );
  it('does not change when a command is repeated', () => expectRepeatable(memberAggregate, acts));
});
