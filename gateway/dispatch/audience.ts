/**
 * Who hears what, in memory, brought forward by the events themselves in the order of the log: whoever was kicked,
 * left, or lost the guild, the channel or the session at N is out before anything after N is told.
 */

import type { ChannelRef } from '#domain/kernel/address.ts';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { AudienceChange } from '#gateway/dispatch/audience-change.ts';

export type Hearer = { readonly userId: UserId; readonly sessionId: SessionId };
/** A channel that a hearer follows. A loss of its guild ends the subscription; a conversation has none. */
export type Subscription = ChannelRef & { readonly guildId: GuildId | null };

/**
 * A subscription of a hearer who is still being told what they missed. Dispatches are withheld from it, and the
 * position of the last one is noted, so that the replay knows how far to go.
 */
export type Withheld = { readonly subscription: Subscription; withheldAt: Position };

type Standing = { readonly guilds: Set<GuildId>; readonly channels: Map<ChannelId, Subscription> };
type ChannelAudience<H> = { readonly live: Set<H>; readonly replaying: Map<H, Withheld> };

export type Audience<H extends Hearer> = {
  /** From now on changes of this hearer's memberships are followed. */
  readonly add: (hearer: H) => void;
  readonly remove: (hearer: H) => void;
  readonly enterGuild: (hearer: H, guildId: GuildId) => void;
  readonly subscribe: (hearer: H, subscription: Subscription) => void;
  /** Subscribed, and withheld from until `goLive`. */
  readonly subscribeReplaying: (hearer: H, subscription: Subscription) => Withheld;
  /** Whether this very subscription still stands, and is not live yet. */
  readonly isReplaying: (hearer: H, withheld: Withheld) => boolean;
  readonly goLive: (hearer: H, channelId: ChannelId) => void;
  readonly unsubscribe: (hearer: H, channelId: ChannelId) => void;
  readonly subscriptions: (hearer: H) => ReadonlyArray<Subscription>;
  readonly isSubscribed: (hearer: H, channelId: ChannelId) => boolean;

  /** Answers those who are out of a guild, or whose session is gone. */
  readonly apply: (change: AudienceChange) => ReadonlyArray<H>;
  /** Those who replay this channel have missed what is at this position. */
  readonly withhold: (channelId: ChannelId, at: Position) => void;
  /** The live audience: those who replay are not in it. */
  readonly ofChannel: (channelId: ChannelId) => ReadonlySet<H>;
  readonly ofGuild: (guildId: GuildId) => ReadonlySet<H>;
  readonly ofUser: (userId: UserId) => ReadonlySet<H>;
  readonly ofSession: (sessionId: SessionId) => ReadonlySet<H>;
  readonly all: () => Iterable<H>;

  /** A number that grows with every loss of a right, for `lostSince`. */
  readonly now: () => number;
  /**
   * Tells whether a viewer has lost a right since then in this guild, or in any conversation for null. An answer of the
   * gate that is older does not count.
   */
  readonly lostSince: (guildId: GuildId | null, then: number) => boolean;
};

const put = <K, V>(index: Map<K, Set<V>>, key: K, value: V): void => {
  const set = index.get(key);
  if (set === undefined) index.set(key, new Set([value]));
  else set.add(value);
};
const drop = <K, V>(index: Map<K, Set<V>>, key: K, value: V): void => {
  const set = index.get(key);
  if (set?.delete(value) === true && set.size === 0) index.delete(key);
};

