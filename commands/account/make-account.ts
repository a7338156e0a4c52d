import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { UsernameClaim } from '#commands/account/claim-username.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import { begin } from '#commands/machine/handle.ts';
import type { StepOutcome } from '#commands/process/process.ts';
import { decideRegisterAccount } from '#domain/account/decide.ts';
import type { AccountRegistered } from '#domain/account/events.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import { userStream } from '#domain/kernel/stream.ts';

export type NewAccount = UsernameClaim & {
  readonly passwordHash: string;
  readonly via: AccountRegistered['data']['via'];
};

/**
 * Makes an account. The vault stores the password first, so that every account in the log has a password. An account
 * that exists keeps its password, so a retry never changes it.
 */
export const makeAccount =
  (can: Capabilities) =>
  ({ username, userId, origin, passwordHash, via }: NewAccount) =>
  async (): Promise<Either<CommandFailure, StepOutcome>> => {
    const stream = userStream(userId);
    const account = await can.folds.account.read(stream)();
    if (isLeft(account) || account.right.state.kind !== 'Absent') return account;
    const kept = await can.vault.setPassword(userId, passwordHash)();
    if (isLeft(kept)) return kept;
    return begin(can)({
      fold: can.folds.account,
      stream,
      origin,
      decide: ({ state }) => TE.fromEither(decideRegisterAccount({ userId, username, via }, state)),
    })();
  };
