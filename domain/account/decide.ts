import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type {
  AcquireGuild,
  ClaimServerOwnership,
  ClaimUsername,
  ImportAccount,
  RegisterAccount,
  ReleaseUsername,
  TakeOverUsername,
} from '#domain/account/commands.ts';
import type { AccountEvent, ServerOwnershipEvent, UsernameEvent } from '#domain/account/events.ts';
import type { OwnerLinkUnusable, UsernameTaken } from '#domain/account/rejections.ts';
import type { AccountState, ServerOwnershipState, UsernameState } from '#domain/account/state.ts';
import { GUILDS_PER_OWNER_MAX } from '#domain/kernel/limits.ts';
import type { TooManyGuilds } from '#domain/kernel/rejection.ts';

export const decideClaimUsername = (
  { userId }: ClaimUsername,
  { holder }: UsernameState,
): Either<UsernameTaken, ReadonlyArray<UsernameEvent>> => {
  if (holder === userId) return right([]);
  if (holder !== undefined) return left({ kind: 'UsernameTaken' });
  return right([{ type: 'account.username-claimed', data: { userId } }]);
};

export const decideReleaseUsername = (
  { userId }: ReleaseUsername,
  { holder }: UsernameState,
): Either<never, ReadonlyArray<UsernameEvent>> =>
  right(holder === userId ? [{ type: 'account.username-released', data: { userId } }] : []);

/**
 * Moves an abandoned claim to `userId`. The two users may be the same: a user who comes back late claims anew, so that
 * no other user can take the name in between.
 */
export const decideTakeOverUsername = (
  { from, userId }: TakeOverUsername,
  { holder }: UsernameState,
): Either<UsernameTaken, ReadonlyArray<UsernameEvent>> => {
  if (holder === userId && from !== userId) return right([]);
  if (holder !== from) return left({ kind: 'UsernameTaken' });
  return right([
    { type: 'account.username-released', data: { userId: from } },
    { type: 'account.username-claimed', data: { userId } },
  ]);
};

export const decideRegisterAccount = (
  { userId, username, via }: RegisterAccount,
  state: AccountState,
): Either<never, ReadonlyArray<AccountEvent>> =>
  right(state.kind === 'Absent' ? [{ type: 'account.registered', data: { userId, username, via } }] : []);

export const decideImportAccount = (
  { userId, username, importId }: ImportAccount,
  state: AccountState,
): Either<never, ReadonlyArray<AccountEvent>> =>
  right(state.kind === 'Absent' ? [{ type: 'account.imported', data: { userId, username, importId } }] : []);

/** Takes a place for a guild, and a new one when its own is `gone`. Another guild could get the old one meanwhile. */
export const decideAcquireGuild = (
  { userId, guildId, gone }: AcquireGuild,
  { guilds }: AccountState,
): Either<TooManyGuilds, ReadonlyArray<AccountEvent>> => {
  if (guilds.has(guildId) && !gone.includes(guildId)) return right([]);
  const ended = gone.filter((id) => guilds.has(id));
  if (guilds.size - ended.length >= GUILDS_PER_OWNER_MAX)
    return left({ kind: 'TooManyGuilds', max: GUILDS_PER_OWNER_MAX });
  return right([
    ...ended.map((id): AccountEvent => ({ type: 'account.guild-relinquished', data: { userId, guildId: id } })),
    { type: 'account.guild-acquired', data: { userId, guildId } },
  ]);
};

export const decideClaimServerOwnership = (
  { userId }: ClaimServerOwnership,
  { owner }: ServerOwnershipState,
): Either<OwnerLinkUnusable, ReadonlyArray<ServerOwnershipEvent>> => {
  if (owner === userId) return right([]);
  if (owner !== undefined) return left({ kind: 'OwnerLinkUnusable' });
  return right([{ type: 'account.server-ownership-claimed', data: { userId } }]);
};
