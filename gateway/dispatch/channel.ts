import type { ChannelEvent } from '#domain/channel/events.ts';
import { plain, silent, type Tellings, toDeparted, toViewers } from '#gateway/dispatch/outgoing.ts';

/** Channels of conversations are not offered yet, so no listener is told of one. */
export const channelTellings: Tellings<ChannelEvent['type']> = {
  // The gate says who sees it, and with which permissions: see `RightsChanged`.
  'channel.created': silent,
  'channel.renamed': plain(({ event: { data } }) => {
    if (data.home.kind !== 'guild') return [];
    const { channelId, name, home } = data;
    const d = { guild_id: home.guildId, channel_id: channelId, name };
    return [toViewers(channelId, home.guildId, { t: 'channel_update', d })];
  }),
  // Its viewers are the departed: this event took the channel out of their sight.
  'channel.deleted': plain(({ event: { data } }) => {
    if (data.home.kind !== 'guild') return [];
    return [toDeparted({ t: 'channel_delete', d: { guild_id: data.home.guildId, channel_id: data.channelId } })];
  }),
};
