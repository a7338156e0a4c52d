import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { ChannelPlace } from '#commands/commands.ts';
import type { Folds } from '#commands/machine/folds.ts';
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
import type { ChannelRights } from '#domain/permission/question.ts';
import { resolve } from '#domain/permission/resolve.ts';

/**
 * Who acts, and what they may do at one place. Folded from streams, never from a read model, and folded again on
 * every attempt. A guild that is gone, one that never was and one the actor is no member of are one and the same.
 */
export type InGuild = { readonly authority: Authority; readonly guild: GuildPresent };
export type InChannel = InGuild & { readonly channel: ChannelPresent };

const CHANNEL_UNKNOWN: ChannelUnknown = { kind: 'ChannelUnknown' };

/** The owner is a member by owning. */
export const isMember = (guild: GuildPresent, member: MemberState, user: UserId): boolean =>
  guild.ownerId === user || member.standing === 'member';

const resolved = (
  actor: UserId,
  guild: GuildState,
  member: MemberState,
  channel: ChannelRights | null,
  at: Instant,
): InGuild | undefined => {
  if (guild.kind !== 'Present' || !isMember(guild, member, actor)) return undefined;
  const { permissions } = resolve({ guild, userId: actor, member, channel, at });
  return { guild, authority: { actor, permissions, rank: rankOf(guild, { userId: actor, roleIds: member.roleIds }) } };
};

export const authorityInGuild =
  (folds: Folds) =>
  (actor: UserId, guildId: GuildId, at: Instant): TE.TaskEither<GuildUnknown | StoreUnavailable, InGuild> =>
  async () => {
    const [guild, member] = await Promise.all([
      folds.guild.read(guildStream(guildId))(),
      folds.member.read(memberStream(guildId, actor))(),
    ]);
    if (isLeft(guild)) return guild;
    if (isLeft(member)) return member;
    const here = resolved(actor, guild.right.state, member.right.state, null, at);
    return here === undefined ? left({ kind: 'GuildUnknown' }) : right(here);
  };

const isIn = (channel: ChannelState, { guildId }: ChannelPlace): channel is ChannelPresent =>
  channel.kind === 'Present' && sameHome(channel.home, inGuild(guildId));

/** A channel of another guild and one the actor cannot view are as unknown as one that never was. */
export const authorityInChannel =
  (folds: Folds) =>
  (actor: UserId, place: ChannelPlace, at: Instant): TE.TaskEither<ChannelUnknown | StoreUnavailable, InChannel> =>
  async () => {
    const [guild, member, channel] = await Promise.all([
      folds.guild.read(guildStream(place.guildId))(),
      folds.member.read(memberStream(place.guildId, actor))(),
      folds.channel.read(channelStream(place.channelId))(),
    ]);
    if (isLeft(guild)) return guild;
    if (isLeft(member)) return member;
    if (isLeft(channel)) return channel;
    const { state } = channel.right;
    if (!isIn(state, place)) return left(CHANNEL_UNKNOWN);
    const here = resolved(actor, guild.right.state, member.right.state, state, at);
    if (here === undefined || !may(here.authority, 'view_channel')) return left(CHANNEL_UNKNOWN);
    return right({ ...here, channel: state });
  };

/** Where somebody stands, for whoever wants to act on them. */
export const rankIn =
  (folds: Folds) =>
  (guild: GuildPresent, user: UserId): TE.TaskEither<StoreUnavailable, Rank> =>
    pipe(
      folds.member.read(memberStream(guild.guildId, user)),
      TE.map(({ state }) => rankOf(guild, { userId: user, roleIds: state.roleIds })),
    );
