/**
 * Two kinds of routes. One runs a command and presents what it made, the other asks a question and presents its view.
 */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Attempt, Receipt } from '#commands/commands.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { SessionOver } from '#domain/kernel/rejection.ts';
import {
  type Declaration,
  type Endpoint,
  type Fields,
  type SignedRequest,
  signedEndpoint,
} from '#gateway/http/endpoint.ts';
import type { SecurityNote } from '#gateway/ports/security-log.ts';
import { commandFailures, queryFailures, sessionOver } from '#gateway/present/failures.ts';
import { codesOf, type Refusals, refusalOf, type TaggedValue } from '#gateway/present/refusals.ts';
import type { NotVisible, QueryAnswer, QueryFailure, ViewerQuestion } from '#queries/queries.ts';

export const command = <
  R extends TaggedValue,
  A,
  P extends Fields = Record<never, never>,
  Q extends Fields = Record<never, never>,
  B = undefined,
>(
  declaration: Declaration<P, Q, B> & {
    readonly run: (
      request: SignedRequest<P, Q, B> & { readonly attempt: Attempt },
    ) => TaskEither<R | SessionOver | CommandFailure, Receipt<A>>;
    readonly refuse: Refusals<R>;
    /** Left out when the answer has no body. */
    readonly present?: (made: A, request: SignedRequest<P, Q, B>) => unknown;
    /** Says what the security log holds of a success. */
    readonly security?: (request: SignedRequest<P, Q, B>) => SecurityNote;
  },
): Endpoint => {
  // Each table is complete for its own kinds, so all of them together are complete.
  const refuse = { ...commandFailures, ...sessionOver, ...declaration.refuse } as Refusals<
    R | SessionOver | CommandFailure
  >;
  return signedEndpoint(declaration, codesOf(refuse), async (request) => {
    const outcome = await declaration.run(request)();
    if (isLeft(outcome)) return left(refusalOf(refuse, outcome.left));
    const position = { at: outcome.right.position, holder: request.viewer.userId };
    const security = declaration.security === undefined ? [] : [declaration.security(request)];
    return declaration.present === undefined
      ? right({ position, security })
      : right({ position, security, body: await declaration.present(outcome.right.value, request) });
  });
};

export const question = <A, P extends Fields = Record<never, never>, Q extends Fields = Record<never, never>>(
  declaration: Declaration<P, Q, undefined> & {
    readonly ask: (
      question: ViewerQuestion<{
        readonly params: SignedRequest<P, Q, undefined>['params'];
        readonly query: SignedRequest<P, Q, undefined>['query'];
      }>,
    ) => TaskEither<NotVisible | QueryFailure, QueryAnswer<A>>;
    readonly present: (view: A, request: SignedRequest<P, Q, undefined>) => unknown;
  },
): Endpoint =>
  signedEndpoint(declaration, codesOf(queryFailures), async (request) => {
    const { params, query, viewer, atLeast } = request;
    const answer = await declaration.ask({ params, query, viewer, atLeast })();
    if (isLeft(answer)) return left(refusalOf(queryFailures, answer.left));
    return right({ body: declaration.present(answer.right.value, request), stale: answer.right.stale });
  });
