import { expect } from 'chai';
import fc from 'fast-check';
import {
  decideChangeChannel,
  decideCreateChannel,
  decideDeleteChannel,
  decideMoveChannel,
  slowModeFor,
} from '#domain/channel/decide.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import { type ChannelState, channelAggregate } from '#domain/channel/state.ts';
import type { ChannelName, ChannelTopic } from '#domain/channel/values.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { SLOW_MODE_SECS_MAX } from '#domain/kernel/limits.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import type { Authority } from '#domain/permission/authority.ts';
import { NO_OVERWRITES } from '#domain/permission/overwrite.ts';
import { NO_PERMISSIONS, permissionSet } from '#domain/permission/permission-set.ts';
import { overwritesOf } from '#domain/permission/question.ts';
import { type Act, expectRepeatable, given } from '#infra/workshop/testkit/given.ts';

const ulid = (n: number) => n.toString().padStart(26, '0');
const channelId = ulid(1) as ChannelId;
const guildId = ulid(2) as GuildId;
const home = inGuild(guildId);
const actor = ulid(4) as UserId;
const category = ulid(5) as ChannelId;
const name = 'news' as ChannelName;
const other = 'olds' as ChannelName;
const topic = 'what is new' as ChannelTopic;

const manager: Authority = { actor, permissions: permissionSet(['manage_channels']), rank: 0 };
const powerless: Authority = { actor, permissions: NO_PERMISSIONS, rank: 0 };
const missing = { kind: 'MissingPermission', permission: 'manage_channels' } as const;
const unknown = { kind: 'ChannelUnknown' } as const;

const wish = { channelId, home, parentId: null, name, channelKind: 'text' } as const;
const made = (parentId: ChannelId | null, kind: 'text' | 'category' = 'text'): ChannelEvent => ({
  type: 'channel.created',
  data: { channelId, home, parentId, name, kind },
});
const created = made(null);
const renamed = (to: ChannelName): ChannelEvent => ({ type: 'channel.renamed', data: { channelId, home, name: to } });
const deleted: ChannelEvent = { type: 'channel.deleted', data: { channelId, home, reason: null } };
const topicChanged = (to: ChannelTopic | null): ChannelEvent => ({
  type: 'channel.topic-changed',
  data: { channelId, home, topic: to },
});
const slowed = (secs: number): ChannelEvent => ({ type: 'channel.slow-mode-changed', data: { channelId, home, secs } });
const moved = (parentId: ChannelId | null): ChannelEvent => ({
  type: 'channel.moved',
  data: { channelId, home, parentId },
});
const synced: ChannelEvent = { type: 'channel.synced', data: { channelId, home, categoryId: category } };
const hidden = [{ target: { kind: 'role', roleId: ulid(2) as RoleId }, allow: [], deny: ['view_channel'] }] as const;
const replaced: ChannelEvent = { type: 'channel.overwrites-replaced', data: { channelId, home, overwrites: hidden } };

