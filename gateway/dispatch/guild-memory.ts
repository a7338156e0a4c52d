/**
 * Memory of guilds: what decides who sees what in the guilds of the listeners. Each guild is read once from the read
 * models, and brought forward by the events in the order of the log, with the evolutions that the deciders fold (0038).
 */

import type { ChannelKind } from '#domain/channel/events.ts';
import { type ChannelSigns, channelSigns } from '#domain/channel/signs.ts';
import { type ChannelState, channelAggregate, overwritesThatCount } from '#domain/channel/state.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { type MemberState, memberAggregate } from '#domain/guild/member-state.ts';
import { guildAggregate, type PresentGuild } from '#domain/guild/state.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import type { Overwrites } from '#domain/permission/overwrite.ts';
import { has, type PermissionSet, permissionSet } from '#domain/permission/permission-set.ts';
import { type ChannelRights, overwritesOf } from '#domain/permission/question.ts';
import { resolve } from '#domain/permission/resolve.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { GUILDS_REMEMBERED_MAX } from '#gateway/limits/sockets.ts';
import type { ChannelView, GuildFactsView, GuildView, MemberRightsView, RoleView } from '#queries/queries.ts';
import { nameLists } from '#queries/snapshot/name-lists.ts';
import { parentsInSight } from '#queries/snapshot/parents-in-sight.ts';

type KnownChannel = { readonly state: Exclude<ChannelState, { kind: 'Absent' }>; readonly createdAt: Instant };
/** Member, with the position up to which its events are in the state. */
type KnownMember = { state: MemberState; through: Position };
/** Channel with its place, the overwrites that count in it, and its signs. */
type PlacedChannel = KnownChannel &
  ChannelSigns & { readonly channelKind: ChannelKind; readonly place: number; readonly overwrites: Overwrites };
type KnownGuild = {
  guild: PresentGuild;
  readonly createdAt: Instant;
  readonly channels: Map<ChannelId, KnownChannel>;
  readonly members: Map<UserId, KnownMember>;
  readonly namesOf: ReturnType<typeof nameLists>;
  /** Position of the read models when the guild was read. Older events are in the facts. */
  readonly readAt: Position;
  /** Computed sights by the class of their members. A change of the guild drops them all. */
  sights: Map<string, Sight> | undefined;
  /** Members with an overwrite of their own in a channel. */
  alone: ReadonlySet<UserId> | undefined;
  roles: ReadonlyArray<RoleView> | undefined;
  inOrder: ReadonlyArray<PlacedChannel> | undefined;
};
/** Guild that is being read. Its events of meanwhile wait for the answer. */
type Reading = { readonly missed: Array<RecordedEvent<DomainEvent>> };

/** The sight of one member, as the memory computes it. `member` is undefined for a user who is no member. */
export type MemberSight = { readonly sight: Sight; readonly member: MemberRightsView };
export type MemoryAnswer =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stranger' }
  | ({ readonly kind: 'seen' } & MemberSight);

const stateOfGuild = ({ guild, roles, listing, channelOrder }: GuildFactsView): PresentGuild => ({
  kind: 'Present',
  guildId: guild.guildId,
  name: guild.name,
  ownerId: guild.ownerId,
  // The members are those of the read models, so the founder needs no rule of their own.
  founderId: guild.ownerId,
  roles: new Map(
    roles.map(({ guildId: _, permissions, ...role }) => [
      role.roleId,
      { ...role, permissions: permissionSet(permissions) },
    ]),
  ),
  deletedRoles: new Map(),
  channels: new Set(listing),
  channelOrder,
  // Reasons decide no sight.
  lockdown: guild.lockdown && { ...guild.lockdown, reason: null },
});

