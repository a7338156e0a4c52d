import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { FoldedStream } from '#commands/machine/folds.ts';
import { ensure } from '#commands/machine/handle.ts';
import type { Origin } from '#commands/machine/origin.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import { sessionStream } from '#domain/kernel/stream.ts';
import { decideRevokeSession } from '#domain/session/decide.ts';
import type { SessionRevocation } from '#domain/session/events.ts';
import type { SessionUnknown } from '#domain/session/rejections.ts';
import type { SessionState } from '#domain/session/state.ts';

export type EndOfSession = {
  readonly session: SessionId;
  readonly user: UserId;
  readonly cause: SessionRevocation;
  readonly origin: Origin;
};

/** Ends a session. The log says so first, which ends it everywhere. Then the vault forgets its refresh token. */
export const endSession =
  (can: Capabilities) =>
  ({
    session,
    user,
    cause,
    origin,
  }: EndOfSession): TE.TaskEither<SessionUnknown | CommandFailure, FoldedStream<SessionState>> =>
    pipe(
      ensure(can)({
        fold: can.folds.session,
        stream: sessionStream(session),
        origin,
        decide: ({ state }) => TE.fromEither(decideRevokeSession({ userId: user, cause }, state)),
      }),
      TE.tap(() => can.vault.endFamily(session)),
    );
