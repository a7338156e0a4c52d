import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Attempt, Command } from '#commands/commands.ts';
import type { Folds } from '#commands/machine/folds.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import type { SessionOver } from '#domain/kernel/rejection.ts';
import { sessionStream } from '#domain/kernel/stream.ts';

/** True while a session of this user is live. An access token outlives its session by minutes, so each request asks. */
export const sessionIsLive =
  (folds: Folds) =>
  (session: SessionId, user: UserId): TaskEither<StoreUnavailable, boolean> =>
  async () => {
    const folded = await folds.session.read(sessionStream(session))();
    if (isLeft(folded)) return folded;
    const { state } = folded.right;
    return right(state.kind === 'Live' && state.userId === user);
  };

/** Runs a command of a logged-in user while their session is live. */
export const inSession =
  (folds: Folds) =>
  <I extends Attempt, R, A>(run: Command<I, R, A>): Command<I, R | SessionOver, A> =>
  (intent) =>
  async () => {
    const live = await sessionIsLive(folds)(intent.session, intent.actor)();
    if (isLeft(live)) return live;
    return live.right ? run(intent)() : left({ kind: 'SessionOver' });
  };
