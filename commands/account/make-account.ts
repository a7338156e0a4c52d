import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Holding } from '#commands/account/hold-username.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Folded } from '#commands/machine/folds.ts';
import { begin } from '#commands/machine/handle.ts';
import { decideRegisterAccount } from '#domain/account/decide.ts';
import type { AccountRegistered } from '#domain/account/events.ts';
import type { AccountState } from '#domain/account/state.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import { userStream } from '#domain/kernel/stream.ts';

/**
 * The password first, so that every account the log knows of has one. An account that is there keeps the password
 * it has: a repeated attempt may bring it into being, never change it.
 */
export const makeAccount =
  (can: Capabilities) =>
  (
    { username, userId, origin }: Holding,
    passwordHash: string,
    via: AccountRegistered['data']['via'],
  ): TE.TaskEither<CommandFailure, Folded<AccountState>> => {
    const stream = userStream(userId);
    return pipe(
      can.folds.account.read(stream),
      TE.flatMap(
        (account): TE.TaskEither<CommandFailure, Folded<AccountState>> =>
          account.state.kind !== 'Absent'
            ? TE.right(account)
            : pipe(
                can.vault.setPassword(userId, passwordHash),
                TE.flatMap(() =>
                  begin(can)({
                    fold: can.folds.account,
                    stream,
                    origin,
                    decide: ({ state }) => TE.fromEither(decideRegisterAccount({ userId, username, via }, state)),
                  }),
                ),
              ),
      ),
    );
  };
