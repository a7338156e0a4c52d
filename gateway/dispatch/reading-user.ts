/** Reading users: the connected users, with their markers and the numbers that they were told. */
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Unread } from '#gateway/protocol/resources.ts';
import type { ReadFloor, ReadMarkerView, ReadStateView } from '#queries/unread/unread-queries.ts';

/** Question for a read state that is under way, with what changed since it was asked. */
export type AskedReadState<L> = {
  /** Listener that is being greeted. Undefined when the question is about a connected user. */
  readonly listener: L | undefined;
  readonly moved: Set<ChannelId>;
  readonly changed: Map<ChannelId, GuildId>;
  /** True when all markers must be read again. */
  all: boolean;
};

/** Number of unread messages in a channel, and the guild whose sight decides who is told. */
export type UnreadNumber = { readonly guildId: GuildId; readonly unread: number };

/** Reading user: a connected user. All connections of one user were told the same numbers. A number of 0 is not kept. */
export type ReadingUser<L> = {
  readonly userId: UserId;
  readonly listeners: Set<L>;
  readonly asked: Set<AskedReadState<L>>;
  readonly told: Map<ChannelId, UnreadNumber>;
  readonly markers: Map<ChannelId, ReadMarkerView>;
  since: ReadonlyMap<GuildId, Instant>;
};

export const readingUser = <L>(userId: UserId): ReadingUser<L> => ({
  userId,
  listeners: new Set(),
  asked: new Set(),
  told: new Map(),
  markers: new Map(),
  since: new Map(),
});

export const unreadOf = (channelId: ChannelId, marker: ReadMarkerView | undefined, unread: number): Unread => ({
  channel_id: channelId,
  last_read_message_id: marker?.lastRead ?? null,
  unread,
});

/** Point from which messages count for a reader. Undefined for a guild that the reader has joined since. */
export const floorOf = <L>(reader: ReadingUser<L>, channelId: ChannelId, guildId: GuildId): ReadFloor | undefined => {
  const marker = reader.markers.get(channelId);
  if (marker !== undefined) return marker.floor;
  const since = reader.since.get(guildId);
  return since === undefined ? undefined : { position: null, at: since };
};

export const noteTold = <L>({ told }: ReadingUser<L>, channelId: ChannelId, number: UnreadNumber): void => {
  if (number.unread > 0) told.set(channelId, number);
  else told.delete(channelId);
};

/** Number that differs from the one that a reader was told, with what the reader is told now. */
export type UnreadDifference = { readonly guildId: GuildId; readonly now: Unread };

/**
 * Takes the markers of an answer. Answers what differs from what the reader was told, in these channels or in all: a
 * number, or the message that was read last.
 */
export const takeReadState = <L>(
  reader: ReadingUser<L>,
  value: ReadStateView,
  only: ReadonlySet<ChannelId> | 'all',
): ReadonlyArray<UnreadDifference> => {
  const numbers = new Map(value.unread.map((one) => [one.channelId, one]));
  const markers = new Map(value.markers.map((one) => [one.channelId, one]));
  const known = [reader.told, reader.markers, numbers, markers];
  const differences: UnreadDifference[] = [];
  for (const channelId of only === 'all' ? new Set(known.flatMap((map) => [...map.keys()])) : only) {
    const [told, before, number, now] = [
      reader.told.get(channelId),
      reader.markers.get(channelId),
      numbers.get(channelId),
      markers.get(channelId),
    ];
    const unread = number?.unread ?? 0;
    const guildId = (number ?? now ?? told ?? before)?.guildId;
    const isTold = before?.lastRead === now?.lastRead && unread === (told?.unread ?? 0);
    if (!isTold && guildId !== undefined) differences.push({ guildId, now: unreadOf(channelId, now, unread) });
    if (now === undefined) reader.markers.delete(channelId);
    else reader.markers.set(channelId, now);
  }
  reader.since = value.since;
  return differences;
};