const stateOfChannel = (guildId: GuildId, facts: GuildFactsView['channels'][number]): KnownChannel => {
  const { channelId, parentId, name, channelKind, topic, slowModeSecs, tags, tagRequired, syncedWith, overwrites } =
    facts;
  const state = {
    ...{ channelId, home: inGuild(guildId), parentId, name, channelKind, topic, slowModeSecs, syncedWith },
    ...{ tags, tagRequired },
    overwrites: overwritesOf(overwrites),
    thread: null,
    // Pins decide no sight.
    pinned: new Set<MessageId>(),
  };
  return {
    createdAt: facts.createdAt,
    // A channel that was deleted before it was read cannot be restored from here: see `evolved`.
    state: facts.deleted ? { ...state, kind: 'Deleted', erased: true } : { ...state, kind: 'Present' },
  };
};

const stateOfMember = ({ roleIds, nickname, timedOutUntil }: MemberRightsView): MemberState => ({
  ...memberAggregate.initial,
  membership: 'member',
  roleIds: new Set(roleIds),
  nickname,
  timedOutUntil,
});

const guildOfEvent = ({ data }: DomainEvent): GuildId | undefined => {
  if ('guildId' in data && data.guildId !== undefined) return data.guildId;
  return 'home' in data && data.home.kind === 'guild' ? data.home.guildId : undefined;
};

const changed = (known: KnownGuild): void => {
  known.sights = undefined;
  known.alone = undefined;
  known.roles = undefined;
  known.inOrder = undefined;
};

/** Applies an event to a guild. Answers false when the event needs facts that the memory lacks. */
const evolve = (known: KnownGuild, { event, position, metadata }: RecordedEvent<DomainEvent>): boolean => {
  if (memberAggregate.owns(event)) {
    const member = known.members.get(event.data.userId);
    if (member === undefined || position <= member.through) return true;
    member.state = memberAggregate.evolve(member.state, event);
    return true;
  }
  if (position <= known.readAt) return true;
  if (guildAggregate.owns(event)) {
    if (event.type === 'guild.role-restored' && !known.guild.deletedRoles.has(event.data.roleId)) return false;
    const next = guildAggregate.evolve(known.guild, event);
    if (next.kind !== 'Present') return false;
    known.guild = next;
    changed(known);
    return true;
  }
  // A thread has the sight of its parent, so the memory knows none.
  if (!channelAggregate.owns(event) || event.type === 'channel.thread-begun') return true;
  const { channelId } = event.data;
  const channel = known.channels.get(channelId);
  const state = channelAggregate.evolve(channel?.state ?? channelAggregate.initial, event);
  if (state.kind === 'Absent') return event.type !== 'channel.restored';
  if (event.type === 'channel.restored' && state.kind !== 'Present') return false;
  if (state.syncedWith !== null && !known.channels.has(state.syncedWith)) return false;
  known.channels.set(channelId, { state, createdAt: channel?.createdAt ?? metadata.time });
  changed(known);
  return true;
};

const rolesIn = (known: KnownGuild): ReadonlyArray<RoleView> => {
  const { guildId, roles } = known.guild;
  known.roles ??= [...roles.values()]
    .map((role) => ({ ...role, guildId, permissions: known.namesOf(role.permissions) }))
    .sort((a, b) => a.rank - b.rank || (a.roleId < b.roleId ? -1 : 1));
  return known.roles;
};

const channelsIn = (known: KnownGuild): NonNullable<KnownGuild['inOrder']> => {
  if (known.inOrder !== undefined) return known.inOrder;
  const { guildId, channels, channelOrder } = known.guild;
  const signsOf = channelSigns(known.guild);
  const places = new Map(channelOrder.map((id, place) => [id, place]));
  known.inOrder = [...channels]
    .flatMap((id, listed) => {
      const channel = known.channels.get(id);
      if (channel?.state.kind !== 'Present') return [];
      const { state } = channel;
      const { channelKind } = state;
      if (channelKind === 'thread') return [];
      const overwrites = overwritesThatCount(guildId, state, (one) => known.channels.get(one)?.state);
      const place = places.get(id) ?? channelOrder.length + listed;
      return [{ ...channel, ...signsOf(channelKind, overwrites), channelKind, overwrites, place }];
    })
    .sort((a, b) => a.place - b.place);
  return known.inOrder;
};

