import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { AcceptInvite, CreateInvite } from '#domain/invite/commands.ts';
import type { InviteEvent } from '#domain/invite/events.ts';
import type { InviteTermsInvalid, InviteUnknown } from '#domain/invite/rejections.ts';
import type { InviteState } from '#domain/invite/state.ts';
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
 * 1. A member accepts nothing: they are in already, and no use is spent.
 * 2. Who accepted and has not come in since was cut short between the two, and spends no second use. Coming in by
 *    another invite counts too: who did keeps no way back in for when this one is over.
 * 3. Everybody else spends a use, if there is one left and the time is not over; also who left or was kicked.
 */
export const decideAcceptInvite = (
  { userId, isMember, isCutShort, at }: AcceptInvite,
  state: InviteState,
): Either<InviteUnknown, ReadonlyArray<InviteEvent>> => {
  if (state.kind === 'Absent') return left({ kind: 'InviteUnknown' });
  if (isMember || isCutShort) return right([]);
  const { inviteId, guildId, expiresAt, maxUses } = state.terms;
  if (expiresAt !== null && millisOf(at) >= millisOf(expiresAt)) return left({ kind: 'InviteUnknown' });
  if (maxUses !== null && state.uses >= maxUses) return left({ kind: 'InviteUnknown' });
  return right([{ type: 'invite.accepted', data: { inviteId, guildId, userId } }]);
};
