/** Sends tokens to a client. The refresh token goes in the body, or in a cookie that no script can read. */
import type { Receipt, Tokens } from '#commands/commands.ts';
import { ACCESS_TOKEN_LIFETIME_MS, REFRESH_IDLE_MS } from '#commands/limits.ts';
import type { EndpointAnswer } from '#gateway/http/endpoint.ts';
import type { RefreshOrigins } from '#gateway/limits/refresh-origins.ts';
import type { TokensAnswer } from '#gateway/protocol/requests.ts';

export type RefreshCookie = {
  /** Finds the token in the Cookie header of a request. */
  readonly read: (cookieHeader: string | undefined) => string | undefined;
  readonly set: (token: string) => string;
  readonly clear: () => string;
};

const NAME = 'filament_refresh';
const TOKEN = /^[A-Za-z0-9_.~-]{1,128}$/;

/**
 * Reads and writes the cookie of the refresh token. Over https the prefix `__Host-` binds it to this host, and demands
 * the path `/`. Browsers refuse the prefix over plain http, so there the cookie is limited to the routes under `/auth`.
 */
export const refreshCookie = (publicUrl: URL): RefreshCookie => {
  const secure = publicUrl.protocol === 'https:';
  const name = secure ? `__Host-${NAME}` : NAME;
  const kept = `${secure ? 'Path=/; Secure' : 'Path=/auth'}; HttpOnly; SameSite=Strict`;
  return {
    read: (header) => {
      const pair = header?.split(';').find((part) => part.trimStart().startsWith(`${name}=`));
      const token = pair?.slice(pair.indexOf('=') + 1).trim();
      return token !== undefined && TOKEN.test(token) ? token : undefined;
    },
    set: (token) => `${name}=${token}; Max-Age=${REFRESH_IDLE_MS / 1000}; ${kept}`,
    clear: () => `${name}=; Max-Age=0; ${kept}`,
  };
};

const presentTokens = (tokens: Tokens, refreshIn: 'body' | 'cookie'): TokensAnswer => ({
  access_token: tokens.accessToken,
  expires_in_secs: ACCESS_TOKEN_LIFETIME_MS / 1000,
  ...(refreshIn === 'body' ? { refresh_token: tokens.refreshToken } : {}),
});

export type TokensPresenter = (made: Receipt<Tokens>, refreshIn: 'body' | 'cookie') => EndpointAnswer;

export const tokensPresenter =
  (deps: { readonly cookie: RefreshCookie; readonly refreshes: RefreshOrigins }): TokensPresenter =>
  ({ value, position }, refreshIn) => {
    deps.refreshes.issued(value.refreshToken, value.sessionId);
    return {
      body: presentTokens(value, refreshIn),
      position: { at: position, holder: value.userId },
      ...(refreshIn === 'cookie' ? { headers: { 'Set-Cookie': deps.cookie.set(value.refreshToken) } } : {}),
    };
  };
