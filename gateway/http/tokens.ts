/** Sends tokens to a client. The refresh token goes in the body, or in a cookie that no script can read. */
import type { Receipt, Tokens } from '#commands/commands.ts';
import { ACCESS_TOKEN_LIFETIME_MS, LOGIN_PLACE_KEPT_MS, REFRESH_IDLE_MS } from '#commands/limits.ts';
import { type HostCookie, hostCookie } from '#gateway/http/cookies.ts';
import type { EndpointAnswer } from '#gateway/http/endpoint.ts';
import type { RefreshOrigins } from '#gateway/limits/refresh-origins.ts';
import type { TokensAnswer } from '#gateway/protocol/requests.ts';

/** Cookie of the refresh token, which no script of a page can read. */
export const refreshCookie = (publicUrl: URL): HostCookie => hostCookie(publicUrl, 'filament_refresh', REFRESH_IDLE_MS);

/** Cookie that names the device of a browser, so that strangers' wrong passwords do not keep its user out. */
export const deviceCookie = (publicUrl: URL): HostCookie =>
  hostCookie(publicUrl, 'filament_device', LOGIN_PLACE_KEPT_MS);

const presentTokens = (tokens: Tokens, refreshIn: 'body' | 'cookie'): TokensAnswer => ({
  access_token: tokens.accessToken,
  expires_in_secs: ACCESS_TOKEN_LIFETIME_MS / 1000,
  ...(refreshIn === 'body' ? { refresh_token: tokens.refreshToken } : {}),
});

/** Presents new tokens. `device` is the name of a device that the browser is to keep. */
export type TokensPresenter = (made: Receipt<Tokens>, refreshIn: 'body' | 'cookie', device?: string) => EndpointAnswer;

export const tokensPresenter =
  (deps: {
    readonly cookie: HostCookie;
    readonly deviceCookie: HostCookie;
    readonly refreshes: RefreshOrigins;
  }): TokensPresenter =>
  ({ value, position }, refreshIn, device) => {
    deps.refreshes.issued(value.refreshToken, value.sessionId);
    const cookies = [
      ...(refreshIn === 'cookie' ? [deps.cookie.set(value.refreshToken)] : []),
      ...(device === undefined ? [] : [deps.deviceCookie.set(device)]),
    ];
    return {
      body: presentTokens(value, refreshIn),
      position: { at: position, holder: value.userId },
      ...(cookies.length === 0 ? {} : { headers: { 'Set-Cookie': cookies } }),
    };
  };
