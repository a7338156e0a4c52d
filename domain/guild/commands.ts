import type { Joining } from '#domain/guild/events.ts';
import type { GuildName, Reason } from '#domain/guild/values.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Authority } from '#domain/permission/authority.ts';
import type { Rank } from '#domain/permission/hierarchy.ts';

export type CreateGuild = { readonly guildId: GuildId; readonly name: GuildName; readonly ownerId: UserId };
export type RenameGuild = { readonly name: GuildName; readonly authority: Authority };
export type DeleteGuild = { readonly authority: Authority };
/** `gone` holds channels of the guild's list that are deleted, or that an interrupted attempt never made. */
export type ListChannel = {
  readonly channelId: ChannelId;
  readonly gone: ReadonlyArray<ChannelId>;
  readonly authority: Authority;
};
/** Lists a channel that exists, if it is not in the list any more. */
export type KeepChannelListed = { readonly channelId: ChannelId };
/** Orders the named channels among each other, from the top down. */
export type OrderChannels = { readonly order: ReadonlyArray<ChannelId>; readonly authority: Authority };
/** Takes a deleted channel off the list. The deletion checked the authority, so this command has none. */
export type UnlistChannel = { readonly channelId: ChannelId };

export type JoinGuild = {
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly ownerId: UserId;
  readonly via: Joining;
  readonly at: Instant;
};
export type LeaveGuild = { readonly guildId: GuildId; readonly userId: UserId; readonly ownerId: UserId };
export type KickMember = {
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly targetRank: Rank;
  readonly reason: Reason | null;
  readonly authority: Authority;
};
