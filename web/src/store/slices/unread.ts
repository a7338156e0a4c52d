/** The slice of the unread messages. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Channel, Unread } from '#gateway/protocol/resources.ts';
import { type Handlers, keep } from '#web/store/slices/parts.ts';
import type { ClientState } from '#web/store/state.ts';

type Unreads = ClientState['unread'];

const counts = (channel: Channel | undefined): boolean =>
  channel?.permissions.includes('read_message_history') ?? false;

/** Drops the numbers of channels whose history this user may not see any more. The server tells them no longer. */
export const onlyCounted = (state: ClientState): ClientState => {
  const unread = keep(state.unread, (id: ChannelId) => counts(state.channels[id]));
  return Object.keys(unread).length === Object.keys(state.unread).length ? state : { ...state, unread };
};

/** Makes the numbers of a snapshot. */
export const unreadIn = (list: ReadonlyArray<Unread>): Unreads =>
  Object.fromEntries(list.map((one) => [one.channel_id, one]));

export const unreadHandlers: Handlers<'unread_update'> = {
  unread_update: (state, { channels }) => {
    const told = new Set(channels.map(({ channel_id }) => channel_id));
    const others = keep(state.unread, (id: ChannelId) => !told.has(id));
    const unread = { ...others, ...unreadIn(channels.filter((one) => one.unread > 0)) };
    return onlyCounted({ ...state, unread });
  },
};
