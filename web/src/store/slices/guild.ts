/** The slice of the guilds. */

import type { GuildId } from '#domain/kernel/ids.ts';
import { channelsIn } from '#gateway/protocol/guild-entry.ts';
import { forgetLoss, noteLoss } from '#web/store/losses.ts';
import { type Handlers, keep, withoutChannels } from '#web/store/slices/parts.ts';

export const guildHandlers: Handlers<'guild_create' | 'guild_update' | 'guild_delete' | 'access_lost'> = {
  guild_create: (state, entry) => {
    const { guild, permissions } = entry;
    const channels = channelsIn(entry);
    const others = withoutChannels(
      state,
      (channel) => channel.guild_id === guild.guild_id && !channels.some((c) => c.channel_id === channel.channel_id),
    );
    return {
      ...others,
      losses: [guild, ...channels].reduce(
        (losses, one) => forgetLoss(losses, 'channel_id' in one ? one.channel_id : one.guild_id),
        others.losses,
      ),
      guilds: { ...others.guilds, [guild.guild_id]: guild },
      rights: { ...others.rights, [guild.guild_id]: permissions },
      channels: { ...others.channels, ...Object.fromEntries(channels.map((channel) => [channel.channel_id, channel])) },
    };
  },
  guild_update: (state, { guild_id, name }) => {
    const guild = state.guilds[guild_id];
    return guild === undefined ? state : { ...state, guilds: { ...state.guilds, [guild_id]: { ...guild, name } } };
  },
  access_lost: (state, d) => ({ ...state, losses: noteLoss(state.losses, d) }),
  guild_delete: (state, { guild_id }) => ({
    ...withoutChannels(state, (channel) => channel.guild_id === guild_id),
    guilds: keep(state.guilds, (id: GuildId) => id !== guild_id),
    rights: keep(state.rights, (id: GuildId) => id !== guild_id),
    rosters: keep(state.rosters, (id: GuildId) => id !== guild_id),
  }),
};
