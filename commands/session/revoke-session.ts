import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { originOf } from '#commands/machine/origin.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { endSession } from '#commands/session/end-session.ts';

/** Revokes a session of the actor. A session of another user is unknown. */
export const revokeSession =
  (can: Capabilities): Commands['revokeSession'] =>
  (intent) =>
    pipe(
      endSession(can)({
        session: intent.target,
        user: intent.actor,
        cause: 'revoked-by-user',
        origin: originOf(intent),
      }),
      TE.map(receiptOf),
    );
