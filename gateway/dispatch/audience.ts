/**
 * The audience knows which listeners a dispatch goes to. Events change it in the order of the log: a listener that lost
 * its guild, channel or session at position N is out before anything after N is told.
 */

import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { AudienceChange } from '#gateway/dispatch/audience-change.ts';
import type { Login } from '#gateway/dispatch/listener.ts';
import type { Address } from '#gateway/dispatch/outgoing.ts';
import {
  type ChannelAudience,
  type GuildAudience,
  isWithin,
  mayRead,
  type Reach,
  type Replay,
  type Subscription,
  subscribersOf,
  threadsFollowed,
} from '#gateway/dispatch/reach.ts';
import { drop, put } from '#gateway/dispatch/sets-by-key.ts';
import { type Sight, sightsWithout } from '#gateway/dispatch/sight.ts';

const later = (a: Position, b: Position): Position => (a > b ? a : b);
const NOBODY: ReadonlySet<never> = new Set<never>();

export class Audience<L extends Login> {
  readonly #reaches = new Map<L, Reach>();
  readonly #byUser = new Map<UserId, Set<L>>();
  readonly #bySession = new Map<SessionId, Set<L>>();
  readonly #byGuild = new Map<GuildId, GuildAudience<L>>();
  readonly #byChannel = new Map<ChannelId, ChannelAudience<L>>();
  readonly #changedAt = new Map<GuildId | null, Position>();
  #previous: Position;
  #current: Position;

  constructor(start: Position) {
    this.#previous = start;
    this.#current = start;
  }

