/** Serves the files of the web client, and its page at every address that the client itself routes. */
import type { Middleware } from 'koa';
import { encodingFor } from '#gateway/http/encodings.ts';
import type { ResponseSender } from '#gateway/http/send-response.ts';
import type { WebAssets } from '#gateway/ports/web-assets.ts';

/** Addresses of the client. The list is closed, so that no address of the client hides one of the API. */
const CLIENT_ROUTES = /^\/(?:|claim|login|register|settings|invite\/[^/]{1,64}|c(?:\/[^/]{1,64}){0,3})$/;
const PAGE = '/index.html';
const A_YEAR_SECS = 31_536_000;

export const webClient =
  (deps: { readonly assets: WebAssets; readonly sender: ResponseSender }): Middleware =>
  async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
    const isPage = CLIENT_ROUTES.test(ctx.path);
    const asset = deps.assets.find(isPage ? PAGE : ctx.path);
    if (asset === undefined) return next();
    const encoding = encodingFor(ctx.get('accept-encoding'), (name) => asset.bytes[name] !== undefined);
    const headers = [
      'Content-Type',
      asset.contentType,
      'Cache-Control',
      asset.immutable ? `public, max-age=${A_YEAR_SECS}, immutable` : 'no-cache',
      'Vary',
      'Accept-Encoding',
      ...(encoding === 'identity' ? [] : ['Content-Encoding', encoding]),
    ];
    deps.sender.asset(ctx, headers, asset.bytes[encoding] ?? asset.bytes.identity);
  };