describe('a channel', () => {
  const create = { ...channelAggregate, decide: decideCreateChannel };
  const change = { ...channelAggregate, decide: decideChangeChannel };
  const move = { ...channelAggregate, decide: decideMoveChannel };
  const remove = { ...channelAggregate, decide: decideDeleteChannel };

  it('is created once, also when it was changed or deleted since', () => {
    given(create).when(wish).yields(created);
    for (const past of [[created], [created, renamed(other)], [created, deleted]])
      given(create, ...past)
        .when(wish)
        .yields();
  });
  it('follows the category in which it is created', () => {
    given(create)
      .when({ ...wish, parentId: category })
      .yields(made(category));
  });
  it('is changed by a member who may manage channels, fact by fact', () => {
    const by = { authority: manager };
    given(change, created)
      .when({ name: other, ...by })
      .yields(renamed(other));
    given(change, created)
      .when({ name: other, topic, slowModeSecs: 5, ...by })
      .yields(renamed(other), topicChanged(topic), slowed(5));
    given(change, created)
      .when({ name, topic: null, slowModeSecs: 0, ...by })
      .yields();
    given(change, created, topicChanged(topic), slowed(5))
      .when({ topic: null, ...by })
      .yields(topicChanged(null));
    given(change, created, topicChanged(topic), slowed(5))
      .when({ slowModeSecs: 0, ...by })
      .yields(slowed(0));
    given(change, created).when(by).yields();
    given(change, created).when({ name: other, authority: powerless }).refused(missing);
    given(change)
      .when({ name, ...by })
      .refused(unknown);
    given(change, created, deleted)
      .when({ name: other, ...by })
      .refused(unknown);
  });
  it('has a slow mode of at most six hours', () => {
    const why = `slow mode lasts 0 to ${SLOW_MODE_SECS_MAX} seconds`;
    for (const slowModeSecs of [-1, 0.5, SLOW_MODE_SECS_MAX + 1])
      given(change, created).when({ slowModeSecs, authority: manager }).refused({ kind: 'SlowModeInvalid', why });
    given(change, created)
      .when({ slowModeSecs: SLOW_MODE_SECS_MAX, authority: manager })
      .yields(slowed(SLOW_MODE_SECS_MAX));
  });
  it('has no topic and no slow mode as a category', () => {
    const refused = { kind: 'NotForACategory' } as const;
    given(change, made(null, 'category')).when({ topic, authority: manager }).refused(refused);
    given(change, made(null, 'category')).when({ slowModeSecs: 5, authority: manager }).refused(refused);
    given(change, made(null, 'category'))
      .when({ name: other, topic: null, slowModeSecs: 0, authority: manager })
      .yields(renamed(other));
  });
  it('lets every member wait in slow mode but those who manage messages or channels', () => {
    const state = [created, slowed(5)].reduce(channelAggregate.evolve, channelAggregate.initial);
    if (state.kind !== 'Present') return expect.fail('it is there');
    expect(slowModeFor(state, powerless)).to.equal(5);
    expect(slowModeFor(state, manager)).to.equal(0);
    expect(slowModeFor(state, { ...powerless, permissions: permissionSet(['manage_messages']) })).to.equal(0);
  });
  it('keeps its overwrites when it moves, also those that it had from a category', () => {
    const effective = overwritesOf(hidden);
    const to = (parentId: ChannelId | null) => ({ parentId, effective, authority: manager });
    given(move, created)
      .when({ ...to(category), effective: NO_OVERWRITES })
      .yields(moved(category));
    given(move, made(category), synced).when(to(null)).yields(replaced, moved(null));
    given(move, made(category), synced, replaced).when(to(null)).yields(moved(null));
    given(move, made(category), synced).when(to(category)).yields();
    given(move, created)
      .when({ ...to(category), authority: powerless })
      .refused(missing);
    given(move, created, deleted).when(to(category)).refused(unknown);
    given(move, made(null, 'category')).when(to(category)).refused({ kind: 'CategoryNested' });
  });
  it('is deleted by a member who may manage channels', () => {
    given(remove, created).when({ reason: null, authority: manager }).yields(deleted);
    const reason = 'nobody talks here' as Reason;
    given(remove, created)
      .when({ reason, authority: manager })
      .yields({ type: 'channel.deleted', data: { channelId, home, reason } });
    given(remove, created, deleted).when({ reason: null, authority: manager }).yields();
    given(remove, created).when({ reason: null, authority: powerless }).refused(missing);
    given(remove).when({ reason: null, authority: manager }).refused(unknown);
  });
  it('stays absent or deleted under any later event but its restoration', () => {
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
    fc
      .tuple(fc.constantFrom(name, other), fc.constantFrom(topic, null, undefined), fc.constantFrom(0, 5), authority)
      .map(([to, about, slowModeSecs, by]) => ({
        says: 'a change',
        decide: (state: ChannelState) =>
          decideChangeChannel({ name: to, topic: about, slowModeSecs, authority: by }, state),
        reached: (state: ChannelState) =>
          state.kind === 'Present' &&
          state.name === to &&
          state.slowModeSecs === slowModeSecs &&
          (about === undefined || state.topic === about),
      })),
    fc.tuple(fc.constantFrom(category, null), authority).map(([parentId, by]) => ({
      says: 'a move',
      decide: (state: ChannelState) =>
        decideMoveChannel({ parentId, effective: overwritesOf(hidden), authority: by }, state),
      reached: (state: ChannelState) => state.kind === 'Present' && state.parentId === parentId,
    })),
    authority.map((by) => ({
      says: 'a deletion',
      decide: (state: ChannelState) => decideDeleteChannel({ reason: null, authority: by }, state),
      reached: ({ kind }: ChannelState) => kind === 'Deleted',
    })),
  );
  it('does not change when a command is repeated', () => expectRepeatable(channelAggregate, acts));
});
