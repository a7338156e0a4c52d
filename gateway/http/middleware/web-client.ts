/**
 * Serves the files of the web client, and its page at every address that the client itself routes. A person who opens
 * an unknown address gets the page too, with the status 404.
 */
import type { Middleware } from 'koa';
import { encodingFor } from '#gateway/http/encodings.ts';
import type { ResponseSender } from '#gateway/http/send-response.ts';
import type { WebAssets } from '#gateway/ports/web-assets.ts';

/** Addresses of the client. The list is closed, so that no address of the client hides one of the API. */
const CLIENT_ROUTES = /^\/(?:|claim|invite\/[^/]{1,64}|c(?:\/[^/]{1,64}){1,3}(?:\/t(?:\/[^/]{1,64}){1,2})?)$/;
const PAGE = '/index.html';
const A_YEAR_SECS = 31_536_000;

/** Says whether a person opened the address in a browser. A program asks for JSON, and a script for any type. */
const isOpenedByPerson = (accept: string): boolean => accept.includes('text/html');

export const webClient =
  (deps: { readonly assets: WebAssets; readonly sender: ResponseSender }): Middleware =>
  async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
    const known = CLIENT_ROUTES.test(ctx.path) ? deps.assets.find(PAGE) : deps.assets.find(ctx.path);
    // No route takes an unknown address either. The page says so to a person, and the status to everything else.
    const asset = known ?? (isOpenedByPerson(ctx.get('accept')) ? deps.assets.find(PAGE) : undefined);
    if (asset === undefined) return next();
    const encoding = encodingFor(ctx.get('accept-encoding'), (name) => asset.bytes[name] !== undefined);
    const headers = [
      'Content-Type',
      asset.contentType,
      'Cache-Control',
      asset.immutable ? `public, max-age=${A_YEAR_SECS}, immutable` : 'no-cache',
      'Vary',
      'Accept, Accept-Encoding',
      ...(encoding === 'identity' ? [] : ['Content-Encoding', encoding]),
    ];
    deps.sender.asset(ctx, known === undefined ? 404 : 200, headers, asset.bytes[encoding] ?? asset.bytes.identity);
  };
