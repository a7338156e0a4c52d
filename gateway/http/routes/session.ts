/** Routes that begin a session, keep it and end it. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Commands } from '#commands/commands.ts';
import {
  done,
  type Endpoint,
  type EndpointAnswer,
  type EndpointRefusal,
  type EndpointRequest,
  ok,
  perAddress,
  unsignedEndpoint,
  within,
} from '#gateway/http/endpoint.ts';
import { presentedToken } from '#gateway/http/presented-token.ts';
import { isSameOrigin } from '#gateway/http/same-origin.ts';
import type { RefreshCookie, TokensPresenter } from '#gateway/http/tokens.ts';
import { attemptOf, deviceOf } from '#gateway/http/unsigned.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import type { Limiter } from '#gateway/limits/limiter.ts';
import type { RefreshOrigins } from '#gateway/limits/refresh-origins.ts';
import { commandFailures, hasherBusy, rateLimited } from '#gateway/present/failures.ts';
import type { Refusal } from '#gateway/present/problems.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { loginRefusals, refreshRefusals } from '#gateway/present/session.ts';
import { LoginBody, LogoutBody, RefreshBody, TokensAnswer } from '#gateway/protocol/requests.ts';

const slice = 'session';
const loginFailures = { ...commandFailures, ...hasherBusy, ...loginRefusals };
const refreshFailures = { ...commandFailures, ...refreshRefusals };

type UnsignedRequest<B> = EndpointRequest<Record<never, never>, Record<never, never>, B>;
type Handler<B> = (request: UnsignedRequest<B>) => Promise<Either<EndpointRefusal, EndpointAnswer>>;
type Deps = {
  readonly commands: Pick<Commands, 'login' | 'refreshSession' | 'logout'>;
  readonly limiter: Limiter;
  readonly refreshes: RefreshOrigins;
  readonly cookie: RefreshCookie;
  readonly publicOrigin: string;
  readonly tokensPresenter: TokensPresenter;
};

const NO_TOKEN: Refusal = {
  code: 'body_invalid',
  field: 'refresh_token',
  detail: 'Send the refresh token in the body or in its cookie.',
};

/** Logs a user in. Only wrong passwords count against the account, so every other outcome gives its counts back. */
const logIn =
  ({ commands, limiter, tokensPresenter }: Deps): Handler<LoginBody> =>
  async (request) => {
    const { username, password, refresh_in } = request.body;
    const account = username.normalize('NFKC').toLowerCase();
    const guesses = [
      ['logins_per_account_and_network', `${account} ${request.address}`],
      ['logins_per_account', account],
    ] as const;
    for (const [rate, key] of guesses) {
      const excess = await limiter.take(rate, key);
      if (excess !== undefined) return left(rateLimited(excess));
    }
    const outcome = await commands.login({ ...attemptOf(request), username, password, device: deviceOf(request) })();
    // Only a wrong password is a guess. A client that was told to try again has learnt nothing about the password.
    if (!isLeft(outcome) || outcome.left.kind !== 'CredentialsWrong') {
      for (const [rate, key] of guesses) await limiter.giveBack(rate, key);
    }
    if (isLeft(outcome)) return left(refusalOf(loginFailures, outcome.left));
    return right(tokensPresenter(outcome.right, refresh_in ?? 'body'));
  };

const refresh =
  ({ commands, cookie, limiter, refreshes, tokensPresenter, publicOrigin }: Deps): Handler<RefreshBody> =>
  async (request) => {
    const token = presentedToken({ cookie, publicOrigin })(request);
    if (isLeft(token)) return token;
    if (token.right === undefined) return left(NO_TOKEN);
    const excess = await limiter.take('refreshes_per_session', refreshes.sessionOf(token.right.token));
    if (excess !== undefined) return left(rateLimited(excess));
    const outcome = await commands.refreshSession({ ...attemptOf(request), refreshToken: token.right.token })();
    if (isLeft(outcome)) {
      const dead = outcome.left.kind === 'RefreshTokenInvalid' && token.right.by === 'cookie';
      const refusal = refusalOf(refreshFailures, outcome.left);
      return left(dead ? { ...refusal, headers: { 'Set-Cookie': cookie.clear() } } : refusal);
    }
    return right(tokensPresenter(outcome.right, token.right.by));
  };

const logOut =
  ({ commands, cookie, publicOrigin }: Deps): Handler<LogoutBody> =>
  async (request) => {
    const token = presentedToken({ cookie, publicOrigin })(request);
    if (isLeft(token)) return token;
    const headers = { 'Set-Cookie': cookie.clear() };
    // A form of another site comes without the cookie. Clearing the cookie in its answer would log the user out.
    if (token.right === undefined) return right(isSameOrigin(publicOrigin, request.header) ? { headers } : {});
    const outcome = await commands.logout({ ...attemptOf(request), refreshToken: token.right.token })();
    if (isLeft(outcome)) return left(refusalOf(commandFailures, outcome.left));
    return right(token.right.by === 'cookie' ? { headers } : {});
  };

export const sessionRoutes = (deps: Deps): ReadonlyArray<Endpoint> => [
  unsignedEndpoint(
    {
      name: 'login',
      method: 'POST',
      path: '/auth/login',
      slice,
      access: 'anonymous',
      says: 'Starts a session.',
      limits: [perAddress('logins_per_address')],
      body: within(SMALL_BODY_BYTES_MAX, LoginBody),
      answer: ok('Tokens of the session.', TokensAnswer),
    },
    codesOf(loginFailures),
    logIn(deps),
  ),
  unsignedEndpoint(
    {
      name: 'refresh',
      method: 'POST',
      path: '/auth/refresh',
      slice,
      access: 'anonymous',
      says: 'Gives new tokens for a refresh token, which is then used up. Using it twice ends the session, except under the same Idempotency-Key while the new token is unused.',
      body: within(SMALL_BODY_BYTES_MAX, RefreshBody),
      answer: ok('New tokens.', TokensAnswer),
    },
    [...codesOf(refreshFailures), 'cross_site'],
    refresh(deps),
  ),
  unsignedEndpoint(
    {
      name: 'logout',
      method: 'POST',
      path: '/auth/logout',
      slice,
      access: 'anonymous',
      says: 'Ends the session of a refresh token. An unknown token is no error.',
      body: within(SMALL_BODY_BYTES_MAX, LogoutBody),
      answer: done('The session of this token is over.'),
    },
    [...codesOf(commandFailures), 'cross_site'],
    logOut(deps),
  ),
];
