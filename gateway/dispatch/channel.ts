import type { ChannelEvent } from '#domain/channel/events.ts';
import { ofActor, plain, silent, type Tellings, toDeparted, toViewers } from '#gateway/dispatch/outgoing.ts';

/** Dispatches about channels. Channels of conversations are not offered yet, so clients are told nothing of them. */
export const channelTellings: Tellings<ChannelEvent['type']> = {
  // A recheck tells the members whom the gate lets see it, with their permissions: see `RightsChanged`.
  'channel.created': silent,
  'channel.topic-changed': silent,
  'channel.slow-mode-changed': silent,
  'channel.moved': silent,
  'channel.overwrite-set': silent,
  'channel.overwrite-removed': silent,
  'channel.overwrites-replaced': silent,
  'channel.synced': silent,
  'channel.restored': silent,
  'channel.erased': silent,
  'channel.renamed': plain(({ event: { data } }) => {
    if (data.home.kind !== 'guild') return [];
    const { channelId, name, home } = data;
    const d = { guild_id: home.guildId, channel_id: channelId, name };
    return [toViewers(channelId, home.guildId, { t: 'channel_update', d })];
  }),
  // The departed are its former viewers, because this event took the channel out of their sight.
  'channel.deleted': ofActor(({ event: { data } }, by) => {
    if (data.home.kind !== 'guild') return [];
    const at = { guild_id: data.home.guildId, channel_id: data.channelId };
    return [
      toDeparted({ t: 'access_lost', d: { ...at, cause: 'channel_deleted', by, reason: null } }),
      toDeparted({ t: 'channel_delete', d: at }),
    ];
  }),
};
