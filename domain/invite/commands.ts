import type { ChannelId, GuildId, InviteId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import type { GuildLockedDown } from '#domain/kernel/rejection.ts';
import type { Authority } from '#domain/permission/authority.ts';

/** `authority` is the actor's authority in the channel, or in the guild if `channelId` is null. */
export type CreateInvite = {
  readonly inviteId: InviteId;
  readonly guildId: GuildId;
  readonly channelId: ChannelId | null;
  readonly expiresInSecs: number | null;
  readonly maxUses: number | null;
  readonly authority: Authority;
  /** The lockdown of the guild that holds, or null. */
  readonly lockdown: Pick<GuildLockedDown, 'until'> | null;
  readonly at: Instant;
};
/** `authority` is the actor's authority in the guild. */
export type RevokeInvite = {
  readonly inviteId: InviteId;
  readonly guildId: GuildId;
  readonly reason: Reason | null;
  readonly authority: Authority;
};
export type AcceptInvite = {
  readonly userId: UserId;
  readonly isMember: boolean;
  readonly isBanned: boolean;
  /** True for a user who was kicked after the invite was made, and who has not come in since. */
  readonly isKickedSince: boolean;
  /** Number of joins of the user to the guild so far, by this invite or in another way. */
  readonly joins: number;
  /** The lockdown of the guild that holds, or null. */
  readonly lockdown: Pick<GuildLockedDown, 'until'> | null;
  readonly at: Instant;
};
