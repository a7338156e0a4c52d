import type { MadeInvite } from '#commands/commands.ts';
import type * as invite from '#domain/invite/rejections.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import {
  commandFailures,
  headerReasonInvalid,
  notFound,
  queryFailures,
  saysWhy,
  shared,
} from '#gateway/present/failures.ts';
import { type Explanation, explained, type Refusals } from '#gateway/present/refusals.ts';
import { presentUser } from '#gateway/present/user.ts';
import type { Invite, InvitePreview } from '#gateway/protocol/resources.ts';
import type { InvitedGuildView, NotVisible, QueryFailure } from '#queries/queries.ts';

export const presentInvite = (made: MadeInvite): Invite => ({
  invite_id: made.inviteId,
  code: made.code,
  guild_id: made.guildId,
  channel_id: made.channelId,
  expires_at: made.expiresAt,
  max_uses: made.maxUses,
});

export const presentInvitePreview = (view: InvitedGuildView): InvitePreview => ({
  guild_id: view.guildId,
  guild_name: view.name,
  member_count: view.memberCount,
  inviter: presentUser(view.inviter),
  ...(view.lockedDown ? { lockdown: true } : {}),
});

export const createInviteRefusals: Refusals<invite.CreateInviteRejection> = {
  GuildUnknown: shared.GuildUnknown,
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  GuildLockedDown: shared.GuildLockedDown,
  InviteTermsInvalid: saysWhy('invite_terms_invalid', 'expires_in_secs'),
  AttemptReused: shared.AttemptReused,
};

export const revokeInviteRefusals: Refusals<invite.RevokeInviteRejection> = {
  ReasonInvalid: headerReasonInvalid,
  GuildUnknown: shared.GuildUnknown,
  MissingPermission: shared.MissingPermission,
  InviteUnknown: notFound,
  AttemptReused: shared.AttemptReused,
};

export const acceptInviteRefusals: Refusals<invite.AcceptInviteRejection> = {
  InviteUnknown: explained(
    'invite_unknown',
    'The invite has expired, is used up, was revoked, or does not exist. Ask for a new one.',
  ),
  InviteBeforeKick: explained(
    'invite_before_kick',
    'You were removed from this community after the invite was made. Ask a moderator for a new invite.',
  ),
  BannedFromGuild: explained('banned', 'You are banned from this community. Only its moderators can lift the ban.'),
  GuildLockedDown: shared.GuildLockedDown,
  AttemptReused: shared.AttemptReused,
};

/** Refusals of a preview. The invite of a guild that is gone is as unknown as a wrong code. */
export const previewInviteRefusals: Refusals<invite.InviteUnknown | StoreUnavailable | NotVisible | QueryFailure> = {
  InviteUnknown: acceptInviteRefusals.InviteUnknown,
  NotVisible: acceptInviteRefusals.InviteUnknown as Explanation<unknown>,
  StoreUnavailable: commandFailures.StoreUnavailable,
  ReadModelsUnavailable: queryFailures.ReadModelsUnavailable,
};

/** Refusals of a preview for a user. A kick is told to the user alone whom it concerns, who hears the same at the join. */
export const previewInviteForMeRefusals: Refusals<
  invite.AdmissionRejection | StoreUnavailable | NotVisible | QueryFailure
> = {
  ...previewInviteRefusals,
  InviteBeforeKick: acceptInviteRefusals.InviteBeforeKick,
  BannedFromGuild: acceptInviteRefusals.BannedFromGuild,
  GuildLockedDown: acceptInviteRefusals.GuildLockedDown,
};
