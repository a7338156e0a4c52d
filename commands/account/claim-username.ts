import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { usernameStreamOf } from '#commands/account/username-stream.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { AnonymousAttempt } from '#commands/commands.ts';
import { USERNAME_CLAIM_ABANDONED_MS } from '#commands/limits.ts';
import type { FoldedStream } from '#commands/machine/folds.ts';
import { ensure } from '#commands/machine/handle.ts';
import { actorOf, type Origin } from '#commands/machine/origin.ts';
import { NOTHING_TO_DO, type StepOutcome } from '#commands/process/process.ts';
import { decideClaimUsername, decideReleaseUsername, decideTakeOverUsername } from '#domain/account/decide.ts';
import type { UsernameTaken } from '#domain/account/rejections.ts';
import type { UsernameState } from '#domain/account/state.ts';
import type { Username } from '#domain/account/values.ts';
import type { CommandFailure, StoreUnavailable } from '#domain/kernel/failure.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { userStream } from '#domain/kernel/stream.ts';

/** A claim of a user on a username. */
export type UsernameClaim = { readonly username: Username; readonly userId: UserId; readonly origin: Origin };

/** Makes a claim. The id of the user follows from the attempt and the name, so no attempt reaches another account. */
export const newUsernameClaim = (
  can: Capabilities,
  { commandId, correlation }: AnonymousAttempt,
  username: Username,
): UsernameClaim => {
  const userId = can.ids.entityId(commandId, usernameStreamOf(can)(username), 'UserId');
  return { username, userId, origin: { actor: actorOf(userId), command: commandId, correlation } };
};

const accountExists = ({ folds }: Capabilities, user: UserId): TE.TaskEither<StoreUnavailable, boolean> =>
  pipe(
    folds.account.read(userStream(user)),
    TE.map(({ state }) => state.kind !== 'Absent'),
  );

/**
 * Answers the user who claimed the username long ago and has no account. A retry resumes an interrupted registration.
 * After so long no retry comes, and the username is free again.
 */
const abandonedBy = (
  can: Capabilities,
  { state: { holder }, lastAt }: FoldedStream<UsernameState>,
  at: Instant,
): TE.TaskEither<StoreUnavailable, UserId | undefined> => {
  if (holder === undefined || lastAt === undefined) return TE.right(undefined);
  if (millisOf(at) - millisOf(lastAt) < USERNAME_CLAIM_ABANDONED_MS) return TE.right(undefined);
  return pipe(
    accountExists(can, holder),
    TE.map((exists) => (exists ? undefined : holder)),
  );
};

/**
 * Claims a username that is free or abandoned. If two users claim it at once, one of them meets a revision conflict.
 */
const claimIfFree = (can: Capabilities, { username, userId, origin }: UsernameClaim) =>
  ensure(can)({
    fold: can.folds.username,
    stream: usernameStreamOf(can)(username),
    origin,
    decide: (folded, at) =>
      pipe(
        abandonedBy(can, folded, at),
        TE.flatMapEither((from) =>
          from === undefined
            ? decideClaimUsername({ userId }, folded.state)
            : decideTakeOverUsername({ from, userId }, folded.state),
        ),
      ),
  });

const release = (can: Capabilities, { username, userId, origin }: UsernameClaim) =>
  ensure(can)({
    fold: can.folds.username,
    stream: usernameStreamOf(can)(username),
    origin,
    decide: ({ state }) => TE.fromEither(decideReleaseUsername({ userId }, state)),
  });

/** Claims the username, unless the user's account exists and holds it already. */
export const claimUsername =
  (can: Capabilities) =>
  (claim: UsernameClaim): TE.TaskEither<UsernameTaken | CommandFailure, StepOutcome> =>
    pipe(
      accountExists(can, claim.userId),
      TE.flatMap(
        (exists): TE.TaskEither<UsernameTaken | CommandFailure, StepOutcome> =>
          exists ? TE.right(NOTHING_TO_DO) : claimIfFree(can, claim),
      ),
    );

/** Releases the username, unless the user's account exists and keeps it. */
export const giveUsernameBack =
  (can: Capabilities) =>
  (claim: UsernameClaim): TE.TaskEither<CommandFailure, StepOutcome> =>
    pipe(
      accountExists(can, claim.userId),
      TE.flatMap(
        (exists): TE.TaskEither<CommandFailure, StepOutcome> =>
          exists ? TE.right(NOTHING_TO_DO) : release(can, claim),
      ),
    );
