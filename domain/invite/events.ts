/** Stored for ever; see the warning in `domain/account/events.ts`. */
import * as t from 'io-ts';
import { ChannelId, GuildId, InviteId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';

/** On `invite-<keyed hash of the code>`: the code itself is in no event. */
export type InviteCreated = {
  readonly type: 'invite.created';
  readonly data: {
    readonly inviteId: InviteId;
    readonly guildId: GuildId;
    /** The channel to show first; null for the guild's first one. */
    readonly channelId: ChannelId | null;
    readonly creatorId: UserId;
    readonly expiresAt: Instant | null;
    readonly maxUses: number | null;
  };
};
export const InviteCreatedData = t.strict({
  inviteId: InviteId,
  guildId: GuildId,
  channelId: t.union([ChannelId, t.null]),
  creatorId: UserId,
  expiresAt: t.union([Instant, t.null]),
  maxUses: t.union([t.Integer, t.null]),
});

export type InviteAccepted = {
  readonly type: 'invite.accepted';
  readonly data: { readonly inviteId: InviteId; readonly guildId: GuildId; readonly userId: UserId };
};
export const InviteAcceptedData = t.strict({ inviteId: InviteId, guildId: GuildId, userId: UserId });

export type InviteEvent = InviteCreated | InviteAccepted;
