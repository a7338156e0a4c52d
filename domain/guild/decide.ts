import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type {
  BeginLockdown,
  ChangeOwner,
  CreateGuild,
  DeleteGuild,
  EndLockdown,
  KeepChannelListed,
  ListChannel,
  RenameGuild,
  UnlistChannel,
} from '#domain/guild/commands.ts';
import type { GuildEvent } from '#domain/guild/events.ts';
import { lockdownAt } from '#domain/guild/lockdown.ts';
import type { LockdownInvalid, MemberUnknown, NotTheOwner } from '#domain/guild/rejections.ts';
import type { GuildState, PresentGuild } from '#domain/guild/state.ts';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { millisOf, plusMillis } from '#domain/kernel/instant.ts';
import { CHANNELS_PER_GUILD_MAX, GUILDS_PER_OWNER_MAX, NEWCOMER_HOURS_MAX } from '#domain/kernel/limits.ts';
import type { GuildUnknown, TooManyChannels, TooManyGuilds } from '#domain/kernel/rejection.ts';
import { HOUR_MS } from '#domain/kernel/units.ts';
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
  { reason, authority }: DeleteGuild,
  state: GuildState,
): Decision<GuildUnknown | NotTheOwner> => {
  if (state.kind === 'Absent') return left({ kind: 'GuildUnknown' });
  if (!isOwner(authority)) return left({ kind: 'NotTheOwner' });
  return right(state.kind === 'Deleted' ? [] : [{ type: 'guild.deleted', data: { guildId: state.guildId, reason } }]);
};

/** Makes a member the owner. It is decided on the guild's stream, so of two owners only one can act as such. */
export const decideChangeOwner = (
  { ownerId, isMember, hasPlace, authority }: ChangeOwner,
  state: GuildState,
): Decision<GuildUnknown | NotTheOwner | MemberUnknown | TooManyGuilds> => {
  if (state.kind !== 'Present') return left({ kind: 'GuildUnknown' });
  if (!isOwner(authority)) return left({ kind: 'NotTheOwner' });
  if (ownerId === state.ownerId) return right([]);
  if (!isMember) return left({ kind: 'MemberUnknown' });
  if (!hasPlace) return left({ kind: 'TooManyGuilds', max: GUILDS_PER_OWNER_MAX });
  const { guildId, ownerId: formerOwnerId } = state;
  return right([{ type: 'guild.owner-changed', data: { guildId, ownerId, formerOwnerId } }]);
};

const lockdownProblem = ({ until, newcomersHours, at }: BeginLockdown): string | undefined => {
  if (until !== null && millisOf(until) <= millisOf(at)) return 'a lockdown ends in the future';
  if (newcomersHours === null) return undefined;
  return Number.isInteger(newcomersHours) && newcomersHours >= 1 && newcomersHours <= NEWCOMER_HOURS_MAX
    ? undefined
    : `newcomers are those of the last 1 to ${NEWCOMER_HOURS_MAX} hours`;
};

/** Begins a lockdown, or changes the terms of the one that holds. */
export const decideBeginLockdown = (
  command: BeginLockdown,
  state: GuildState,
): Decision<GuildUnknown | MissingPermission | LockdownInvalid> => {
  if (state.kind !== 'Present') return left({ kind: 'GuildUnknown' });
  const { until, newcomersHours, reason, authority, at } = command;
  if (!may(authority, 'manage_guild')) return missing('manage_guild');
  const problem = lockdownProblem(command);
  if (problem !== undefined) return left({ kind: 'LockdownInvalid', why: problem });
  const newcomersSince = newcomersHours === null ? null : plusMillis(at, -newcomersHours * HOUR_MS);
  const { guildId, lockdown } = state;
  if (lockdown !== null && lockdown.until === until && lockdown.newcomersSince === newcomersSince) return right([]);
  return right([{ type: 'guild.lockdown-begun', data: { guildId, until, newcomersSince, reason } }]);
};

/** Ends a lockdown. A lockdown that is over by the clock is not ended again. */
export const decideEndLockdown = (
  { authority, at }: EndLockdown,
  state: GuildState,
): Decision<GuildUnknown | MissingPermission> => {
  if (state.kind !== 'Present') return left({ kind: 'GuildUnknown' });
  if (!may(authority, 'manage_guild')) return missing('manage_guild');
  const isOver = lockdownAt(state, at) === null;
  return right(isOver ? [] : [{ type: 'guild.lockdown-ended', data: { guildId: state.guildId } }]);
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
