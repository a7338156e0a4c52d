import { expect } from 'chai';
import fc from 'fast-check';
import { decideCreateChannel, decideDeleteChannel, decideRenameChannel } from '#domain/channel/decide.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import { type ChannelState, channelAggregate } from '#domain/channel/state.ts';
import type { ChannelName } from '#domain/channel/values.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Authority } from '#domain/permission/authority.ts';
import { NO_PERMISSIONS, permissionSet } from '#domain/permission/permission-set.ts';
import { type Act, expectRepeatable, given } from '#infra/workshop/testkit/given.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const channelId = ulid(1) as ChannelId;
const home = inGuild(ulid(2) as GuildId);
const actor = ulid(4) as UserId;
const name = 'news' as ChannelName;
const other = 'olds' as ChannelName;

const manager: Authority = { actor, permissions: permissionSet(['manage_channels']), rank: 0 };
const powerless: Authority = { actor, permissions: NO_PERMISSIONS, rank: 0 };
const missing = { kind: 'MissingPermission', permission: 'manage_channels' } as const;

const wish = { channelId, home, name, channelKind: 'text' } as const;
const created: ChannelEvent = {
  type: 'channel.created',
  data: { channelId, home, name, kind: 'text', parentId: null },
};
const renamed = (to: ChannelName): ChannelEvent => ({ type: 'channel.renamed', data: { channelId, home, name: to } });
const deleted: ChannelEvent = { type: 'channel.deleted', data: { channelId, home } };

describe('a channel', () => {
  const create = { ...channelAggregate, decide: decideCreateChannel };
  const rename = { ...channelAggregate, decide: decideRenameChannel };
  const remove = { ...channelAggregate, decide: decideDeleteChannel };

  it('is created once, also when it was changed or deleted since', () => {
    given(create).when(wish).yields(created);
    for (const past of [[created], [created, renamed(other)], [created, deleted]])
      given(create, ...past)
        .when(wish)
        .yields();
  });
  it('is renamed by a member who may manage channels', () => {
    given(rename, created).when({ name: other, authority: manager }).yields(renamed(other));
    given(rename, created).when({ name, authority: manager }).yields();
    given(rename, created).when({ name: other, authority: powerless }).refused(missing);
    given(rename).when({ name, authority: manager }).refused({ kind: 'ChannelUnknown' });
    given(rename, created, deleted).when({ name: other, authority: manager }).refused({ kind: 'ChannelUnknown' });
  });
  it('is deleted by a member who may manage channels', () => {
    given(remove, created).when({ authority: manager }).yields(deleted);
    given(remove, created, deleted).when({ authority: manager }).yields();
    given(remove, created).when({ authority: powerless }).refused(missing);
    given(remove).when({ authority: manager }).refused({ kind: 'ChannelUnknown' });
  });
  it('stays absent or deleted under any later event', () => {
    const { initial, evolve } = channelAggregate;
    expect([renamed(other), deleted].reduce(evolve, initial)).to.deep.equal({ kind: 'Absent' });
    expect([created, deleted, renamed(other), deleted].reduce(evolve, initial)).to.deep.include({
      kind: 'Deleted',
      name,
    });
  });

  const authority = fc.constantFrom(manager, powerless);
  const acts: fc.Arbitrary<Act<ChannelState, ChannelEvent>> = fc.oneof(
    fc.constantFrom(name, other).map((to) => ({
      says: 'a creation',
      decide: (state: ChannelState) => decideCreateChannel({ ...wish, name: to }, state),
      reached: ({ kind }: ChannelState) => kind !== 'Absent',
    })),
    fc.tuple(fc.constantFrom(name, other), authority).map(([to, by]) => ({
      says: 'a renaming',
      decide: (state: ChannelState) => decideRenameChannel({ name: to, authority: by }, state),
      reached: (state: ChannelState) => state.kind === 'Present' && state.name === to,
    })),
    authority.map((by) => ({
      says: 'a deletion',
      decide: (state: ChannelState) => decideDeleteChannel({ authority: by }, state),
      reached: ({ kind }: ChannelState) => kind === 'Deleted',
    })),
  );
  it('does not change when a command is repeated', () => expectRepeatable(channelAggregate, acts));
});
