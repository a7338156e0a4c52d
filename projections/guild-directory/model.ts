/** The rows of guild-directory as readers see them, under `read`. `position` is that of the event that put the row. */
import type { ChannelKind } from '#domain/channel/events.ts';
import type { ChannelId, GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

export const GUILD_DIRECTORY = 'guild-directory';

type Put = { readonly position: bigint };

/** `read.guild` */
export type GuildRow = Put & {
  readonly guild_id: GuildId;
  readonly name: string;
  readonly owner_id: UserId;
  readonly created_at: Instant;
};
/** `read.role`: `permissions` is a JSON list of names. The everyone-role's id is the guild's. */
export type RoleRow = Put & {
  readonly guild_id: GuildId;
  readonly role_id: RoleId;
  readonly rank: number;
  readonly permissions: string;
};
/** `read.channel`: what a channel is, from its own stream. It is shown only while it is listed too. */
export type ChannelRow = Put & {
  readonly channel_id: ChannelId;
  readonly guild_id: GuildId;
  readonly parent_id: ChannelId | null;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly created_at: Instant;
};
/** `read.channel_listing`: the guild's own list of its channels. */
export type ChannelListingRow = Put & { readonly channel_id: ChannelId; readonly guild_id: GuildId };
/** `read.member` */
export type MemberRow = Put & { readonly guild_id: GuildId; readonly user_id: UserId; readonly joined_at: Instant };
/** `read.account`: `username` is null once erased. */
export type AccountRow = Put & {
  readonly user_id: UserId;
  readonly username: string | null;
  readonly imported: boolean;
  readonly created_at: Instant;
};
/** `read.server_owner` */
export type ServerOwnerRow = Put & { readonly user_id: UserId };
