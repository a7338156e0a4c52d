import type { ChannelView } from '#queries/queries.ts';

/**
 * Shows channels to a viewer who sees exactly these. A channel whose category is hidden or deleted stands in none, so it
 * does not tell the viewer of that category.
 */
export const parentsInSight = (channels: ReadonlyArray<ChannelView>): ReadonlyArray<ChannelView> => {
  const seen = new Set(channels.map(({ channelId }) => channelId));
  return channels.map((channel) =>
    channel.parentId === null || seen.has(channel.parentId) ? channel : { ...channel, parentId: null, synced: false },
  );
};
