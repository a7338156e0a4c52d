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
  readonly data: {
    readonly inviteId: InviteId;
    readonly guildId: GuildId;
    readonly userId: UserId;
    /** Number of the join that this acceptance leads to, counted from 1 over all joins of this user to the guild. */
    readonly join: number;
  };
};
export const InviteAcceptedData = t.strict({ inviteId: InviteId, guildId: GuildId, userId: UserId, join: t.Integer });

/** Version 1 named no join. The first one is assumed: such an acceptance is open only to a user who never joined. */
export const acceptedToVersion2 = (facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...facts,
  join: 1,
});

export type InviteEvent = InviteCreated | InviteAccepted;
