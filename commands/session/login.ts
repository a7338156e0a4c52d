import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { verifiedAccount } from '#commands/account/verified-account.ts';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { startSession } from '#commands/session/start-session.ts';
import { Username } from '#domain/account/values.ts';
import type { LoginRejection } from '#domain/session/rejections.ts';

const CREDENTIALS_WRONG: LoginRejection = { kind: 'CredentialsWrong' };

/** Logs a user in. It takes the same time for a name that is taken, free or impossible. */
export const login =
  (can: Capabilities): Commands['login'] =>
  ({ username, password, device, correlation }) =>
    pipe(
      verifiedAccount(can)(E.getOrElseW(() => undefined)(Username.decode(username)), password),
      TE.flatMap(TE.fromNullable(CREDENTIALS_WRONG)),
      TE.flatMap((user) => startSession(can)(user, device, correlation)),
    );
