import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Sight } from '#gateway/dispatch/sight.ts';
import { countsFor } from '#gateway/dispatch/unread-count.ts';

/**
 * A replay sends a listener the missed messages of one channel. The channel's dispatches are withheld meanwhile, and
 * the position of the last one is noted, so that the replay knows how far to go.
 */
export type Replay = { readonly channelId: ChannelId; readonly guildId: GuildId | null; withheldAt: Position };

/**
 * Subscription of a listener to a channel. `guildId` is null in a conversation. `seenAt` is the position of the read
 * models when the gate showed the channel. An older answer does not end the subscription.
 */
export type Subscription = {
  readonly channelId: ChannelId;
  readonly guildId: GuildId | null;
  /** The channel in the sight that shows this one: the parent of a thread. Left out for any other channel. */
  readonly parentId?: ChannelId;
  readonly seenAt: Position;
};
/** Subscription with the position at which it began. A dispatch at `after` or before it is older. */
export type FollowedChannel = Subscription & { after: Position };

/**
 * Reach of a listener in one guild. Since `recheckedFrom` the guild's dispatches wait for a recheck. Its answer must
 * cover `recheckedAt`: the last event that asked for it, or the first sight where that is newer.
 */
export type GuildReach = { sight: Sight | undefined; recheckedFrom: Position | undefined; recheckedAt: Position };
/** Reach of a listener: the guilds it is in, and the channels it follows. */
export type Reach = { readonly guilds: Map<GuildId, GuildReach>; readonly channels: Map<ChannelId, FollowedChannel> };

/** True for a reach in the guild or in one of its channels. */
export const isWithin = (reach: Reach | undefined, guildId: GuildId): boolean =>
  reach !== undefined &&
  (reach.guilds.has(guildId) || [...reach.channels.values()].some((one) => one.guildId === guildId));

/** True where the history of a subscribed channel may be read, as in every conversation. */
export const mayRead = (reach: Reach | undefined, to: Pick<Subscription, 'channelId' | 'guildId'>): boolean => {
  if (to.guildId === null) return true;
  const seenWith = reach?.channels.get(to.channelId)?.parentId ?? to.channelId;
  return countsFor(reach?.guilds.get(to.guildId)?.sight?.channels.get(seenWith));
};

/** Threads of a channel that some listener is subscribed to. */
export const threadsFollowed = (reaches: Iterable<Reach>, parentId: ChannelId): ReadonlySet<ChannelId> => {
  const all = [...reaches].flatMap(({ channels }) => [...channels.values()]);
  return new Set(all.flatMap((one) => (one.parentId === parentId ? [one.channelId] : [])));
};

/** Audience of a guild. Rechecked listeners hear nothing until their recheck has an answer. */
export type GuildAudience<L> = { readonly live: Set<L>; readonly rechecked: Set<L> };
export type ChannelAudience<L> = {
  readonly live: Set<L>;
  readonly rechecked: Set<L>;
  readonly replaying: Map<L, Replay>;
};

/** Subscribers of a channel, also those that wait or replay. */
export const subscribersOf = <L>(channel: ChannelAudience<L> | undefined): ReadonlyArray<L> =>
  channel === undefined ? [] : [...channel.live, ...channel.rechecked, ...channel.replaying.keys()];
