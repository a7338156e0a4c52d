import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { usernameStreamOf } from '#commands/account/username-stream.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { HasherBusy } from '#commands/ports/rejections.ts';
import { Password, type Username } from '#domain/account/values.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { userStream } from '#domain/kernel/stream.ts';

/** Stands in for a name that no account can have. It is looked up like any other name. */
const NOBODY = 'nobody' as Username;

/**
 * Answers the user of a username and a password, or undefined. It takes every step in every case, and checks a dummy
 * hash of the same cost for an unknown name. So the time of an answer does not tell which names exist.
 */
export const verifiedAccount =
  (can: Capabilities) =>
  (
    username: Username | undefined,
    password: string,
  ): TE.TaskEither<HasherBusy | CommandFailure, UserId | undefined> => {
    const nobody = can.ids.entityId(can.ids.freshCommandId(), 'nobody', 'UserId');
    const tried = E.getOrElseW(() => '')(Password.decode(password));
    return pipe(
      can.folds.username.read(usernameStreamOf(can)(username ?? NOBODY)),
      TE.map(({ state }) => ({ holder: username === undefined ? undefined : state.holder })),
      TE.bind('account', ({ holder }) => can.folds.account.read(userStream(holder ?? nobody))),
      TE.bindW('hash', ({ holder }) => can.vault.passwordOf(holder ?? nobody)),
      TE.bindW('verified', ({ hash }) => can.passwords.verify(hash, tried)),
      TE.map(({ holder, account, verified }) => (verified && account.state.kind === 'Registered' ? holder : undefined)),
    );
  };
