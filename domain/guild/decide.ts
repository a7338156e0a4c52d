import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type {
  CreateGuild,
  DeleteGuild,
  KeepChannelListed,
  ListChannel,
  RenameGuild,
  UnlistChannel,
} from '#domain/guild/commands.ts';
import type { GuildEvent } from '#domain/guild/events.ts';
import type { NotTheOwner } from '#domain/guild/rejections.ts';
import type { GuildState, PresentGuild } from '#domain/guild/state.ts';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { CHANNELS_PER_GUILD_MAX } from '#domain/kernel/limits.ts';
import type { GuildUnknown, TooManyChannels } from '#domain/kernel/rejection.ts';
import { isOwner, may } from '#domain/permission/authority.ts';
import { EVERYONE_DEFAULT } from '#domain/permission/defaults.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Decision<R> = Either<R, ReadonlyArray<GuildEvent>>;

const missing = (permission: MissingPermission['permission']): Either<MissingPermission, never> =>
  left({ kind: 'MissingPermission', permission });

/** Accepts a guild that exists already: the same attempt or import made it. It may be renamed or deleted by now. */
export const decideCreateGuild = ({ guildId, name, ownerId }: CreateGuild, state: GuildState): Decision<never> =>
  right(
    state.kind === 'Absent'
      ? [{ type: 'guild.created', data: { guildId, name, ownerId, everyone: EVERYONE_DEFAULT } }]
      : [],
  );

export const decideRenameGuild = (
  { name, authority }: RenameGuild,
  state: GuildState,
): Decision<GuildUnknown | MissingPermission> => {
  if (state.kind !== 'Present') return left({ kind: 'GuildUnknown' });
  if (!may(authority, 'manage_guild')) return missing('manage_guild');
  return right(state.name === name ? [] : [{ type: 'guild.renamed', data: { guildId: state.guildId, name } }]);
};

export const decideDeleteGuild = (
  { authority }: DeleteGuild,
  state: GuildState,
): Decision<GuildUnknown | NotTheOwner> => {
  if (state.kind === 'Absent') return left({ kind: 'GuildUnknown' });
  if (!isOwner(authority)) return left({ kind: 'NotTheOwner' });
  return right(state.kind === 'Deleted' ? [] : [{ type: 'guild.deleted', data: { guildId: state.guildId } }]);
};

/** Takes a place for a channel, and a new one when its own is `gone`. Another could get the old one meanwhile. */
const listed = (
  channelId: ChannelId,
  gone: ReadonlyArray<ChannelId>,
  { guildId, channels }: PresentGuild,
): Decision<TooManyChannels> => {
  if (channels.has(channelId) && !gone.includes(channelId)) return right([]);
  const ended = gone.filter((id) => channels.has(id));
  if (channels.size - ended.length >= CHANNELS_PER_GUILD_MAX)
    return left({ kind: 'TooManyChannels', max: CHANNELS_PER_GUILD_MAX });
  return right([
    ...ended.map((id): GuildEvent => ({ type: 'guild.channel-unlisted', data: { guildId, channelId: id } })),
    { type: 'guild.channel-listed', data: { guildId, channelId } },
  ]);
};

export const decideListChannel = (
  { channelId, gone, authority }: ListChannel,
  state: GuildState,
): Decision<GuildUnknown | MissingPermission | TooManyChannels> => {
  if (state.kind !== 'Present') return left({ kind: 'GuildUnknown' });
  if (!may(authority, 'manage_channels')) return missing('manage_channels');
  return listed(channelId, gone, state);
};

/**
 * Needs no permission. The operator imports the channel, or its maker had the permission when the channel was listed.
 */
export const decideKeepChannelListed = (
  { channelId }: KeepChannelListed,
  state: GuildState,
): Decision<GuildUnknown | TooManyChannels> =>
  state.kind === 'Present' ? listed(channelId, [], state) : left({ kind: 'GuildUnknown' });

export const decideUnlistChannel = ({ channelId }: UnlistChannel, state: GuildState): Decision<never> =>
  right(
    state.kind === 'Present' && state.channels.has(channelId)
      ? [{ type: 'guild.channel-unlisted', data: { guildId: state.guildId, channelId } }]
      : [],
  );
