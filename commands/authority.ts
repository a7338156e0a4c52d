import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { ChannelPlace } from '#commands/commands.ts';
import type { Folds } from '#commands/folds.ts';
import type { ChannelPresent, ChannelState } from '#domain/channel/state.ts';
import type { MemberState } from '#domain/guild/member-state.ts';
import type { GuildPresent, GuildState } from '#domain/guild/state.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { inGuild, sameHome } from '#domain/kernel/place.ts';
import type { ChannelUnknown, GuildUnknown } from '#domain/kernel/rejection.ts';
import { channelStream, guildStream, memberStream } from '#domain/kernel/stream.ts';
import { type Authority, may } from '#domain/permission/authority.ts';
import { type Rank, rankOf } from '#domain/permission/hierarchy.ts';
import type { Overwrites } from '#domain/permission/overwrite.ts';
import { resolve } from '#domain/permission/resolve.ts';

/**
 * Who acts, and what they may do at one place. Folded from streams, never from a read model, and folded again on
 * every attempt. A guild that is gone, one that never was and one the actor is no member of are one and the same.
 */
export type InGuild = { readonly authority: Authority; readonly guild: GuildPresent };
export type InChannel = InGuild & { readonly channel: ChannelPresent };

const GUILD_UNKNOWN: GuildUnknown = { kind: 'GuildUnknown' };
const CHANNEL_UNKNOWN: ChannelUnknown = { kind: 'ChannelUnknown' };

/** The owner is a member by owning. */
export const isMember = (guild: GuildPresent, member: MemberState, user: UserId): boolean =>
  guild.ownerId === user || member.standing === 'member';

const resolved = (
  actor: UserId,
  guild: GuildState,
  member: MemberState,
  overwrites: Overwrites | undefined,
  at: Instant,
): InGuild | undefined => {
  if (guild.kind !== 'Present' || !isMember(guild, member, actor)) return undefined;
  const standing = { userId: actor, roleIds: member.roleIds, timedOutUntil: member.timedOutUntil };
  const permissions = resolve({ guild, member: standing, overwrites, at });
  return { guild, authority: { actor, permissions, rank: rankOf(guild, standing) } };
};

const membership = (folds: Folds, actor: UserId, guildId: GuildId) =>
  pipe(
    TE.Do,
    TE.apS('guild', folds.guild.read(guildStream(guildId))),
    TE.apS('member', folds.member.read(memberStream(guildId, actor))),
  );

export const authorityInGuild =
  (folds: Folds) =>
  (actor: UserId, guildId: GuildId, at: Instant): TE.TaskEither<GuildUnknown | StoreUnavailable, InGuild> =>
    pipe(
      membership(folds, actor, guildId),
      TE.flatMap(({ guild, member }) =>
        TE.fromNullable(GUILD_UNKNOWN)(resolved(actor, guild.state, member.state, undefined, at)),
      ),
    );

const isIn = (channel: ChannelState, { guildId }: ChannelPlace): channel is ChannelPresent =>
  channel.kind === 'Present' && sameHome(channel.home, inGuild(guildId));

/** A channel of another guild and one the actor cannot view are as unknown as one that never was. */
export const authorityInChannel =
  (folds: Folds) =>
  (actor: UserId, place: ChannelPlace, at: Instant): TE.TaskEither<ChannelUnknown | StoreUnavailable, InChannel> =>
    pipe(
      membership(folds, actor, place.guildId),
      TE.apS('channel', folds.channel.read(channelStream(place.channelId))),
      TE.flatMap(({ guild, member, channel }): TE.TaskEither<ChannelUnknown, InChannel> => {
        if (!isIn(channel.state, place)) return TE.left(CHANNEL_UNKNOWN);
        const here = resolved(actor, guild.state, member.state, channel.state.overwrites, at);
        if (here === undefined || !may(here.authority, 'view_channel')) return TE.left(CHANNEL_UNKNOWN);
        return TE.right({ ...here, channel: channel.state });
      }),
    );

/** Where somebody stands, for whoever wants to act on them. */
export const rankIn =
  (folds: Folds) =>
  (guild: GuildPresent, user: UserId): TE.TaskEither<StoreUnavailable, Rank> =>
    pipe(
      folds.member.read(memberStream(guild.guildId, user)),
      TE.map(({ state }) => rankOf(guild, { userId: user, roleIds: state.roleIds })),
    );
