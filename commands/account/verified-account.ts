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
 * Hashes a password again at the cost of new hashes, after it has proven right. A busy hasher or an absent vault leaves
 * the old hash, which the next login replaces.
 */
const hashedAgain = (
  can: Capabilities,
  user: UserId,
  before: string,
  password: string,
): TE.TaskEither<never, undefined> =>
  pipe(
    can.passwords.hash(password),
    TE.flatMap((after) => can.vault.replacePasswordHash(user, before, after)),
    TE.orElseW(() => TE.right(undefined)),
    TE.map(() => undefined),
  );

/** Checks the password of a user who is logged in, before an act that needs it. */
export const passwordIsRight =
  (can: Capabilities) =>
  (user: UserId, password: string): TE.TaskEither<HasherBusy | CommandFailure, boolean> => {
    const tried = E.getOrElseW(() => '')(Password.decode(password));
    return pipe(
      can.vault.passwordOf(user),
      TE.bindTo('hash'),
      TE.bindW('verdict', ({ hash }) => can.passwords.verify(hash, tried)),
      TE.tap(({ hash, verdict }) =>
        hash === undefined || verdict !== 'right at another cost'
          ? TE.right(undefined)
          : hashedAgain(can, user, hash, tried),
      ),
      TE.map(({ hash, verdict }) => hash !== undefined && verdict !== 'wrong'),
    );
  };

/**
 * Answers the user of a username and a password, or undefined. It takes every step in every case, and checks a dummy
 * hash of the common cost for an unknown name. So the time of an answer does not tell which names exist.
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
      TE.bindW('verdict', ({ hash }) => can.passwords.verify(hash, tried)),
      TE.let('user', ({ holder, account, verdict }) =>
        verdict !== 'wrong' && account.state.kind === 'Registered' ? holder : undefined,
      ),
      TE.tap(({ user, hash, verdict }) =>
        user === undefined || hash === undefined || verdict !== 'right at another cost'
          ? TE.right(undefined)
          : hashedAgain(can, user, hash, tried),
      ),
      TE.map(({ user }) => user),
    );
  };