  /** Adds a listener. From now on the audience follows its memberships. */
  add(listener: L): void {
    this.#reaches.set(listener, { guilds: new Map(), channels: new Map() });
    put(this.#byUser, listener.userId, listener);
    put(this.#bySession, listener.sessionId, listener);
  }

  remove(listener: L): void {
    const reach = this.#reaches.get(listener);
    if (reach === undefined) return;
    for (const guildId of reach.guilds.keys()) this.#dropFromGuild(listener, guildId);
    for (const channelId of reach.channels.keys()) this.unsubscribe(listener, channelId);
    this.#reaches.delete(listener);
    drop(this.#byUser, listener.userId, listener);
    drop(this.#bySession, listener.sessionId, listener);
  }

  /**
   * Puts a listener into a guild that the gate has just shown it, as of `through`. A recheck that is on its way goes
   * on, and an answer from before `through` does not count.
   */
  enterGuild(listener: L, guildId: GuildId, sight: Sight, through: Position): void {
    const reach = this.#reaches.get(listener);
    if (reach === undefined) return;
    const there = reach.guilds.get(guildId);
    if (there !== undefined) {
      there.sight = sight;
      there.recheckedAt = later(there.recheckedAt, through);
      return;
    }
    reach.guilds.set(guildId, { sight, recheckedFrom: undefined, recheckedAt: through });
    this.#guild(guildId).live.add(listener);
  }

  subscribe(listener: L, to: Subscription): void {
    const former = this.#reaches.get(listener)?.channels.get(to.channelId);
    if (!this.#noteSubscription(listener, to)) return;
    const channel = this.#channel(to.channelId);
    // A client keeps its messages when it subscribes again, so it must not miss what a recheck withholds from it.
    if (former !== undefined && channel.rechecked.has(listener)) this.#noteSubscription(listener, to, former.after);
    // A new subscription begins now, so the replay of the former one ends.
    channel.replaying.delete(listener);
    this.#hear(listener, to.channelId, channel);
  }

  /** Subscribes, and withholds the channel's dispatches until `goLive`. */
  subscribeReplaying(listener: L, to: Subscription): Replay {
    const { channelId, guildId } = to;
    const replaying: Replay = { channelId, guildId, withheldAt: BEGINNING };
    if (this.#noteSubscription(listener, to)) this.#channel(channelId).replaying.set(listener, replaying);
    return replaying;
  }

  /** True while this subscription is replaying and not live yet. */
  isReplaying(listener: L, replaying: Replay): boolean {
    return this.#byChannel.get(replaying.channelId)?.replaying.get(listener) === replaying;
  }

  /** Ends a replay that has told everything up to `replayed`. A recheck does not tell that again. */
  goLive(listener: L, channelId: ChannelId, replayed: Position): void {
    const channel = this.#byChannel.get(channelId);
    const subscription = this.#reaches.get(listener)?.channels.get(channelId);
    if (channel?.replaying.delete(listener) !== true || subscription === undefined) return;
    // The event at `#current` may not be told yet, and a waiting listener must not miss it.
    subscription.after = later(this.#previous, replayed);
    this.#hear(listener, channelId, channel);
  }

  unsubscribe(listener: L, channelId: ChannelId): void {
    this.#reaches.get(listener)?.channels.delete(channelId);
    const channel = this.#byChannel.get(channelId);
    if (channel === undefined) return;
    channel.live.delete(listener);
    channel.rechecked.delete(listener);
    channel.replaying.delete(listener);
    if (channel.live.size + channel.rechecked.size + channel.replaying.size === 0) this.#byChannel.delete(channelId);
  }

  /** Lists the subscriptions of a listener. A repeated `subscribe` makes another subscription. */
  subscriptions(listener: L): ReadonlyArray<Subscription> {
    return [...(this.#reaches.get(listener)?.channels.values() ?? [])];
  }

  isSubscribed(listener: L, channelId: ChannelId): boolean {
    return this.#reaches.get(listener)?.channels.has(channelId) ?? false;
  }

  /** Notes that the event at this position is about to be told. */
  begin(at: Position): void {
    this.#previous = this.#current;
    this.#current = at;
  }

  /** Position at which a subscription begins now. It hears everything after it, and may miss events up to it. */
  currentPosition(): Position {
    return this.#current;
  }

  /**
   * Applies a change. Answers the listeners that it removed from a guild, from a channel or, with their session, from
   * all.
   */
  apply(change: AudienceChange): ReadonlyArray<L> {
    if ('guildId' in change && change.kind !== 'MemberCame') this.#changedAt.set(change.guildId, this.#current);
    switch (change.kind) {
      case 'MemberCame':
        for (const listener of this.ofUser(change.userId)) this.#recheck(listener, change.guildId);
        return [];
      case 'RightsChanged':
        for (const listener of this.everyoneIn(change.guildId)) {
          if (change.userId === undefined || change.userId === listener.userId) this.#recheck(listener, change.guildId);
        }
        return [];
      case 'GuildChanged':
        return [];
      case 'MemberGone':
        return this.#leave(this.#within(change.guildId, this.ofUser(change.userId)), change.guildId);
      case 'GuildGone':
        return this.#leave(this.#within(change.guildId, this.all()), change.guildId);
      case 'ChannelGone':
        return this.#endChannel(change.guildId, change.channelId);
      case 'SessionGone': {
        const gone = [...(this.#bySession.get(change.sessionId) ?? [])];
        for (const listener of gone) this.remove(listener);
        return gone;
      }
    }
  }

  /**
   * Position of the last event that changed who sees what in a guild, or for null in any conversation. An older answer
   * does not count. A member who comes makes no answer old, because a recheck follows.
   */
  changedAt(guildId: GuildId | null): Position {
    return this.#changedAt.get(guildId) ?? BEGINNING;
  }

  /** Notes for the replays of a channel that they missed the dispatch at this position. */
  withhold(channelId: ChannelId, at: Position): void {
    for (const replaying of this.#byChannel.get(channelId)?.replaying.values() ?? []) replaying.withheldAt = at;
  }

  /**
   * True when an answer up to `through` knows of the event that last started a recheck of this listener. The answer is
   * not older than the sight that the listener began with.
   */
  isAnsweredBy(listener: L, guildId: GuildId, through: Position): boolean {
    return (this.#reaches.get(listener)?.guilds.get(guildId)?.recheckedAt ?? BEGINNING) <= through;
  }

  /** True when a listener is in the guild, or waits for a recheck there. */
  hasGuild(guildId: GuildId): boolean {
    return this.#byGuild.has(guildId);
  }

  /** Listeners of a guild that wait for a recheck. */
  rechecked(guildId: GuildId): ReadonlySet<L> {
    return this.#byGuild.get(guildId)?.rechecked ?? NOBODY;
  }

  /** Guilds that a listener is in. */
  guildsOf(listener: L): ReadonlyArray<GuildId> {
    return [...(this.#reaches.get(listener)?.guilds.keys() ?? [])];
  }

  sight(listener: L, guildId: GuildId): Sight | undefined {
    return this.#reaches.get(listener)?.guilds.get(guildId)?.sight;
  }

  /**
   * Takes the sight of a listener as of `through`. The listener then hears the guild again, but no channel outside its
   * sight. Answers the channels whose subscriptions end.
   */
  see(listener: L, guildId: GuildId, sight: Sight, through: Position): ReadonlyArray<ChannelId> {
    const reach = this.#reaches.get(listener);
    const there = reach?.guilds.get(guildId);
    if (reach === undefined || there === undefined) return [];
    const ended: Array<ChannelId> = [];
    there.sight = sight;
    there.recheckedFrom = undefined;
    const guild = this.#guild(guildId);
    guild.rechecked.delete(listener);
    guild.live.add(listener);
    for (const { channelId, guildId: home, parentId, seenAt } of [...reach.channels.values()]) {
      if (home !== guildId) continue;
      const channel = this.#channel(channelId);
      if (sight.channels.has(parentId ?? channelId) || seenAt > through) {
        if (channel.rechecked.delete(listener)) channel.live.add(listener);
      } else {
        this.unsubscribe(listener, channelId);
        ended.push(channelId);
      }
    }
    return ended;
  }

  /** Removes a listener from a guild, because it sees nothing of the guild. */
  loseGuild(listener: L, guildId: GuildId): void {
    this.#leave([listener], guildId);
  }

  /** Position up to which a waiting listener was told everything. Undefined when it waits for no recheck. */
  recheckedFrom(listener: L, guildId?: GuildId): Position | undefined {
    let earliest: Position | undefined;
    for (const [id, { recheckedFrom }] of this.#reaches.get(listener)?.guilds ?? []) {
      if (recheckedFrom === undefined || (guildId !== undefined && guildId !== id)) continue;
      if (earliest === undefined || recheckedFrom < earliest) earliest = recheckedFrom;
    }
    return earliest;
  }

  /** Live listeners at an address. Replaying and rechecked listeners are not among them. */
  at(to: Exclude<Address, { readonly kind: 'departed' }>): ReadonlySet<L> {
    switch (to.kind) {
      case 'channel':
        return this.#byChannel.get(to.channelId)?.live ?? NOBODY;
      case 'readers':
        return new Set([...this.at({ ...to, kind: 'channel' })].filter((one) => mayRead(this.#reaches.get(one), to)));
      case 'guild':
        return this.#byGuild.get(to.guildId)?.live ?? NOBODY;
      case 'viewers':
        return new Set([...this.at({ kind: 'guild', guildId: to.guildId })].filter((one) => this.#sees(one, to)));
      case 'user':
        return this.ofUser(to.userId);
    }
  }

  /** True when a listener that is live again missed a dispatch with this address at this position. */
  wasMissedBy(listener: L, to: Address, position: Position): boolean {
    switch (to.kind) {
      case 'channel':
      case 'readers': {
        const after = this.#reaches.get(listener)?.channels.get(to.channelId)?.after;
        return after !== undefined && position > after && this.at(to).has(listener);
      }
      case 'guild':
        return this.at(to).has(listener);
      case 'viewers':
        return this.#sees(listener, to);
      case 'user':
      case 'departed':
        return false;
    }
  }

  ofUser(userId: UserId): ReadonlySet<L> {
    return this.#byUser.get(userId) ?? NOBODY;
  }

  all(): Iterable<L> {
    return this.#reaches.keys();
  }

  #guild(guildId: GuildId): GuildAudience<L> {
    const known = this.#byGuild.get(guildId);
    if (known !== undefined) return known;
    const made: GuildAudience<L> = { live: new Set(), rechecked: new Set() };
    this.#byGuild.set(guildId, made);
    return made;
  }

  #channel(channelId: ChannelId): ChannelAudience<L> {
    const known = this.#byChannel.get(channelId);
    if (known !== undefined) return known;
    const made: ChannelAudience<L> = { live: new Set(), rechecked: new Set(), replaying: new Map() };
    this.#byChannel.set(channelId, made);
    return made;
  }

  #sees(listener: L, { guildId, channelId }: { readonly guildId: GuildId; readonly channelId: ChannelId }): boolean {
    return this.sight(listener, guildId)?.channels.has(channelId) ?? false;
  }

  #noteSubscription(listener: L, to: Subscription, after = this.#current): boolean {
    const reach = this.#reaches.get(listener);
    reach?.channels.set(to.channelId, { ...to, after });
    return reach !== undefined;
  }

  /** Lets a listener hear a channel at once, or after the recheck of its guild. */
  #hear(listener: L, channelId: ChannelId, channel: ChannelAudience<L>): void {
    const reach = this.#reaches.get(listener);
    const guildId = reach?.channels.get(channelId)?.guildId;
    const waits = guildId != null && reach?.guilds.get(guildId)?.recheckedFrom !== undefined;
    (waits ? channel.rechecked : channel.live).add(listener);
    (waits ? channel.live : channel.rechecked).delete(listener);
  }

  #recheck(listener: L, guildId: GuildId): void {
    const reach = this.#reaches.get(listener);
    if (reach === undefined) return;
    const there = reach.guilds.get(guildId) ?? {
      sight: undefined,
      recheckedFrom: undefined,
      recheckedAt: BEGINNING,
    };
    reach.guilds.set(guildId, there);
    there.recheckedFrom ??= this.#previous;
    there.recheckedAt = later(there.recheckedAt, this.#current);
    const guild = this.#guild(guildId);
    guild.live.delete(listener);
    guild.rechecked.add(listener);
    for (const subscription of reach.channels.values()) {
      const channel = subscription.guildId === guildId ? this.#byChannel.get(subscription.channelId) : undefined;
      if (channel?.live.delete(listener) === true) channel.rechecked.add(listener);
    }
  }

  #dropFromGuild(listener: L, guildId: GuildId): void {
    const guild = this.#byGuild.get(guildId);
    guild?.live.delete(listener);
    guild?.rechecked.delete(listener);
    if (guild?.live.size === 0 && guild.rechecked.size === 0) this.#byGuild.delete(guildId);
  }

  #leave(listeners: ReadonlyArray<L>, guildId: GuildId): ReadonlyArray<L> {
    for (const listener of listeners) {
      const reach = this.#reaches.get(listener);
      reach?.guilds.delete(guildId);
      this.#dropFromGuild(listener, guildId);
      for (const subscription of [...(reach?.channels.values() ?? [])]) {
        if (subscription.guildId === guildId) this.unsubscribe(listener, subscription.channelId);
      }
    }
    return listeners;
  }

  /** Listeners of a guild, also those that wait for a recheck. */
  everyoneIn(guildId: GuildId): ReadonlyArray<L> {
    const guild = this.#byGuild.get(guildId);
    return [...(guild?.live ?? []), ...(guild?.rechecked ?? [])];
  }

  /** Listeners in the guild or in one of its channels. The read models may know a member before the audience does. */
  #within(guildId: GuildId, listeners: Iterable<L>): ReadonlyArray<L> {
    return [...listeners].filter((listener) => isWithin(this.#reaches.get(listener), guildId));
  }

  /**
   * Removes a deleted channel. A rechecked listener keeps it in its sight, and hears of the deletion from the recheck.
   */
  #endChannel(guildId: GuildId | null, channelId: ChannelId): ReadonlyArray<L> {
    const viewers = guildId === null ? [] : [...this.at({ kind: 'viewers', guildId, channelId })];
    const without = sightsWithout(channelId);
    for (const listener of viewers) {
      const there = guildId === null ? undefined : this.#reaches.get(listener)?.guilds.get(guildId);
      if (there?.sight !== undefined) there.sight = without(there.sight);
    }
    for (const id of [channelId, ...threadsFollowed(this.#reaches.values(), channelId)]) {
      for (const listener of subscribersOf(this.#byChannel.get(id))) this.unsubscribe(listener, id);
    }
    return viewers;
  }
}
