import type { GuildId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { has, type PermissionSet } from '#domain/permission/permission-set.ts';
import type { Gate, GuildFacts } from '#queries/gate.ts';
import { guildView } from '#queries/guild/guild-view.ts';
import type { ChannelView, GuildSight } from '#queries/queries.ts';
import type { PackedChannel } from '#queries/snapshot/packed.ts';

type Names = (set: PermissionSet) => ReadonlyArray<Permission>;

const channelView = (
  guildId: GuildId,
  channel: PackedChannel,
  permissions: ReadonlyArray<Permission>,
): ChannelView => ({
  guildId,
  channelId: channel.channelId,
  name: channel.name,
  channelKind: channel.channelKind,
  parentId: channel.parentId,
  createdAt: channel.createdAt,
  permissions,
});

/** Shows a guild through a gate: with the channels that the gate lets the viewer view. */
export const guildSight = (
  guild: GuildFacts,
  channels: ReadonlyArray<PackedChannel>,
  gate: Gate,
  names: Names,
): GuildSight => ({
  guild: guildView(guild),
  permissions: names(gate.inGuild),
  channels: channels.flatMap((channel) => {
    const permissions = gate.inChannel(channel.channelId);
    return has(permissions, 'view_channel') ? [channelView(guild.guild_id, channel, names(permissions))] : [];
  }),
});
