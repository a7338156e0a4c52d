import type { Unread, UnreadList } from '#gateway/protocol/resources.ts';
import type { ReadStateView, UnreadView } from '#queries/unread/unread-queries.ts';

const presentUnread = ({ channelId, lastRead, unread, mentions }: Omit<UnreadView, 'guildId'>): Unread => ({
  channel_id: channelId,
  last_read_message_id: lastRead,
  unread,
  mentions,
});

export const presentUnreads = ({ unread }: ReadStateView): UnreadList => ({ channels: unread.map(presentUnread) });

/** Presents one channel of a read state that was asked for this channel alone. */
export const presentUnreadIn = ({ unread, markers }: ReadStateView, channelId: UnreadView['channelId']): Unread => {
  const [counted] = unread;
  const [marker] = markers;
  return presentUnread(counted ?? { channelId, lastRead: marker?.lastRead ?? null, unread: 0, mentions: 0 });
};
