/** Getting in, staying in and getting out: the routes of somebody who has no access token, or is about to lose it. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Commands, Done, Tokens } from '#commands/commands.ts';
import {
  type Asking,
  accepted,
  created,
  done,
  type Endpoint,
  type Fields,
  ok,
  perAddress,
  type Refused,
  type Reply,
  unsignedEndpoint,
} from '#gateway/http/endpoint.ts';
import { claimRefusals, registerRefusals } from '#gateway/http/present/account.ts';
import { commandFailures, hasherBusy, rateLimited } from '#gateway/http/present/failures.ts';
import { loginRefusals, refreshRefusals } from '#gateway/http/present/session.ts';
import { presentTokens, type RefreshCookie } from '#gateway/http/present/tokens.ts';
import type { Refusal } from '#gateway/http/problems.ts';
import { codesOf, refusalOf } from '#gateway/http/refusals.ts';
import { isSameOrigin } from '#gateway/http/same-origin.ts';
import type { Limiter } from '#gateway/limits/limits.ts';
import type { RefreshOrigins } from '#gateway/limits/refresh-origins.ts';
import {
  ClaimOwnershipBody,
  LoginBody,
  LogoutBody,
  RefreshBody,
  RegisterAnswer,
  RegisterBody,
  TokensAnswer,
} from '#gateway/protocol/requests.ts';

const slice = 'session';
const DEVICE_CHARS_MAX = 120;

type Unsigned<B> = Asking<Record<never, never>, Record<never, never>, B>;
type Presented = { readonly token: string; readonly by: 'body' | 'cookie' };
type Deps = {
  readonly commands: Pick<Commands, 'register' | 'claimOwnership' | 'login' | 'refreshSession' | 'logout'>;
  readonly limiter: Limiter;
  readonly refreshes: RefreshOrigins;
  readonly cookie: RefreshCookie;
  readonly publicOrigin: string;
};

const attemptOf = ({ commandId, requestId }: Asking<Fields, Fields, unknown>) => ({
  commandId,
  correlation: requestId,
});

/** What the client says of itself, so that its owner knows it again in the list of sessions. */
const deviceOf = (asking: Asking<Fields, Fields, unknown>): string => {
  const said = (asking.header('user-agent') ?? '').replaceAll(/[^\x20-\x7e]/g, '').trim();
  return said === '' ? 'unknown device' : said.slice(0, DEVICE_CHARS_MAX);
};

const CROSS_SITE: Refusal = {
  code: 'cross_site',
  detail: 'A refresh token in a cookie is accepted only from the pages of this server.',
};
const NO_TOKEN: Refusal = {
  code: 'body_invalid',
  field: 'refresh_token',
  detail: 'Send the refresh token in the body, or in the cookie it was given in.',
};

const registerTold = { ...commandFailures, ...hasherBusy, ...registerRefusals };
const claimTold = { ...commandFailures, ...hasherBusy, ...claimRefusals };
const loginTold = { ...commandFailures, ...hasherBusy, ...loginRefusals };
const refreshTold = { ...commandFailures, ...refreshRefusals };

