/**
 * Reading users: the connected users, with their markers, the threads that they follow, and the numbers that they were
 * told.
 */
import type { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { type Follow, type FollowDifferences, takeFollows } from '#gateway/dispatch/followed-threads.ts';
import type { Unread } from '#gateway/protocol/resources.ts';
import type {
  FirstFloor,
  MentionSuppression,
  MentionTarget,
  ReadFloor,
  ReadMarkerView,
  ReadStateView,
} from '#queries/unread/unread-queries.ts';

/** Question for a read state that is under way, with what changed since it was asked. */
export type AskedReadState<L> = {
  /** Listener that is being greeted. Undefined when the question is about a connected user. */
  readonly listener: L | undefined;
  readonly moved: Set<ChannelId>;
  readonly changed: Map<ChannelId, GuildId>;
  /** True when all markers must be read again. */
  all: boolean;
};

/** Numbers of unread messages in a channel: all, and those among them that mention the reader. */
export type UnreadNumbers = { readonly unread: number; readonly mentions: number };
export const NOTHING_UNREAD: UnreadNumbers = { unread: 0, mentions: 0 };
/** Numbers that a reader was told, and the guild whose sight decides who is told. */
export type ToldNumbers = UnreadNumbers & { readonly guildId: GuildId };

export const sameNumbers = (a: UnreadNumbers, b: UnreadNumbers): boolean =>
  a.unread === b.unread && a.mentions === b.mentions;

/** Reading user: a connected user. All connections of one user were told the same numbers. A number of 0 is not kept. */
export type ReadingUser<L> = {
  readonly userId: UserId;
  readonly listeners: Set<L>;
  readonly asked: Set<AskedReadState<L>>;
  readonly told: Map<ChannelId, ToldNumbers>;
  readonly markers: Map<ChannelId, ReadMarkerView>;
  readonly follows: Map<ChannelId, Follow>;
  readonly roles: Map<GuildId, ReadonlyArray<RoleId>>;
  /** Targets of mentions that call the reader in each guild: the reader, and the guild and the roles of now unless suppressed. */
  readonly targets: Map<GuildId, ReadonlySet<MentionTarget>>;
  suppressed: ReadonlyMap<GuildId, MentionSuppression>;
  since: ReadonlyMap<GuildId, FirstFloor>;
};

export const readingUser = <L>(userId: UserId): ReadingUser<L> => ({
  userId,
  listeners: new Set(),
  asked: new Set(),
  told: new Map(),
  markers: new Map(),
  follows: new Map(),
  roles: new Map(),
  targets: new Map(),
  suppressed: new Map(),
  since: new Map(),
});

export const unreadOf = (
  channelId: ChannelId,
  marker: ReadMarkerView | undefined,
  { unread, mentions }: UnreadNumbers,
): Unread => ({
  channel_id: channelId,
  last_read_message_id: marker?.lastRead ?? null,
  unread,
  mentions,
});

/** Point from which messages count for a reader. Undefined for a guild that the reader has joined since. */
export const floorOf = <L>(reader: ReadingUser<L>, channelId: ChannelId, guildId: GuildId): ReadFloor | undefined => {
  const marker = reader.markers.get(channelId);
  if (marker !== undefined) return marker.floor;
  const since = reader.since.get(guildId);
  if (since === undefined) return undefined;
  const followed = reader.follows.get(channelId)?.since;
  return followed === undefined || followed <= since.at ? since : { ...since, at: followed };
};

export const noteTold = <L>({ told }: ReadingUser<L>, channelId: ChannelId, numbers: ToldNumbers): void => {
  if (numbers.unread > 0) told.set(channelId, numbers);
  else told.delete(channelId);
};

/** Notes that a device holds an unknown number, so that the next number differs from it, also 0. */
export const noteUntold = <L>({ told }: ReadingUser<L>, channelId: ChannelId, guildId: GuildId): void => {
  told.set(channelId, { guildId, unread: -1, mentions: -1 });
};

const targetsOf = <L>({ userId, roles, suppressed }: ReadingUser<L>, guildId: GuildId): ReadonlySet<MentionTarget> => {
  const not = suppressed.get(guildId);
  const everyone = not?.everyone === true ? [] : [guildId];
  return new Set([userId, ...everyone, ...(not?.roles === true ? [] : (roles.get(guildId) ?? []))]);
};

/** Takes the roles that a reader has now in a guild. Answers true when others were known before. */
export const takeRoles = <L>(reader: ReadingUser<L>, guildId: GuildId, roles: ReadonlyArray<RoleId>): boolean => {
  const before = reader.targets.get(guildId);
  reader.roles.set(guildId, roles);
  const now = targetsOf(reader, guildId);
  reader.targets.set(guildId, now);
  return before !== undefined && (before.size !== now.size || [...now].some((id) => !before.has(id)));
};

/** Number that differs from the one that a reader was told, with what the reader is told now. */
export type UnreadDifference = { readonly guildId: GuildId; readonly now: Unread };
/** Differences between an answer and what the reader was told: in the threads that the reader follows, and in numbers. */
export type ReadDifferences = FollowDifferences & { readonly numbers: ReadonlyArray<UnreadDifference> };

/**
 * Takes the markers and the followed threads of an answer. Answers what differs from what the reader was told, in these
 * channels or in all: a thread, a number, or the message that was read last.
 */
export const takeReadState = <L>(
  reader: ReadingUser<L>,
  value: ReadStateView,
  only: ReadonlySet<ChannelId> | 'all',
): ReadDifferences => {
  const counted = new Map(value.unread.map((one) => [one.channelId, one]));
  const markers = new Map(value.markers.map((one) => [one.channelId, one]));
  const known = [reader.told, reader.markers, counted, markers];
  const differences: UnreadDifference[] = [];
  for (const channelId of only === 'all' ? new Set(known.flatMap((map) => [...map.keys()])) : only) {
    const [told, before, number, now] = [
      reader.told.get(channelId),
      reader.markers.get(channelId),
      counted.get(channelId),
      markers.get(channelId),
    ];
    const numbers = number ?? NOTHING_UNREAD;
    const guildId = (number ?? now ?? told ?? before)?.guildId;
    const isTold = before?.lastRead === now?.lastRead && sameNumbers(numbers, told ?? NOTHING_UNREAD);
    if (!isTold && guildId !== undefined) differences.push({ guildId, now: unreadOf(channelId, now, numbers) });
    if (now === undefined) reader.markers.delete(channelId);
    else reader.markers.set(channelId, now);
  }
  reader.since = value.since;
  reader.suppressed = value.suppressed;
  for (const guildId of reader.roles.keys()) reader.targets.set(guildId, targetsOf(reader, guildId));
  return { ...takeFollows(reader.follows, value.followed, only), numbers: differences };
};
