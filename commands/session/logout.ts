import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { AnonymousAttempt, Commands, Receipt, UserSession } from '#commands/commands.ts';
import { actorOf } from '#commands/machine/origin.ts';
import { endSession } from '#commands/session/end-session.ts';
import { BEGINNING } from '#domain/kernel/event.ts';
import type { CommandFailure, VaultUnavailable } from '#domain/kernel/failure.ts';

type Ended = Receipt<ReadonlyArray<UserSession>>;

const NONE: Ended = { position: BEGINNING, value: [] };

const sessionOf = (
  can: Capabilities,
  refreshToken: string | undefined,
): TE.TaskEither<VaultUnavailable, UserSession | undefined> =>
  refreshToken === undefined ? TE.right(undefined) : can.vault.familyOf(can.tokens.hashOf(refreshToken));

/** Ends one session. A session that the log does not know has ended already. */
const end =
  (can: Capabilities, { commandId, correlation }: AnonymousAttempt) =>
  (before: Ended, ending: UserSession): TE.TaskEither<CommandFailure, Ended> => {
    const { sessionId: session, userId: user } = ending;
    const origin = { actor: actorOf(user), command: commandId, correlation, session };
    return pipe(
      endSession(can)({ session, user, cause: 'logged-out', origin }),
      TE.map(({ position }) => ({
        position: position > before.position ? position : before.position,
        value: [...before.value, ending],
      })),
      TE.orElse((refused) => (refused.kind === 'SessionUnknown' ? TE.right(before) : TE.left(refused))),
    );
  };

/**
 * Ends the session of a refresh token, current or used, and the session of an access token. Both are often one session.
 */
export const logout =
  (can: Capabilities): Commands['logout'] =>
  ({ refreshToken, bearer, ...attempt }) =>
    pipe(
      sessionOf(can, refreshToken),
      TE.flatMap((family) => {
        const one = end(can, attempt);
        const first: TE.TaskEither<CommandFailure, Ended> = family === undefined ? TE.right(NONE) : one(NONE, family);
        if (bearer === undefined || bearer.sessionId === family?.sessionId) return first;
        return pipe(
          first,
          TE.flatMap((before) => one(before, bearer)),
        );
      }),
    );
