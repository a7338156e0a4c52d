import type { ChannelId } from '#domain/kernel/ids.ts';
import { presentChannel } from '#gateway/present/channel.ts';
import { presentGuildSight } from '#gateway/present/guild.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';
import type { GuildSight } from '#queries/queries.ts';

/**
 * Sight of a guild: the rights of one viewer in the guild, and in each of its channels that the viewer sees. Rights
 * stand here as one text, only to be compared.
 */
export type Sight = { readonly rights: string; readonly channels: ReadonlyMap<ChannelId, string> };

export const sightOf = ({ permissions, channels }: GuildSight): Sight => ({
  rights: permissions.join(),
  channels: new Map(channels.map((channel) => [channel.channelId, channel.permissions.join()])),
});

/**
 * Lists the dispatches that lead a viewer from one sight of a guild to another. A viewer without a sight, or with new
 * rights in the guild itself, gets the whole guild. Any other viewer gets the channels that changed.
 *
 * @param ended channels whose subscriptions ended, which may be missing in the sight before.
 */
export const dispatchesBetween = (
  before: Sight | undefined,
  now: Sight,
  seen: GuildSight,
  ended: ReadonlyArray<ChannelId>,
): ReadonlyArray<Dispatch> => {
  if (before === undefined || before.rights !== now.rights) return [{ t: 'guild_create', d: presentGuildSight(seen) }];
  const { guildId } = seen.guild;
  const gone = new Set([...before.channels.keys(), ...ended].filter((id) => !now.channels.has(id)));
  const come = seen.channels.filter(({ channelId }) => before.channels.get(channelId) !== now.channels.get(channelId));
  return [
    ...[...gone].map((id): Dispatch => ({ t: 'channel_delete', d: { guild_id: guildId, channel_id: id } })),
    ...come.map((channel): Dispatch => ({ t: 'channel_create', d: { channel: presentChannel(channel) } })),
  ];
};
