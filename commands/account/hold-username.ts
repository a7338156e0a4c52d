import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { usernameStreamOf } from '#commands/account/username-stream.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import { USERNAME_CLAIM_ABANDONED_MS } from '#commands/limits.ts';
import type { Folded } from '#commands/machine/folds.ts';
import { ensure } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import { decideClaimUsername, decideReleaseUsername, decideTakeOverUsername } from '#domain/account/decide.ts';
import type { UsernameState } from '#domain/account/state.ts';
import type { Username } from '#domain/account/values.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { userStream } from '#domain/kernel/stream.ts';

export type Holding = { readonly username: Username; readonly userId: UserId; readonly origin: Origin };

/**
 * Who claimed a name long ago and never came to be. A registration that was cut short is taken up again by its
 * own retry; after so long there is none, and the name is not lost for ever.
 */
const abandonedBy = (
  { folds }: Capabilities,
  { state, lastAt }: Folded<UsernameState>,
  at: Instant,
): TE.TaskEither<StoreUnavailable, UserId | undefined> => {
  const { holder } = state;
  if (holder === undefined || lastAt === undefined) return TE.right(undefined);
  if (millisOf(at) - millisOf(lastAt) < USERNAME_CLAIM_ABANDONED_MS) return TE.right(undefined);
  return pipe(
    folds.account.read(userStream(holder)),
    TE.map((account) => (account.state.kind === 'Absent' ? holder : undefined)),
  );
};

/** The store's own revision check makes a name unique: of two who claim it one meets a conflict. */
export const claimUsername =
  (can: Capabilities) =>
  ({ username, userId, origin }: Holding) =>
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

export const releaseUsername =
  (can: Capabilities) =>
  ({ username, userId, origin }: Holding) =>
    ensure(can)({
      fold: can.folds.username,
      stream: usernameStreamOf(can)(username),
      origin,
      decide: ({ state }) => TE.fromEither(decideReleaseUsername({ userId }, state)),
    });
