/** The next channel with something unread, before or after the open one. */

import type { ChannelId } from '#domain/kernel/ids.ts';

/** Goes round at both ends of the list. The open channel is never the answer. */
export const nextUnread = (
  channels: ReadonlyArray<ChannelId>,
  open: ChannelId | null,
  by: 1 | -1,
  isUnread: (id: ChannelId) => boolean,
): ChannelId | undefined => {
  const at = open === null ? -1 : channels.indexOf(open);
  const onward = by === 1 ? channels : channels.toReversed();
  const from = at === -1 ? 0 : by === 1 ? at + 1 : channels.length - at;
  return [...onward.slice(from), ...onward.slice(0, from)].find((id) => id !== open && isUnread(id));
};