export const audience = <H extends Hearer>(): Audience<H> => {
  const standings = new Map<H, Standing>();
  const byUser = new Map<UserId, Set<H>>();
  const bySession = new Map<SessionId, Set<H>>();
  const byGuild = new Map<GuildId, Set<H>>();
  const byChannel = new Map<ChannelId, ChannelAudience<H>>();
  const lostAt = new Map<GuildId | null, number>();
  let clock = 0;
  const nobody: ReadonlySet<H> = new Set();

  const lose = (guildId: GuildId | null): void => {
    clock += 1;
    lostAt.set(guildId, clock);
  };

  const channelAudience = (channelId: ChannelId): ChannelAudience<H> => {
    const known = byChannel.get(channelId);
    if (known !== undefined) return known;
    const made: ChannelAudience<H> = { live: new Set(), replaying: new Map() };
    byChannel.set(channelId, made);
    return made;
  };

  const unsubscribe = (hearer: H, channelId: ChannelId): void => {
    standings.get(hearer)?.channels.delete(channelId);
    const channel = byChannel.get(channelId);
    if (channel === undefined) return;
    channel.live.delete(hearer);
    channel.replaying.delete(hearer);
    if (channel.live.size === 0 && channel.replaying.size === 0) byChannel.delete(channelId);
  };

  const leaveGuild = (hearer: H, guildId: GuildId): void => {
    const standing = standings.get(hearer);
    standing?.guilds.delete(guildId);
    drop(byGuild, guildId, hearer);
    for (const subscription of standing?.channels.values() ?? []) {
      if (subscription.guildId === guildId) unsubscribe(hearer, subscription.channelId);
    }
  };

  const enterGuild = (hearer: H, guildId: GuildId): void => {
    const standing = standings.get(hearer);
    if (standing === undefined) return;
    standing.guilds.add(guildId);
    put(byGuild, guildId, hearer);
  };

  const remove = (hearer: H): void => {
    const standing = standings.get(hearer);
    if (standing === undefined) return;
    for (const guildId of standing.guilds) drop(byGuild, guildId, hearer);
    for (const channelId of standing.channels.keys()) unsubscribe(hearer, channelId);
    standings.delete(hearer);
    drop(byUser, hearer.userId, hearer);
    drop(bySession, hearer.sessionId, hearer);
  };

  /** Everybody who stands in the guild or listens to one of its channels: the model may know of a member first. */
  const within = (guildId: GuildId): ReadonlyArray<H> =>
    [...standings].flatMap(([hearer, { guilds, channels }]) =>
      guilds.has(guildId) || [...channels.values()].some((one) => one.guildId === guildId) ? [hearer] : [],
    );

  const apply = (change: AudienceChange): ReadonlyArray<H> => {
    switch (change.kind) {
      case 'MemberCame': {
        for (const hearer of byUser.get(change.userId) ?? []) enterGuild(hearer, change.guildId);
        return [];
      }
      case 'MemberGone': {
        lose(change.guildId);
        const gone = [...(byUser.get(change.userId) ?? [])];
        for (const hearer of gone) leaveGuild(hearer, change.guildId);
        return gone;
      }
      case 'GuildGone': {
        lose(change.guildId);
        const gone = within(change.guildId);
        for (const hearer of gone) leaveGuild(hearer, change.guildId);
        return gone;
      }
      case 'ChannelGone': {
        lose(change.guildId);
        const channel = byChannel.get(change.channelId);
        for (const hearer of [...(channel?.live ?? []), ...(channel?.replaying.keys() ?? [])]) {
          unsubscribe(hearer, change.channelId);
        }
        return [];
      }
      case 'SessionGone': {
        const gone = [...(bySession.get(change.sessionId) ?? [])];
        for (const hearer of gone) remove(hearer);
        return gone;
      }
    }
  };

  return {
    add: (hearer) => {
      standings.set(hearer, { guilds: new Set(), channels: new Map() });
      put(byUser, hearer.userId, hearer);
      put(bySession, hearer.sessionId, hearer);
    },
    remove,
    enterGuild,
    subscribe: (hearer, subscription) => {
      const standing = standings.get(hearer);
      if (standing === undefined) return;
      standing.channels.set(subscription.channelId, subscription);
      const channel = channelAudience(subscription.channelId);
      // The replay ends with it: a hearer who subscribes anew begins at the present.
      channel.replaying.delete(hearer);
      channel.live.add(hearer);
    },
    subscribeReplaying: (hearer, subscription) => {
      const withheld: Withheld = { subscription, withheldAt: BEGINNING };
      const standing = standings.get(hearer);
      if (standing === undefined) return withheld;
      standing.channels.set(subscription.channelId, subscription);
      channelAudience(subscription.channelId).replaying.set(hearer, withheld);
      return withheld;
    },
    isReplaying: (hearer, withheld) =>
      byChannel.get(withheld.subscription.channelId)?.replaying.get(hearer) === withheld,
    goLive: (hearer, channelId) => {
      const channel = byChannel.get(channelId);
      if (channel?.replaying.delete(hearer) === true) channel.live.add(hearer);
    },
    unsubscribe,
    subscriptions: (hearer) => [...(standings.get(hearer)?.channels.values() ?? [])],
    isSubscribed: (hearer, channelId) => standings.get(hearer)?.channels.has(channelId) ?? false,

    apply,
    withhold: (channelId, at) => {
      for (const withheld of byChannel.get(channelId)?.replaying.values() ?? []) withheld.withheldAt = at;
    },
    ofChannel: (channelId) => byChannel.get(channelId)?.live ?? nobody,
    ofGuild: (guildId) => byGuild.get(guildId) ?? nobody,
    ofUser: (userId) => byUser.get(userId) ?? nobody,
    ofSession: (sessionId) => bySession.get(sessionId) ?? nobody,
    all: () => standings.keys(),

    now: () => clock,
    lostSince: (guildId, then) => (lostAt.get(guildId) ?? 0) > then,
  };
};
