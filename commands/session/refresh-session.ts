import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { AnonymousAttempt, Commands, Receipt, Tokens } from '#commands/commands.ts';
import { ensure } from '#commands/machine/handle.ts';
import { actorOf, type Origin } from '#commands/machine/origin.ts';
import type { Rotation } from '#commands/ports/credential-vault.ts';
import { endSession } from '#commands/session/end-session.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import { sessionStream } from '#domain/kernel/stream.ts';
import { decideRefreshSession } from '#domain/session/decide.ts';
import type { RefreshRejection } from '#domain/session/rejections.ts';

type Refreshed = TE.TaskEither<RefreshRejection | CommandFailure, Receipt<Tokens>>;

const INVALID: TE.TaskEither<RefreshRejection, never> = TE.left({ kind: 'RefreshTokenInvalid' });

/** Of this token, too: a client that kept its attempt's name may have kept only half of the last answer. */
const originOf =
  (can: Capabilities, presentedHash: string) =>
  (user: UserId, session: SessionId, { commandId, correlation }: AnonymousAttempt): Origin => ({
    actor: actorOf(user),
    command: can.ids.entityId(commandId, presentedHash, 'CommandId'),
    correlation,
    session,
  });

/** Whatever became of ending it, the token that was presented is worth nothing. */
const invalidAfter = (ending: ReturnType<ReturnType<typeof endSession>>): Refreshed =>
  pipe(
    ending,
    TE.orElseW((refused) => (refused.kind === 'SessionUnknown' ? TE.right(undefined) : TE.left(refused))),
    TE.flatMap(() => INVALID),
  );

/**
 * The successor follows from the token and the attempt. So whoever asks again in the same attempt, because the answer
 * was lost, is given the same one, and whoever has the token alone is not. A revoked session is refused whatever the
 * vault says: the log is the authority.
 */
export const refreshSession =
  (can: Capabilities): Commands['refreshSession'] =>
  (intent) => {
    const presentedHash = can.tokens.hashOf(intent.refreshToken);
    const next = can.tokens.successorOf(intent.refreshToken, intent.commandId);
    const origin = originOf(can, presentedHash);

    const noted = (user: UserId, session: SessionId, generation: number): Refreshed =>
      pipe(
        ensure(can)({
          fold: can.folds.session,
          stream: sessionStream(session),
          origin: origin(user, session, intent),
          decide: ({ state }) => TE.fromEither(decideRefreshSession({ generation }, state)),
        }),
        TE.bindTo('refreshed'),
        TE.bindW('accessToken', () => can.tokens.accessToken(user, session, can.clock.now())),
        TE.map(({ refreshed, accessToken }) => ({
          position: refreshed.position,
          value: { accessToken, refreshToken: next.secret, userId: user, sessionId: session },
        })),
      );

    const replayed = (user: UserId, session: SessionId): Refreshed => {
      const by = origin(user, session, intent);
      return invalidAfter(endSession(can)({ session, user, cause: 'refresh-token-replayed', origin: by }));
    };

    const outcome = (rotation: Rotation & { readonly sessionId?: SessionId }): Refreshed => {
      const { kind, sessionId } = rotation;
      if (kind === 'Superseded') return TE.left({ kind: 'RefreshSuperseded' });
      if (kind === 'Rotated' && sessionId !== undefined) return noted(rotation.userId, sessionId, rotation.generation);
      if (kind === 'Replayed') return replayed(rotation.userId, rotation.sessionId);
      return INVALID;
    };

    return pipe(can.vault.rotate(presentedHash, next.hash, can.clock.now()), TE.flatMap(outcome));
  };
