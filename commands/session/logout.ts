import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands, Receipt } from '#commands/commands.ts';
import { actorOf } from '#commands/machine/origin.ts';
import { endSession } from '#commands/session/end-session.ts';
import { BEGINNING } from '#domain/kernel/event.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';

const ALREADY: Receipt<void> = { position: BEGINNING, value: undefined };

/** Ends the session of a refresh token, current or used. Any other token ends no session, and that is no error. */
export const logout =
  (can: Capabilities): Commands['logout'] =>
  ({ refreshToken, commandId, correlation }) =>
    pipe(
      can.vault.familyOf(can.tokens.hashOf(refreshToken)),
      TE.flatMap((family): TE.TaskEither<CommandFailure, Receipt<void>> => {
        if (family === undefined) return TE.right(ALREADY);
        const { sessionId: session, userId: user } = family;
        const origin = { actor: actorOf(user), command: commandId, correlation, session };
        return pipe(
          endSession(can)({ session, user, cause: 'logged-out', origin }),
          TE.map(({ position }): Receipt<void> => ({ position, value: undefined })),
          TE.orElse((refused) => (refused.kind === 'SessionUnknown' ? TE.right(ALREADY) : TE.left(refused))),
        );
      }),
    );
