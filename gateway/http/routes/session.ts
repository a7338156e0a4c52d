/** Routes that begin a session, keep it and end it. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Commands } from '#commands/commands.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { RefreshRejection } from '#domain/session/rejections.ts';
import type { HostCookie } from '#gateway/http/cookies.ts';
import {
  done,
  type Endpoint,
  type EndpointAnswer,
  type EndpointRefusal,
  type EndpointRequest,
  ok,
  unsignedEndpoint,
  within,
} from '#gateway/http/endpoint.ts';
import type { LoginGuard } from '#gateway/http/login-guard.ts';
import type { authenticate } from '#gateway/http/middleware/authenticate.ts';
import { presentedToken } from '#gateway/http/presented-token.ts';
import { isSameOrigin } from '#gateway/http/same-origin.ts';
import type { TokensPresenter } from '#gateway/http/tokens.ts';
import { attemptOf, deviceOf } from '#gateway/http/unsigned.ts';
import type { GuessCounter } from '#gateway/limits/guesses.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import type { Limiter, RateExceeded } from '#gateway/limits/limiter.ts';
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
  readonly guesses: GuessCounter;
  readonly guard: LoginGuard;
  readonly refreshes: RefreshOrigins;
  readonly cookie: HostCookie;
  readonly publicOrigin: string;
  readonly authenticate: ReturnType<typeof authenticate>;
  readonly tokensPresenter: TokensPresenter;
};

const NO_TOKEN: Refusal = {
  code: 'body_invalid',
  field: 'refresh_token',
  detail: 'Send the refresh token in the body or in its cookie.',
};

/** Logs a user in. Only wrong passwords stay counted, because every other outcome tells a guesser nothing. */
const logIn =
  ({ commands, guesses, guard, tokensPresenter }: Deps): Handler<LoginBody> =>
  async (request) => {
    const { username, password, refresh_in: refreshIn = 'body' } = request.body;
    const budgets = await guard.budgets(username, request);
    if (isLeft(budgets)) return left(refusalOf(loginFailures, budgets.left));
    const tried = await guesses.counted(
      budgets.right,
      commands.login({ ...attemptOf(request), username, password, device: deviceOf(request) }),
      (outcome) => isLeft(outcome) && outcome.left.kind === 'CredentialsWrong',
    );
    if (isLeft(tried)) {
      const security = { event: 'rate_exceeded', account: username } as const;
      return left({ ...rateLimited(tried.left), security });
    }
    if (isLeft(tried.right)) {
      const refusal = refusalOf(loginFailures, tried.right.left);
      const wrong = refusal.code === 'credentials_wrong';
      return left(wrong ? { ...refusal, security: { event: 'login_failed', account: username } } : refusal);
    }
    const made = tried.right.right;
    const { userId, sessionId } = made.value;
    const device = await guard.welcome({ username, userId }, request, refreshIn === 'cookie');
    const note = { event: 'login_succeeded', account: username, userId, sessionId } as const;
    return right({ ...tokensPresenter(made, refreshIn, device), security: [note] });
  };

/**
 * Runs a refresh within its rates. A token that this process issued passes whatever its neighbours do. It counts by its
 * session, or once without a count when it is used, because the vault must see it to notice a theft. Any other token
 * counts by its address when it is refused.
 */
const withinRates = async <R extends { readonly kind: string }, A>(
  { limiter, refreshes }: Deps,
  token: string,
  { address, excess }: Pick<UnsignedRequest<RefreshBody>, 'address' | 'excess'>,
  refreshed: () => Promise<Either<R, A>>,
): Promise<Either<RateExceeded, Either<R, A>>> => {
  const origin = refreshes.of(token);
  if (origin === undefined) {
    const full = excess ?? (await limiter.full('refused_refreshes_per_address', address));
    if (full !== undefined) return left(full);
    // Only a refusal is counted. Attempts at once may go beyond the rate, and a token is too long to be guessed by that.
    const outcome = await refreshed();
    const refused = isLeft(outcome) && outcome.left.kind === 'RefreshTokenInvalid';
    if (refused) await limiter.take('refused_refreshes_per_address', address);
    return right(outcome);
  }
  if (!origin.newest) refreshes.passed(token);
  const over = origin.newest ? await limiter.take('refreshes_per_session', origin.session) : undefined;
  return over === undefined ? right(await refreshed()) : left(over);
};

/** Notes a theft: the session that a replayed token has ended. The code of any other refusal says enough. */
const replayNote = (rejection: RefreshRejection | CommandFailure): Pick<EndpointRefusal, 'security'> => {
  if (rejection.kind !== 'RefreshTokenReplayed') return {};
  const { userId, sessionId } = rejection;
  return { security: { event: 'refresh_replayed', cause: 'used_token_came_back', userId, sessionId } };
};

/** Codes of refusals after which no refresh can succeed. The browser's cookie is then cleared. */
const ENDS_SESSION: ReadonlySet<string> = new Set(['refresh_token_invalid', 'session_expired']);

const refresh =
  (deps: Deps): Handler<RefreshBody> =>
  async (request) => {
    const { commands, cookie, refreshes, tokensPresenter, publicOrigin } = deps;
    const presented = presentedToken({ cookie, publicOrigin })(request);
    if (isLeft(presented)) return presented;
    if (presented.right === undefined) return left(NO_TOKEN);
    const { token, by } = presented.right;
    const intent = { ...attemptOf(request), refreshToken: token };
    const tried = await withinRates(deps, token, request, commands.refreshSession(intent));
    if (isLeft(tried)) return left(rateLimited(tried.left));
    const outcome = tried.right;
    if (!isLeft(outcome)) return right(tokensPresenter(outcome.right, by));
    const refusal = refusalOf(refreshFailures, outcome.left);
    if (outcome.left.kind === 'RefreshTokenReplayed') refreshes.ended(outcome.left.sessionId);
    const dead = by === 'cookie' && ENDS_SESSION.has(refusal.code);
    return left({
      ...refusal,
      ...replayNote(outcome.left),
      ...(dead ? { headers: { 'Set-Cookie': cookie.clear() } } : {}),
    });
  };

/** Ends the session of each token that a request carries. A token that does not work is no error. */
const logOut =
  ({ commands, cookie, publicOrigin, authenticate }: Deps): Handler<LogoutBody> =>
  async (request) => {
    const token = presentedToken({ cookie, publicOrigin })(request);
    if (isLeft(token)) return token;
    const bearer = await authenticate(request.header('authorization'));
    const outcome = await commands.logout({
      ...attemptOf(request),
      refreshToken: token.right?.token,
      bearer: isLeft(bearer) ? undefined : bearer.right,
    })();
    if (isLeft(outcome)) return left(refusalOf(commandFailures, outcome.left));
    // A form of another site comes without the cookie. Clearing the cookie in its answer would log the user out.
    const ours = token.right === undefined ? isSameOrigin(publicOrigin, request.header) : token.right.by === 'cookie';
    return right({
      ...(ours ? { headers: { 'Set-Cookie': cookie.clear() } } : {}),
      security: outcome.right.value.map((ended) => ({ event: 'session_ended', cause: 'logged_out', ...ended })),
    });
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
      provesSession: true,
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
      says: 'Ends the session of each token that the request carries: the refresh token in the body or the cookie, and the access token. A token that does not work is no error.',
      body: within(SMALL_BODY_BYTES_MAX, LogoutBody),
      answer: done('The sessions of these tokens are over.'),
    },
    [...codesOf(commandFailures), 'cross_site'],
    logOut(deps),
  ),
];
