import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { HostCookie } from '#gateway/http/cookies.ts';
import { isSameOrigin } from '#gateway/http/same-origin.ts';
import type { Refusal } from '#gateway/present/problems.ts';

/** Refresh token of a request, and the way it came. Its successor goes back the same way. */
export type PresentedToken = { readonly token: string; readonly by: 'body' | 'cookie' };

const CROSS_SITE: Refusal = {
  code: 'cross_site',
  detail: 'A refresh token in a cookie is accepted only from the pages of this server.',
};
const JSON_TYPE = /^application\/json\b/i;

/**
 * Finds the refresh token of a request, in the body or in the cookie. A browser adds the cookie by itself, so the
 * cookie counts only from our own page and only with JSON, which no form can send.
 */
export const presentedToken =
  (deps: { readonly cookie: HostCookie; readonly publicOrigin: string }) =>
  (request: {
    readonly body: { readonly refresh_token?: string };
    readonly header: (name: string) => string | undefined;
  }): Either<Refusal, PresentedToken | undefined> => {
    const { body, header } = request;
    if (body.refresh_token !== undefined) return right({ token: body.refresh_token, by: 'body' });
    const token = deps.cookie.read(header('cookie'));
    if (token === undefined) return right(undefined);
    const ours = JSON_TYPE.test(header('content-type') ?? '') && isSameOrigin(deps.publicOrigin, header);
    return ours ? right({ token, by: 'cookie' }) : left(CROSS_SITE);
  };
