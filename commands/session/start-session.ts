import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Receipt, Tokens } from '#commands/commands.ts';
import { SESSIONS_PER_USER_MAX } from '#commands/limits.ts';
import { begin } from '#commands/machine/handle.ts';
import { actorOf, type Origin } from '#commands/machine/origin.ts';
import { endSession } from '#commands/session/end-session.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import { sessionStream } from '#domain/kernel/stream.ts';
import { decideStartSession } from '#domain/session/decide.ts';
import { deviceOf } from '#domain/session/values.ts';

/** Ends a session. If the log does not know it, only its refresh tokens are forgotten. */
const evict =
  (can: Capabilities, user: UserId, origin: Origin) =>
  (session: SessionId): TE.TaskEither<CommandFailure, unknown> =>
    pipe(
      endSession(can)({ session, user, cause: 'too-many-sessions', origin }),
      TE.orElse(
        (refused): TE.TaskEither<CommandFailure, unknown> =>
          refused.kind === 'SessionUnknown' ? can.vault.endFamily(session) : TE.left(refused),
      ),
    );

const evictOldest = (can: Capabilities, user: UserId, origin: Origin): TE.TaskEither<CommandFailure, unknown> =>
  pipe(
    can.vault.familiesOf(user),
    TE.map((families) => families.slice(0, Math.max(0, families.length - SESSIONS_PER_USER_MAX))),
    TE.flatMap(TE.traverseSeqArray(evict(can, user, origin))),
  );

/**
 * Starts a session for a user who has just proven their password. Only hashes of its tokens are kept, so every login,
 * also a retry, starts a new session and the oldest ones end. The vault has the family of tokens first, so that it
 * counts every session in the log.
 */
export const startSession =
  (can: Capabilities) =>
  (user: UserId, device: string, correlation: string): TE.TaskEither<CommandFailure, Receipt<Tokens>> => {
    const command = can.ids.freshCommandId();
    const session = can.ids.entityId(command, actorOf(user), 'SessionId');
    const origin: Origin = { actor: actorOf(user), command, correlation, session };
    const { secret, hash } = can.tokens.freshSecret();
    const started = { sessionId: session, userId: user, device: deviceOf(device) };
    return pipe(
      can.vault.startFamily(session, user, hash, can.clock.now()),
      TE.flatMap(() =>
        begin(can)({
          fold: can.folds.session,
          stream: sessionStream(session),
          origin,
          decide: ({ state }) => TE.fromEither(decideStartSession(started, state)),
        }),
      ),
      TE.bindTo('folded'),
      TE.tap(() => evictOldest(can, user, origin)),
      TE.bindW('accessToken', () => can.tokens.accessToken(user, session, can.clock.now())),
      TE.map(({ folded, accessToken }) => ({
        position: folded.position,
        value: { accessToken, refreshToken: secret, userId: user, sessionId: session },
      })),
    );
  };
