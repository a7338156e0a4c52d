/** The slice of the guilds. */

import type { GuildId } from '#domain/kernel/ids.ts';
import { channelsIn } from '#gateway/protocol/guild-entry.ts';
import { forgetLoss, noteLoss } from '#web/store/losses.ts';
import { ownedBy } from '#web/store/roster.ts';
import { type Handlers, keep, NO_RIGHTS, withoutChannels, withRoster } from '#web/store/slices/parts.ts';
import { byRank } from '#web/store/slices/role.ts';
import { onlyCounted } from '#web/store/slices/unread.ts';
import { threadsIn, withThreads } from '#web/store/threads.ts';

export const guildHandlers: Handlers<'guild_create' | 'guild_update' | 'guild_delete' | 'access_lost'> = {
  guild_create: (state, entry) => {
    const { guild, permissions } = entry;
    const channels = channelsIn(entry);
    const others = withoutChannels(
      state,
      ({ guild_id: home, channel_id: id, thread }) =>
        home === guild.guild_id && !channels.some((one) => one.channel_id === (thread?.parent_id ?? id)),
    );
    return onlyCounted({
      ...others,
      losses: [guild, ...channels].reduce(
        (losses, one) => forgetLoss(losses, 'channel_id' in one ? one.channel_id : one.guild_id),
        others.losses,
      ),
      guilds: { ...others.guilds, [guild.guild_id]: guild },
      rights: { ...others.rights, [guild.guild_id]: permissions },
      roles: { ...others.roles, [guild.guild_id]: entry.roles.toSorted(byRank) },
      own: { ...others.own, [guild.guild_id]: entry.me ?? others.own[guild.guild_id] ?? NO_RIGHTS },
      channels: withThreads(
        { ...others.channels, ...Object.fromEntries(channels.map((channel) => [channel.channel_id, channel])) },
        threadsIn(others.channels),
      ),
    });
  },
  guild_update: (state, { guild_id, permissions, ...changed }) => {
    const guild = state.guilds[guild_id];
    if (guild === undefined) return state;
    const rights = permissions === undefined ? state.rights : { ...state.rights, [guild_id]: permissions };
    const after = { ...state, rights, guilds: { ...state.guilds, [guild_id]: { ...guild, ...changed } } };
    return withRoster(after, guild_id, (roster) => ownedBy(roster, changed.owner_id));
  },
  access_lost: (state, d) => ({ ...state, losses: noteLoss(state.losses, d) }),
  guild_delete: (state, { guild_id }) => ({
    ...withoutChannels(state, (channel) => channel.guild_id === guild_id),
    guilds: keep(state.guilds, (id: GuildId) => id !== guild_id),
    rights: keep(state.rights, (id: GuildId) => id !== guild_id),
    roles: keep(state.roles, (id: GuildId) => id !== guild_id),
    own: keep(state.own, (id: GuildId) => id !== guild_id),
    rosters: keep(state.rosters, (id: GuildId) => id !== guild_id),
  }),
};
