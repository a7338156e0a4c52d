import type { Joining } from '#domain/guild/events.ts';
import type { GuildName, Reason } from '#domain/guild/values.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { Authority } from '#domain/permission/authority.ts';
import type { Rank } from '#domain/permission/hierarchy.ts';

export type CreateGuild = { readonly guildId: GuildId; readonly name: GuildName; readonly ownerId: UserId };
export type RenameGuild = { readonly name: GuildName; readonly authority: Authority };
export type DeleteGuild = { readonly authority: Authority };
/** `gone`: channels of the list that are deleted, or were never made because their attempt was cut short. */
export type ListChannel = {
  readonly channelId: ChannelId;
  readonly gone: ReadonlyArray<ChannelId>;
  readonly authority: Authority;
};
export type KeepChannelListed = { readonly channelId: ChannelId };
/** Follows from the channel's own deletion, so it asks for no authority. */
export type UnlistChannel = { readonly channelId: ChannelId };

export type JoinGuild = {
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly ownerId: UserId;
  readonly via: Joining;
};
export type LeaveGuild = { readonly guildId: GuildId; readonly userId: UserId; readonly ownerId: UserId };
export type KickMember = {
  readonly guildId: GuildId;
  readonly userId: UserId;
  readonly targetRank: Rank;
  readonly reason: Reason | null;
  readonly authority: Authority;
};