export const authRoutes = (deps: Deps): ReadonlyArray<Endpoint> => {
  const { commands, cookie, limiter, refreshes } = deps;

  const withTokens = (made: Done<Tokens>, refreshIn: 'body' | 'cookie'): Reply => {
    refreshes.issued(made.value.refreshToken, made.value.sessionId);
    return {
      body: presentTokens(made.value, refreshIn),
      position: { at: made.position, holder: made.value.userId },
      ...(refreshIn === 'cookie' ? { headers: { 'Set-Cookie': cookie.set(made.value.refreshToken) } } : {}),
    };
  };

  const presented = (asking: Unsigned<{ readonly refresh_token?: string }>): Either<Refusal, Presented | undefined> => {
    if (asking.body.refresh_token !== undefined) return right({ token: asking.body.refresh_token, by: 'body' });
    const token = cookie.read(asking.header('cookie'));
    if (token === undefined) return right(undefined);
    // Only a body that says it is JSON was decoded; without one, a form of another site could have sent this.
    const json = asking.header('content-type') !== undefined;
    return json && isSameOrigin(deps.publicOrigin, asking.header) ? right({ token, by: 'cookie' }) : left(CROSS_SITE);
  };

  const logIn = async (asking: Unsigned<LoginBody>): Promise<Either<Refused, Reply>> => {
    const { username, password, refresh_in } = asking.body;
    const account = username.normalize('NFKC').toLowerCase();
    const guesses = [
      ['logins_per_account_and_network', `${account} ${asking.address}`],
      ['logins_per_account', account],
    ] as const;
    for (const [rate, key] of guesses) {
      const excess = await limiter.take(rate, key);
      if (excess !== undefined) return left(rateLimited(excess));
    }
    const outcome = await commands.login({ ...attemptOf(asking), username, password, device: deviceOf(asking) })();
    if (isLeft(outcome)) return left(refusalOf(loginTold, outcome.left));
    for (const [rate, key] of guesses) await limiter.giveBack(rate, key);
    return right(withTokens(outcome.right, refresh_in ?? 'body'));
  };

  const refresh = async (asking: Unsigned<RefreshBody>): Promise<Either<Refused, Reply>> => {
    const token = presented(asking);
    if (isLeft(token)) return token;
    if (token.right === undefined) return left(NO_TOKEN);
    const excess = await limiter.take('refreshes_per_session', refreshes.sessionOf(token.right.token));
    if (excess !== undefined) return left(rateLimited(excess));
    const outcome = await commands.refreshSession({ ...attemptOf(asking), refreshToken: token.right.token })();
    if (isLeft(outcome)) {
      const dead = outcome.left.kind === 'RefreshTokenInvalid' && token.right.by === 'cookie';
      const refusal = refusalOf(refreshTold, outcome.left);
      return left(dead ? { ...refusal, headers: { 'Set-Cookie': cookie.clear() } } : refusal);
    }
    return right(withTokens(outcome.right, token.right.by));
  };

  const logOut = async (asking: Unsigned<LogoutBody>): Promise<Either<Refused, Reply>> => {
    const token = presented(asking);
    if (isLeft(token)) return token;
    const headers = { 'Set-Cookie': cookie.clear() };
    if (token.right === undefined) return right({ headers });
    const outcome = await commands.logout({ ...attemptOf(asking), refreshToken: token.right.token })();
    if (isLeft(outcome)) return left(refusalOf(commandFailures, outcome.left));
    return right(token.right.by === 'cookie' ? { headers } : {});
  };

  return [
    unsignedEndpoint(
      {
        name: 'register',
        method: 'POST',
        path: '/auth/register',
        slice: 'account',
        access: 'anonymous',
        says: 'Asks for an account. The answer is the same for a name that is taken: try to log in.',
        limits: [perAddress('registrations_per_address')],
        body: RegisterBody,
        answer: accepted('Log in to see whether the name was free.', RegisterAnswer),
      },
      codesOf(registerTold),
      async (asking) => {
        const { username, password, invite } = asking.body;
        const outcome = await commands.register({ ...attemptOf(asking), username, password, invite })();
        return isLeft(outcome) ? left(refusalOf(registerTold, outcome.left)) : right({ body: { accepted: true } });
      },
    ),
    unsignedEndpoint(
      {
        name: 'claimOwnership',
        method: 'POST',
        path: '/auth/claim',
        slice: 'account',
        access: 'anonymous',
        says: 'Makes the first account, the owner’s, with the secret of the one-time link that the server prints.',
        limits: [perAddress('ownership_claims_per_address')],
        body: ClaimOwnershipBody,
        answer: created('Tokens of the owner’s first session.', TokensAnswer),
      },
      codesOf(claimTold),
      async (asking) => {
        const { secret, username, password, refresh_in } = asking.body;
        const device = deviceOf(asking);
        const outcome = await commands.claimOwnership({ ...attemptOf(asking), secret, username, password, device })();
        if (isLeft(outcome)) return left(refusalOf(claimTold, outcome.left));
        return right(withTokens(outcome.right, refresh_in ?? 'body'));
      },
    ),
    unsignedEndpoint(
      {
        name: 'login',
        method: 'POST',
        path: '/auth/login',
        slice,
        access: 'anonymous',
        says: 'Starts a session.',
        limits: [perAddress('logins_per_address')],
        body: LoginBody,
        answer: ok('Tokens of the session.', TokensAnswer),
      },
      codesOf(loginTold),
      logIn,
    ),
    unsignedEndpoint(
      {
        name: 'refresh',
        method: 'POST',
        path: '/auth/refresh',
        slice,
        access: 'anonymous',
        says: 'Gives new tokens for a refresh token, which is used up. Using it twice ends the session.',
        body: RefreshBody,
        answer: ok('New tokens.', TokensAnswer),
      },
      [...codesOf(refreshTold), 'cross_site'],
      refresh,
    ),
    unsignedEndpoint(
      {
        name: 'logout',
        method: 'POST',
        path: '/auth/logout',
        slice,
        access: 'anonymous',
        says: 'Ends the session of a refresh token. One that is unknown is no error.',
        body: LogoutBody,
        answer: done('Nobody is logged in with this token.'),
      },
      [...codesOf(commandFailures), 'cross_site'],
      logOut,
    ),
  ];
};
