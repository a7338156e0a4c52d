import type { ChannelView } from '#queries/queries.ts';
import type { ChannelSeen } from '#queries/visibility.ts';

export const channelView = (channel: ChannelSeen): ChannelView => ({
  guildId: channel.guild_id,
  channelId: channel.channel_id,
  name: channel.name,
  channelKind: channel.kind,
  parentId: channel.parent_id,
  createdAt: channel.created_at,
});