const viewOf = ({ state, channelKind, createdAt, place, isPrivate, isLocked }: PlacedChannel, guildId: GuildId) => ({
  guildId,
  channelId: state.channelId,
  name: state.name,
  channelKind,
  parentId: state.parentId,
  createdAt,
  topic: state.topic,
  slowModeSecs: state.slowModeSecs,
  tags: state.tags,
  tagRequired: state.tagRequired,
  synced: state.syncedWith !== null && state.syncedWith === state.parentId,
  isPrivate,
  isLocked,
  place,
});

const isTimedOut = ({ timedOutUntil }: MemberState, at: Instant): boolean =>
  timedOutUntil !== null && millisOf(at) < millisOf(timedOutUntil);

/** Names the class of a member. Members of one class have equal rights, and so one sight. */
const classOf = (known: KnownGuild, userId: UserId, member: MemberState, at: Instant): string => {
  const { ownerId, roles } = known.guild;
  if (ownerId === userId) return 'owner';
  const worn = [...member.roleIds].filter((id) => roles.has(id)).sort();
  known.alone ??= new Set([...known.channels.values()].flatMap(({ state }) => [...state.overwrites.members.keys()]));
  return `${known.alone.has(userId) ? userId : ''} ${isTimedOut(member, at)} ${worn.join()}`;
};

const compute = (known: KnownGuild, userId: UserId, member: MemberState, at: Instant): Sight => {
  const { guild } = known;
  const { roles } = guild;
  const rights = {
    roleIds: new Set([...member.roleIds].filter((id) => roles.has(id))),
    timedOutUntil: member.timedOutUntil,
  };
  const ask = (channel: ChannelRights | null) => resolve({ guild, userId, member: rights, channel, at }).permissions;
  const answers = new Map<Overwrites, PermissionSet>();
  const seen = channelsIn(known).flatMap((channel): ReadonlyArray<ChannelView> => {
    const { overwrites } = channel;
    const set = answers.get(overwrites) ?? ask({ overwrites });
    answers.set(overwrites, set);
    return has(set, 'view_channel') ? [{ ...viewOf(channel, guild.guildId), permissions: known.namesOf(set) }] : [];
  });
  const channels = new Map(parentsInSight(seen).map((channel) => [channel.channelId, channel]));
  return { permissions: known.namesOf(ask(null)), roles: rolesIn(known), channels };
};

const viewOfMember = (known: KnownGuild, { roleIds, nickname, timedOutUntil }: MemberState): MemberRightsView => ({
  roleIds: [...roleIds].filter((id) => known.guild.roles.has(id)),
  nickname: typeof nickname === 'string' ? nickname : null,
  timedOutUntil,
});

export class GuildMemory {
  readonly #known = new Map<GuildId, KnownGuild>();
  readonly #reading = new Map<GuildId, Reading>();
  #told: Position;

  constructor(start: Position) {
    this.#told = start;
  }

  /** Takes an event that is about to be told. The events come in the order of the log. */
  fold(recorded: RecordedEvent<DomainEvent>): void {
    this.#told = recorded.position;
    const guildId = guildOfEvent(recorded.event);
    if (guildId === undefined || 'messageId' in recorded.event.data) return;
    this.#reading.get(guildId)?.missed.push(recorded);
    const known = this.#known.get(guildId);
    if (known !== undefined && !evolve(known, recorded)) this.forget(guildId);
  }

