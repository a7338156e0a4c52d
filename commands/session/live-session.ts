import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Attempt, Run } from '#commands/commands.ts';
import type { Folds } from '#commands/folds.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import type { SessionOver } from '#domain/kernel/rejection.ts';
import { sessionStream } from '#domain/kernel/stream.ts';

/** Whether a session of this user goes on; an access token outlives its session by minutes, so each request asks. */
export const sessionIsLive =
  (folds: Folds) =>
  (session: SessionId, user: UserId): TE.TaskEither<StoreUnavailable, boolean> =>
    pipe(
      folds.session.read(sessionStream(session)),
      TE.map(({ state }) => state.kind === 'Live' && state.userId === user),
    );

/** A command of somebody who is logged in: it runs only while their session goes on. */
export const inSession =
  (folds: Folds) =>
  <I extends Attempt, R, A>(run: Run<I, R, A>): Run<I, R, A> =>
  (intent) =>
    pipe(
      sessionIsLive(folds)(intent.session, intent.actor),
      TE.filterOrElseW(
        (live) => live,
        (): SessionOver => ({ kind: 'SessionOver' }),
      ),
      TE.flatMap(() => run(intent)),
    );
