import type { ChannelId, GuildId, InviteId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Authority } from '#domain/permission/authority.ts';

/** `authority` is that in the channel, or in the guild when no channel is named. */
export type CreateInvite = {
  readonly inviteId: InviteId;
  readonly guildId: GuildId;
  readonly channelId: ChannelId | null;
  readonly expiresInSecs: number | null;
  readonly maxUses: number | null;
  readonly authority: Authority;
  readonly at: Instant;
};
export type AcceptInvite = {
  readonly userId: UserId;
  readonly isMember: boolean;
  /** How often the user has joined the guild, by this invite or in another way. */
  readonly joins: number;
  readonly at: Instant;
};
