import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { AcceptInvite, CreateInvite, RevokeInvite } from '#domain/invite/commands.ts';
import type { InviteEvent } from '#domain/invite/events.ts';
import type { AdmissionRejection, InviteTermsInvalid, InviteUnknown } from '#domain/invite/rejections.ts';
import type { InviteState, PresentInvite } from '#domain/invite/state.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf, plusMillis } from '#domain/kernel/instant.ts';
import { INVITE_LIFETIME_MAX_MS, INVITE_USES_MAX } from '#domain/kernel/limits.ts';
import type { GuildLockedDown } from '#domain/kernel/rejection.ts';
import { may } from '#domain/permission/authority.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

const LIFETIME_MAX_SECS = INVITE_LIFETIME_MAX_MS / 1000;

const isCount = (n: number | null, max: number): boolean => n === null || (Number.isInteger(n) && n >= 1 && n <= max);

const termsProblem = ({ expiresInSecs, maxUses }: CreateInvite): string | undefined => {
  if (!isCount(expiresInSecs, LIFETIME_MAX_SECS)) return `an invite lasts 1 to ${LIFETIME_MAX_SECS} seconds`;
  if (!isCount(maxUses, INVITE_USES_MAX)) return `an invite has 1 to ${INVITE_USES_MAX} uses`;
  return undefined;
};

/** The moment at which an invite made at `at` expires. */
export const expiryOf = (expiresInSecs: number | null, at: Instant): Instant | null =>
  expiresInSecs === null ? null : plusMillis(at, expiresInSecs * 1000);

const lockedDown = ({ until }: Pick<GuildLockedDown, 'until'>): Either<GuildLockedDown, never> =>
  left({ kind: 'GuildLockedDown', until });

export const decideCreateInvite = (
  command: CreateInvite,
  state: InviteState,
): Either<MissingPermission | InviteTermsInvalid | GuildLockedDown, ReadonlyArray<InviteEvent>> => {
  const { inviteId, guildId, channelId, expiresInSecs, maxUses, authority, lockdown, at } = command;
  if (!may(authority, 'create_invite')) return left({ kind: 'MissingPermission', permission: 'create_invite' });
  const problem = termsProblem(command);
  if (problem !== undefined) return left({ kind: 'InviteTermsInvalid', why: problem });
  if (lockdown !== null) return lockedDown(lockdown);
  const expiresAt = expiryOf(expiresInSecs, at);
  const terms = { inviteId, guildId, channelId, creatorId: authority.actor, expiresAt, maxUses };
  return right(state.kind === 'Absent' ? [{ type: 'invite.created', data: terms }] : []);
};

/** True while a stranger could accept the invite: it was not revoked, has not expired, and a use is left. */
export const isUsable = ({ terms: { expiresAt, maxUses }, uses, revoked }: PresentInvite, at: Instant): boolean =>
  !revoked && (expiresAt === null || millisOf(at) < millisOf(expiresAt)) && (maxUses === null || uses < maxUses);

/**
 * True while the user's last acceptance is open: it leads to a join that has not happened yet. Any join closes it. So a
 * user who accepts two invites at once and is kicked later cannot use the second acceptance.
 */
export const isOpenTo = ({ acceptances }: PresentInvite, userId: UserId, joins: number): boolean =>
  (acceptances.get(userId) ?? 0) > joins;

/**
 * Decides whether an acceptance spends a use of the invite.
 *
 * 1. A member spends no use.
 * 2. A banned user is refused, and so is a user who was kicked after the invite was made.
 * 3. A user with an open acceptance spends no second use. The attempt was cut short before the user joined.
 * 4. A lockdown refuses every other user whom the invite would let in.
 * 5. Every other user spends a use, while a use is left and the invite has not expired. This includes a user who left,
 *    and a kicked user with an invite that was made after the kick.
 */
export const decideAcceptInvite = (
  { userId, isMember, isBanned, isKickedSince, joins, lockdown, at }: AcceptInvite,
  state: InviteState,
): Either<AdmissionRejection, ReadonlyArray<InviteEvent>> => {
  if (state.kind === 'Absent') return left({ kind: 'InviteUnknown' });
  if (isMember) return right([]);
  if (isBanned) return left({ kind: 'BannedFromGuild' });
  if (isKickedSince) return left({ kind: 'InviteBeforeKick' });
  if (isOpenTo(state, userId, joins)) return right([]);
  const { inviteId, guildId } = state.terms;
  if (!isUsable(state, at)) return left({ kind: 'InviteUnknown' });
  if (lockdown !== null) return lockedDown(lockdown);
  return right([{ type: 'invite.accepted', data: { inviteId, guildId, userId, join: joins + 1 } }]);
};

/**
 * Revokes an invite: its maker may, and every member with manage_guild. The invite must be the one that the actor named,
 * in the guild in which they have this authority.
 */
export const decideRevokeInvite = (
  { inviteId, guildId, reason, authority }: RevokeInvite,
  state: InviteState,
): Either<InviteUnknown | MissingPermission, ReadonlyArray<InviteEvent>> => {
  const isNamed = state.kind === 'Present' && state.terms.inviteId === inviteId && state.terms.guildId === guildId;
  if (!may(authority, 'manage_guild') && !(isNamed && state.terms.creatorId === authority.actor))
    return left({ kind: 'MissingPermission', permission: 'manage_guild' });
  if (!isNamed) return left({ kind: 'InviteUnknown' });
  const { creatorId } = state.terms;
  return right(state.revoked ? [] : [{ type: 'invite.revoked', data: { inviteId, guildId, creatorId, reason } }]);
};
