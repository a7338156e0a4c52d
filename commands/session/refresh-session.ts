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

type Outcome = TE.TaskEither<RefreshRejection | CommandFailure, Receipt<Tokens>>;

const INVALID: TE.TaskEither<RefreshRejection, never> = TE.left({ kind: 'RefreshTokenInvalid' });

/** Makes the origin from the attempt and the token, so that two tokens under one key are two attempts. */
const originOf =
  (can: Capabilities, presentedHash: string) =>
  (user: UserId, session: SessionId, { commandId, correlation }: AnonymousAttempt): Origin => ({
    actor: actorOf(user),
    command: can.ids.entityId(commandId, presentedHash, 'CommandId'),
    correlation,
    session,
  });

/**
 * Exchanges a refresh token for its successor, which follows from the token and the attempt. So a retry after a lost
 * answer gets the same successor, and a thief of the token alone does not. A session that the log says is revoked is
 * refused, even if the vault still knows its token.
 */
export const refreshSession =
  (can: Capabilities): Commands['refreshSession'] =>
  (intent) => {
    const presentedHash = can.tokens.hashOf(intent.refreshToken);
    const next = can.tokens.successorOf(intent.refreshToken, intent.commandId);
    const origin = originOf(can, presentedHash);

    const noted = (user: UserId, session: SessionId, generation: number): Outcome =>
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

    const replayed = (user: UserId, session: SessionId): Outcome => {
      const by = origin(user, session, intent);
      return pipe(
        endSession(can)({ session, user, cause: 'refresh-token-replayed', origin: by }),
        TE.mapLeft((refused): RefreshRejection | CommandFailure =>
          refused.kind === 'SessionUnknown' ? { kind: 'RefreshTokenInvalid' } : refused,
        ),
        TE.flatMap(() => TE.left({ kind: 'RefreshTokenReplayed', userId: user, sessionId: session } as const)),
      );
    };

    const outcome = (rotation: Rotation & { readonly sessionId?: SessionId }): Outcome => {
      const { kind, sessionId } = rotation;
      if (kind === 'Expired') return TE.left({ kind: 'SessionExpired' });
      if (kind === 'Superseded') return TE.left({ kind: 'RefreshSuperseded' });
      if (kind === 'Rotated' && sessionId !== undefined) return noted(rotation.userId, sessionId, rotation.generation);
      if (kind === 'Replayed') return replayed(rotation.userId, rotation.sessionId);
      return INVALID;
    };

    return pipe(can.vault.rotate(presentedHash, next.hash, can.clock.now()), TE.flatMap(outcome));
  };
