import { expect } from 'chai';
import { isLeft, left } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Commands } from '#commands/commands.ts';
import type { CommandId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { loginGuard } from '#gateway/http/login-guard.ts';
import { sessionRoutes } from '#gateway/http/routes/session.ts';
import { deviceCookie, refreshCookie, tokensPresenter } from '#gateway/http/tokens.ts';
import { inMemoryLimiter } from '#gateway/limits/buckets.ts';
import { guessCounter } from '#gateway/limits/guesses.ts';
import { RATES } from '#gateway/limits/rates.ts';
import { refreshOrigins } from '#gateway/limits/refresh-origins.ts';

const COMMAND = '01ARZ3NDEKTSV4RRFFQ69G5FAX' as CommandId;

/** Login route over a given command. It allows one wrong guess only. */
const loggingIn = (login: Commands['login']) => {
  const cookie = refreshCookie(new URL('https://chat.example'));
  const refreshes = refreshOrigins((secret) => secret);
  const device = deviceCookie(new URL('https://chat.example'));
  const places = {
    known: () => TE.right([]),
    remember: () => TE.right(undefined),
    freshDevice: () => 'a device',
    isDevice: () => true,
  };
  const clock = { now: () => instantOf(0) };
  const limiter = inMemoryLimiter({ ...RATES, logins_per_account_and_network: { times: 1, withinMs: 60_000 } });
  const routes = sessionRoutes({
    commands: {
      login,
      refreshSession: () => TE.left({ kind: 'Contention' }),
      logout: () => TE.left({ kind: 'Contention' }),
    },
    limiter,
    guesses: guessCounter(limiter),
    guard: loginGuard({ places, deviceCookie: device, clock }),
    authenticate: async () => left('missing'),
    refreshes,
    cookie,
    publicOrigin: 'https://chat.example',
    tokensPresenter: tokensPresenter({ cookie, deviceCookie: device, refreshes }),
  });
  const route = routes.find(({ name }) => name === 'login');
  if (route === undefined || route.access === 'session') throw new Error('the route of the login is missing');
  return async (): Promise<string> => {
    const outcome = await route.serve({
      params: {},
      query: {},
      body: { username: 'ann', password: 'correct horse battery staple' },
      bytes: undefined,
      requestId: 'a request',
      address: '203.0.113.9',
      excess: undefined,
      commandId: COMMAND,
      reason: null,
      header: () => undefined,
    });
    return isLeft(outcome) ? outcome.left.code : 'in';
  };
};

describe('a login', () => {
  it('is no wrong guess when the server asked for another try', async () => {
    const busy = loggingIn(() => TE.left({ kind: 'HasherBusy', retryAfterSecs: 1 }));
    expect([await busy(), await busy(), await busy()]).to.deep.equal(['busy', 'busy', 'busy']);
    const away = loggingIn(() => TE.left({ kind: 'VaultUnavailable', why: 'maintenance' }));
    expect([await away(), await away()]).to.deep.equal(['vault_unavailable', 'vault_unavailable']);
  });

  it('is a wrong guess when its password is wrong', async () => {
    const wrong = loggingIn(() => TE.left({ kind: 'CredentialsWrong' }));
    expect([await wrong(), await wrong()]).to.deep.equal(['credentials_wrong', 'rate_limited']);
  });
});
