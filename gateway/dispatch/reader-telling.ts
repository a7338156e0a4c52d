/** Tells the connections of one reader what differs, each about the channels and threads that it sees at this moment. */
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { plainDelivery } from '#gateway/dispatch/delivery.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import { noteFollow } from '#gateway/dispatch/readers.ts';
import { NOTHING_UNREAD, noteTold, type ReadDifferences, type ReadingUser } from '#gateway/dispatch/reading-user.ts';
import { countsFor } from '#gateway/dispatch/unread-count.ts';
import { presentThread } from '#gateway/present/thread-view.ts';

export class ReaderTelling<L extends Listener> {
  readonly #audience: Audience<L>;
  /** Channels of which a listener was not told, because its guild waited for a recheck. */
  readonly #skipped = new Map<L, Map<ChannelId, GuildId>>();

  constructor(audience: Audience<L>) {
    this.#audience = audience;
  }

  /** True when a listener sees a channel with its history. A listener that waits for a recheck sees none. */
  isSeen(listener: L, guildId: GuildId, channelId: ChannelId): boolean {
    return (
      this.#audience.at({ kind: 'guild', guildId }).has(listener) &&
      countsFor(this.#audience.sight(listener, guildId)?.channels.get(channelId))
    );
  }

  /** True when a listener is told the numbers of a channel, or of a thread that its user is known to follow. */
  isTold(listener: L, { follows }: ReadingUser<L>, guildId: GuildId, channelId: ChannelId): boolean {
    const followed = follows.get(channelId);
    return followed === undefined
      ? this.isSeen(listener, guildId, channelId)
      : followed.isTold && this.isSeen(listener, guildId, followed.parentId);
  }

  /** Notes a channel that a listener is not told of now, when its guild waits for a recheck. */
  skipWaiting(listener: L, guildId: GuildId, channelId: ChannelId): void {
    if (!this.#audience.rechecked(guildId).has(listener)) return;
    const missed = this.#skipped.get(listener) ?? new Map<ChannelId, GuildId>();
    this.#skipped.set(listener, missed.set(channelId, guildId));
  }

  /** Takes the channels of a guild of which a listener was not told. The skipped ones of its other guilds go too. */
  takeSkipped(listener: L, guildId: GuildId): ReadonlyArray<ChannelId> {
    const missed = this.#skipped.get(listener);
    this.#skipped.delete(listener);
    return [...(missed ?? [])].flatMap(([channelId, home]) => (home === guildId ? [channelId] : []));
  }

  leave(listener: L): void {
    this.#skipped.delete(listener);
  }

  /** Tells threads before their numbers, because a client drops the numbers of a thread that it does not know. */
  tell(reader: ReadingUser<L>, differences: ReadDifferences): void {
    this.#tellFollows(reader, differences);
    const { numbers } = differences;
    const told = new Set<ChannelId>();
    for (const listener of reader.listeners) {
      for (const { guildId, now } of numbers) this.skipWaiting(listener, guildId, now.channel_id);
      const channels = numbers.flatMap(({ guildId, now }) =>
        this.isTold(listener, reader, guildId, now.channel_id) ? [now] : [],
      );
      for (const { channel_id } of channels) told.add(channel_id);
      if (channels.length > 0) plainDelivery({ t: 'unread_update', d: { channels } })(listener);
    }
    for (const { guildId, now } of numbers) {
      noteTold(reader, now.channel_id, { guildId, ...(told.has(now.channel_id) ? now : NOTHING_UNREAD) });
    }
  }

  #tellFollows(reader: ReadingUser<L>, { followed, unfollowed }: ReadDifferences): void {
    for (const listener of reader.listeners) {
      for (const { guildId, channelId } of followed) this.skipWaiting(listener, guildId, channelId);
      const seen = followed.filter(({ guildId, parentId }) => this.isSeen(listener, guildId, parentId));
      for (const { channelId } of seen) noteFollow(reader, channelId, true);
      if (seen.length + unfollowed.length === 0) continue;
      const d = { followed: seen.map(presentThread), unfollowed: [...unfollowed] };
      plainDelivery({ t: 'follow_update', d })(listener);
    }
  }
}
