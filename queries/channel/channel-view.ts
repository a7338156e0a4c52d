import { namesIn, type PermissionSet } from '#domain/permission/permission-set.ts';
import type { ChannelView } from '#queries/queries.ts';
import type { ChannelRow } from '#queries/visibility.ts';

export const channelView = (channel: ChannelRow, permissions: PermissionSet): ChannelView => ({
  guildId: channel.guild_id,
  channelId: channel.channel_id,
  name: channel.name,
  channelKind: channel.kind,
  parentId: channel.parent_id,
  createdAt: channel.created_at,
  permissions: namesIn(permissions),
});