  /** Notes that the events up to a position were told, although none of them is known. */
  toldUpTo(position: Position): void {
    if (position > this.#told) this.#told = position;
  }

  forget(guildId: GuildId): void {
    this.#known.delete(guildId);
  }

  /** Begins a reading of a guild. Its events are kept until `read`. */
  reading(guildId: GuildId): void {
    this.#reading.set(guildId, { missed: [] });
  }

  /**
   * Takes a guild from the read models as of `through`. A known guild takes only the members that it lacks, because its
   * own facts are those of the last event that was told.
   */
  read(guildId: GuildId, facts: GuildFactsView | null, through: Position): void {
    const missed = this.#reading.get(guildId)?.missed ?? [];
    this.#reading.delete(guildId);
    if (facts === null) {
      this.forget(guildId);
      return;
    }
    const known = this.#known.get(guildId);
    if (known !== undefined) {
      for (const member of facts.members) this.meet(guildId, member.userId, member, through, missed);
      return;
    }
    const made: KnownGuild = {
      guild: stateOfGuild(facts),
      createdAt: facts.guild.createdAt,
      channels: new Map(facts.channels.map((one) => [one.channelId, stateOfChannel(guildId, one)])),
      members: new Map(facts.members.map((one) => [one.userId, { state: stateOfMember(one), through }])),
      namesOf: nameLists(),
      readAt: through,
      sights: undefined,
      alone: undefined,
      roles: undefined,
      inOrder: undefined,
    };
    if (!missed.every((recorded) => evolve(made, recorded))) return;
    this.#known.set(guildId, made);
    const [oldest] = this.#known.keys();
    if (this.#known.size > GUILDS_REMEMBERED_MAX && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Ends a reading that had no answer. */
  unread(guildId: GuildId): void {
    this.#reading.delete(guildId);
  }

  /** Takes what the read models say about a user, as of `through`. `missed` holds events that were told meanwhile. */
  meet(
    guildId: GuildId,
    userId: UserId,
    facts: MemberRightsView,
    through: Position,
    missed: ReadonlyArray<RecordedEvent<DomainEvent>> = [],
  ): void {
    const known = this.#known.get(guildId);
    if (known === undefined || known.members.has(userId)) return;
    const member = { state: stateOfMember(facts), through };
    known.members.set(userId, member);
    for (const { event, position } of missed) {
      if (!memberAggregate.owns(event) || event.data.userId !== userId || position <= through) continue;
      member.state = memberAggregate.evolve(member.state, event);
    }
  }

  /** Position up to which the facts are brought. Facts of a later position wait until its events were told. */
  get told(): Position {
    return this.#told;
  }

  /**
   * Answers what a user sees in a guild after the last event that was told. Facts from a later position are unknown until
   * then, so facts of two positions never meet.
   */
  ask(guildId: GuildId, userId: UserId, at: Instant): MemoryAnswer {
    const known = this.#known.get(guildId);
    const member = known?.members.get(userId);
    if (known === undefined || member === undefined) return { kind: 'unknown' };
    if (member.through > this.#told || known.readAt > this.#told) return { kind: 'unknown' };
    const { state } = member;
    if (known.guild.ownerId !== userId && state.membership !== 'member') return { kind: 'stranger' };
    const name = classOf(known, userId, state, at);
    known.sights ??= new Map();
    const sight = known.sights.get(name) ?? compute(known, userId, state, at);
    known.sights.set(name, sight);
    return { kind: 'seen', sight, member: viewOfMember(known, state) };
  }

  /** Guild as every viewer sees it alike. */
  guild(guildId: GuildId): GuildView | undefined {
    const known = this.#known.get(guildId);
    if (known === undefined) return undefined;
    const { name, ownerId, lockdown } = known.guild;
    // The reason of a lockdown is for the audit log alone.
    const shown = lockdown && { until: lockdown.until, newcomersSince: lockdown.newcomersSince };
    return { guildId, name, ownerId, createdAt: known.createdAt, lockdown: shown };
  }

  /** True for a channel that a member with every permission sees. */
  hasChannel(guildId: GuildId, channelId: ChannelId): boolean {
    const known = this.#known.get(guildId);
    return known?.guild.channels.has(channelId) === true && known.channels.get(channelId)?.state.kind === 'Present';
  }

  /** End of a member's time-out, when the memory knows one. */
  timedOutUntil(guildId: GuildId, userId: UserId): Instant | null {
    return this.#known.get(guildId)?.members.get(userId)?.state.timedOutUntil ?? null;
  }
}
