/** Changes rows of channels and threads, and notes the position of the change. */

import type { NamedEvent } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import type { GuildId } from '#domain/kernel/ids.ts';
import { amend, type RowOf } from '#projections/engine/table.ts';
import { channel, guild, thread } from '#projections/guild-directory/model.ts';
import type { Ops } from '#projections/guild-directory/removals.ts';

/** Notes that the guild, a role, a channel or an overwrite changed here. Each such event notes it. */
export const changed = (guildId: GuildId, position: Position) =>
  amend(guild, { guild_id: guildId }, { changed_position: position });

/** A channel of a conversation belongs to no guild. Conversations are not offered yet, so it has no rows. */
export const inGuildOnly = (home: Home, ops: (guildId: GuildId) => Ops): Ops => {
  const guildId = guildOf(home);
  return guildId === null ? [] : ops(guildId);
};

type ChannelFact =
  | 'channel.renamed'
  | 'channel.deleted'
  | 'channel.topic-changed'
  | 'channel.slow-mode-changed'
  | 'channel.tags-set'
  | 'channel.tag-requirement-set'
  | 'channel.moved'
  | 'channel.restored'
  | 'channel.erased';
/** Event about a thread that changes its row. */
type ThreadFact = ChannelFact | 'channel.thread-archived' | 'channel.post-tagged';

/** Changes columns of the channel that an event is about. */
export const amendChannel = (
  { event: { data }, position }: RecordedEvent<NamedEvent<ChannelFact>>,
  change: Partial<Omit<RowOf<typeof channel>, 'channel_id'>>,
): Ops =>
  inGuildOnly(data.home, (guildId) => [
    amend(channel, { channel_id: data.channelId }, change),
    changed(guildId, position),
  ]);

/** Changes columns of the thread that an event is about. */
export const amendThread = (
  { event: { data }, position }: RecordedEvent<NamedEvent<ThreadFact>>,
  change: Partial<Omit<RowOf<typeof thread>, 'channel_id' | 'changed_position'>>,
) => amend(thread, { channel_id: data.channelId }, { ...change, changed_position: position });

/** Changes columns that a channel and a thread both have, in the table where the row is. */
export const amendEither = (
  recorded: RecordedEvent<NamedEvent<ChannelFact>>,
  change: Partial<Pick<RowOf<typeof channel>, 'name' | 'deleted_at'>>,
): Ops => [...amendChannel(recorded, change), amendThread(recorded, change)];
