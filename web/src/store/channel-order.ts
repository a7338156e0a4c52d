/** The order in which the channels of a guild are shown, with the categories that hold them. */

import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { ClientState } from '#web/store/state.ts';

type Channels = ClientState['channels'];

/** True for a channel that opens: a text channel, a forum and a thread. */
export const opens = ({ kind }: Pick<Channel, 'kind'>): boolean => kind === 'text' || kind === 'forum';

/** Without a place a channel stands by its id, which is the order in which channels were made. */
const byPlace = (a: Channel, b: Channel): number =>
  (a.place ?? 0) - (b.place ?? 0) || (a.channel_id < b.channel_id ? -1 : 1);

/** Channels and categories of a guild without its threads, in the order of the guild. */
export const channelsInOrder = (channels: Channels, guildId: GuildId | undefined): ReadonlyArray<Channel> =>
  Object.values(channels)
    .filter((place) => place.guild_id === guildId && place.thread === undefined)
    .toSorted(byPlace);

/** A category with its channels. The first section has no category: its channels are in none that the viewer sees. */
export type ChannelSection = { readonly category: Channel | null; readonly channels: ReadonlyArray<Channel> };

/** Sections of a guild in the order of their display. Channels outside any category come first. */
export const channelSections = (channels: Channels, guildId: GuildId | undefined): ReadonlyArray<ChannelSection> => {
  const all = channelsInOrder(channels, guildId);
  const categories = all.filter(({ kind }) => kind === 'category');
  const shown = new Set<ChannelId | null>(categories.map(({ channel_id }) => channel_id));
  const others = all.filter(({ kind }) => kind !== 'category');
  const within = Map.groupBy(others, ({ parent_id }) => (shown.has(parent_id) ? parent_id : null));
  return [null, ...categories].map((category) => ({
    category,
    channels: within.get(category?.channel_id ?? null) ?? [],
  }));
};

/** The order as `PATCH /guilds/{guild_id}/channels` takes it. */
export const orderOf = (sections: ReadonlyArray<ChannelSection>) =>
  sections.flatMap(({ category, channels }) => [
    ...(category === null ? [] : [{ channel_id: category.channel_id, parent_id: null }]),
    ...channels.map(({ channel_id }) => ({ channel_id, parent_id: category?.channel_id ?? null })),
  ]);
