/** Events are stored for ever. The warning in `domain/account/events.ts` holds for these too. */
import * as t from 'io-ts';
import { ChannelId, GuildId, InviteId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { CarriedReason } from '#domain/kernel/reason.ts';

/** Stands on `invite-<keyed hash of the code>`. The code itself is in no event. */
export type InviteCreated = {
  readonly type: 'invite.created';
  readonly data: {
    readonly inviteId: InviteId;
    readonly guildId: GuildId;
    /** The channel that a new member sees first. Null means the first channel of the guild. */
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
  readonly data: {
    readonly inviteId: InviteId;
    readonly guildId: GuildId;
    readonly userId: UserId;
    /** Number of the join that this acceptance leads to, counted from 1 over all joins of this user to the guild. */
    readonly join: number;
  };
};
export const InviteAcceptedData = t.strict({ inviteId: InviteId, guildId: GuildId, userId: UserId, join: t.Integer });

/**
 * Lifts version 1, which named no join, by assuming the first join. So an old acceptance is open only before that join.
 */
export const acceptedToVersion2 = (facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...facts,
  join: 1,
});

/**
 * Ends an invite before its time. Acceptances that are open end with it. The reason is about the maker of the invite, so it
 * is sealed under the key of that user. Version 1 named no maker, so `creatorId` is null there.
 */
export type InviteRevoked = {
  readonly type: 'invite.revoked';
  readonly data: {
    readonly inviteId: InviteId;
    readonly guildId: GuildId;
    readonly creatorId: UserId | null;
    readonly reason: CarriedReason;
  };
};
export const InviteRevokedData = t.strict({
  inviteId: InviteId,
  guildId: GuildId,
  creatorId: t.union([UserId, t.null]),
  reason: CarriedReason,
});

/** Lifts version 1, which knew no reason and no maker. */
export const revokedToVersion2 = (facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...facts,
  creatorId: null,
  reason: null,
});

export type InviteEvent = InviteCreated | InviteAccepted | InviteRevoked;
