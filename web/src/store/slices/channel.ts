/** The slice of the channels and their subscriptions. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import { withoutAcknowledged } from '#web/store/changes.ts';
import { forgetLoss } from '#web/store/losses.ts';
import { type Handlers, keep, withoutChannels, withToken } from '#web/store/slices/parts.ts';
import { onlyCounted } from '#web/store/slices/unread.ts';
import { type ClientState, emptyTimeline } from '#web/store/state.ts';
import { threadsIn, withThreads } from '#web/store/threads.ts';

/** Takes a channel, with its threads, which have its permissions. */
const withChannel = (channels: ClientState['channels'], channel: Channel): ClientState['channels'] => {
  const { channel_id: id } = channel;
  return withThreads({ ...channels, [id]: channel }, threadsIn(channels, id));
};

const placed = (channel: Channel, known: Channel | undefined): Channel =>
  known?.place === undefined ? channel : { ...channel, place: known.place };

export const channelHandlers: Handlers<
  | 'channel_create'
  | 'channel_update'
  | 'channel_delete'
  | 'channel_order'
  | 'subscribed'
  | 'unsubscribed'
  | 'subscribe.refused'
> = {
  channel_create: (state, { channel }) =>
    channel.guild_id !== null && state.guilds[channel.guild_id] === undefined
      ? state
      : onlyCounted({
          ...state,
          losses: forgetLoss(state.losses, channel.channel_id),
          // A known channel stays where the last order put it.
          channels: withChannel(state.channels, placed(channel, state.channels[channel.channel_id])),
        }),
  channel_update: (state, { channel_id, guild_id: _, ...changed }) => {
    const channel = state.channels[channel_id];
    if (channel === undefined) return state;
    return { ...state, channels: withChannel(state.channels, { ...channel, ...changed }) };
  },
  channel_delete: (state, { channel_id }) =>
    withoutChannels(state, (place) => place.channel_id === channel_id || place.thread?.parent_id === channel_id),
  channel_order: (state, { guild_id, order }) => ({
    ...state,
    channels: {
      ...state.channels,
      ...Object.fromEntries(
        order.flatMap((id, place) => {
          const channel = state.channels[id];
          return channel?.guild_id === guild_id ? [[id, { ...channel, place }]] : [];
        }),
      ),
    },
  }),
  subscribed: (before, { channel_id, position }) => {
    const state = withToken(before);
    const known = state.timelines[channel_id];
    // A subscription during a replay starts a new window, because the replay no longer tells the missed messages.
    if (known !== undefined && known.trouble === null && !known.replaying) return state;
    return {
      ...state,
      timelines: { ...state.timelines, [channel_id]: emptyTimeline(position) },
      changes: withoutAcknowledged(state.changes, (pending) => pending.channelId === channel_id),
    };
  },
  unsubscribed: (state, { channel_id }) => ({
    ...state,
    timelines: keep(withToken(state).timelines, (id: ChannelId) => id !== channel_id),
    typing: keep(state.typing, (id: ChannelId) => id !== channel_id),
    unconfirmed: state.unconfirmed.filter(
      (pending) => pending.channelId !== channel_id || pending.status !== 'acknowledged',
    ),
    changes: withoutAcknowledged(state.changes, (pending) => pending.channelId === channel_id),
  }),
  'subscribe.refused': (state, { channel_id, trouble }) => ({
    ...state,
    timelines: { ...state.timelines, [channel_id]: { ...emptyTimeline(), trouble } },
  }),
};
