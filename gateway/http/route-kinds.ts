/** The two sentences nearly every route is: run a command and present what it made, ask a question and present the view. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Attempt, Done } from '#commands/commands.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { SessionOver } from '#domain/kernel/rejection.ts';
import {
  type Declaration,
  type Endpoint,
  type Fields,
  type SignedAsking,
  signedEndpoint,
} from '#gateway/http/endpoint.ts';
import { commandFailures, queryFailures, sessionOver } from '#gateway/present/failures.ts';
import { codesOf, type Kinded, type Refusals, refusalOf } from '#gateway/present/refusals.ts';
import type { Answer, Asked, NotVisible, QueryFailure } from '#queries/queries.ts';

export const command = <
  R extends Kinded,
  A,
  P extends Fields = Record<never, never>,
  Q extends Fields = Record<never, never>,
  B = undefined,
>(
  declaration: Declaration<P, Q, B> & {
    readonly run: (
      asking: SignedAsking<P, Q, B> & { readonly attempt: Attempt },
    ) => TaskEither<R | SessionOver | CommandFailure, Done<A>>;
    readonly refuse: Refusals<R>;
    /** Left out where the answer has no body. */
    readonly present?: (made: A, asking: SignedAsking<P, Q, B>) => unknown;
  },
): Endpoint => {
  // The table of the route's own kinds and that of the failures are each whole; so is their sum.
  const refuse = { ...commandFailures, ...sessionOver, ...declaration.refuse } as Refusals<
    R | SessionOver | CommandFailure
  >;
  return signedEndpoint(declaration, codesOf(refuse), async (asking) => {
    const outcome = await declaration.run(asking)();
    if (isLeft(outcome)) return left(refusalOf(refuse, outcome.left));
    const position = { at: outcome.right.position, holder: asking.viewer.userId };
    return declaration.present === undefined
      ? right({ position })
      : right({ position, body: await declaration.present(outcome.right.value, asking) });
  });
};

export const question = <A, P extends Fields = Record<never, never>, Q extends Fields = Record<never, never>>(
  declaration: Declaration<P, Q, undefined> & {
    readonly ask: (
      asked: Asked<{
        readonly params: SignedAsking<P, Q, undefined>['params'];
        readonly query: SignedAsking<P, Q, undefined>['query'];
      }>,
    ) => TaskEither<NotVisible | QueryFailure, Answer<A>>;
    readonly present: (view: A, asking: SignedAsking<P, Q, undefined>) => unknown;
  },
): Endpoint =>
  signedEndpoint(declaration, codesOf(queryFailures), async (asking) => {
    const { params, query, viewer, atLeast } = asking;
    const answer = await declaration.ask({ params, query, viewer, atLeast })();
    if (isLeft(answer)) return left(refusalOf(queryFailures, answer.left));
    return right({ body: declaration.present(answer.right.value, asking), stale: answer.right.stale });
  });
