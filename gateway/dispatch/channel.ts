import type { ChannelEvent } from '#domain/channel/events.ts';
import { plain, type Tellings, toGuild } from '#gateway/dispatch/outgoing.ts';

/** Channels of conversations are not offered yet, so nobody is told of one. */
export const channelTellings: Tellings<ChannelEvent['type']> = {
  'channel.created': plain(({ event: { data }, metadata }) => {
    if (data.home.kind !== 'guild') return [];
    const channel = {
      channel_id: data.channelId,
      guild_id: data.home.guildId,
      name: data.name,
      kind: data.kind,
      parent_id: data.parentId,
      created_at: metadata.time,
    };
    return [toGuild(data.home.guildId, { t: 'channel_create', d: { channel } })];
  }),
  'channel.renamed': plain(({ event: { data } }) => {
    if (data.home.kind !== 'guild') return [];
    const { guildId } = data.home;
    return [
      toGuild(guildId, {
        t: 'channel_update',
        d: { guild_id: guildId, channel_id: data.channelId, name: data.name },
      }),
    ];
  }),
  'channel.deleted': plain(({ event: { data } }) => {
    if (data.home.kind !== 'guild') return [];
    const { guildId } = data.home;
    return [toGuild(guildId, { t: 'channel_delete', d: { guild_id: guildId, channel_id: data.channelId } })];
  }),
};
