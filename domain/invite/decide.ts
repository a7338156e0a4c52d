import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { AcceptInvite, CreateInvite } from '#domain/invite/commands.ts';
import type { InviteEvent } from '#domain/invite/events.ts';
import type { InviteTermsInvalid, InviteUnknown } from '#domain/invite/rejections.ts';
import type { InviteState, PresentInvite } from '#domain/invite/state.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf, plusMillis } from '#domain/kernel/instant.ts';
import { INVITE_LIFETIME_MAX_MS, INVITE_USES_MAX } from '#domain/kernel/limits.ts';
import { may } from '#domain/permission/authority.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

const LIFETIME_MAX_SECS = INVITE_LIFETIME_MAX_MS / 1000;

const isCount = (n: number | null, max: number): boolean => n === null || (Number.isInteger(n) && n >= 1 && n <= max);

const termsProblem = ({ expiresInSecs, maxUses }: CreateInvite): string | undefined => {
  if (!isCount(expiresInSecs, LIFETIME_MAX_SECS)) return `an invite lasts 1 to ${LIFETIME_MAX_SECS} seconds`;
  if (!isCount(maxUses, INVITE_USES_MAX)) return `an invite has 1 to ${INVITE_USES_MAX} uses`;
  return undefined;
};

/** The moment from which an invite made at `at` lets nobody in. */
export const expiryOf = (expiresInSecs: number | null, at: Instant): Instant | null =>
  expiresInSecs === null ? null : plusMillis(at, expiresInSecs * 1000);

export const decideCreateInvite = (
  command: CreateInvite,
  state: InviteState,
): Either<MissingPermission | InviteTermsInvalid, ReadonlyArray<InviteEvent>> => {
  const { inviteId, guildId, channelId, expiresInSecs, maxUses, authority, at } = command;
  if (!may(authority, 'create_invite')) return left({ kind: 'MissingPermission', permission: 'create_invite' });
  const problem = termsProblem(command);
  if (problem !== undefined) return left({ kind: 'InviteTermsInvalid', why: problem });
  const expiresAt = expiryOf(expiresInSecs, at);
  const terms = { inviteId, guildId, channelId, creatorId: authority.actor, expiresAt, maxUses };
  return right(state.kind === 'Absent' ? [{ type: 'invite.created', data: terms }] : []);
};

/**
 * True while the user's last acceptance lets them in: it leads to a join that has not happened yet. Joining in any way
 * uses it up, so a user who accepts two invites at once and is kicked later has no second way back in.
 */
export const isOpenTo = ({ acceptances }: PresentInvite, userId: UserId, joins: number): boolean =>
  (acceptances.get(userId) ?? 0) > joins;

/**
 * 1. A member accepts nothing, and spends no use.
 * 2. A user whose acceptance is still open spends no second use: it was cut short before the user joined.
 * 3. Every other user spends a use, while one is left and the invite has time. A user who left or was kicked is one.
 */
export const decideAcceptInvite = (
  { userId, isMember, joins, at }: AcceptInvite,
  state: InviteState,
): Either<InviteUnknown, ReadonlyArray<InviteEvent>> => {
  if (state.kind === 'Absent') return left({ kind: 'InviteUnknown' });
  if (isMember || isOpenTo(state, userId, joins)) return right([]);
  const { inviteId, guildId, expiresAt, maxUses } = state.terms;
  if (expiresAt !== null && millisOf(at) >= millisOf(expiresAt)) return left({ kind: 'InviteUnknown' });
  if (maxUses !== null && state.uses >= maxUses) return left({ kind: 'InviteUnknown' });
  return right([{ type: 'invite.accepted', data: { inviteId, guildId, userId, join: joins + 1 } }]);
};
