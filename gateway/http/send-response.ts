/**
 * Every answer leaves here, whole: status, headers and body in one call. Koa would set each header by itself and
 * then guess at what was meant, which costs more than all the rest of a request's way through it.
 */
import type { Context } from 'koa';
import type { Endpoint, Refused, Reply } from '#gateway/http/endpoint.ts';
import type { SecurityHeaders } from '#gateway/http/middleware/security-headers.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { sealPosition } from '#gateway/position-token.ts';
import { PROBLEMS, problemOf } from '#gateway/present/problems.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';
const NO_CONTENT = 204;

/** Names and values in turn, as Node takes them without looking at each again. */
type Headers = ReadonlyArray<string>;

export type Answering = {
  readonly refuse: (ctx: Context, refused: Refused) => void;
  readonly present: (ctx: Context, endpoint: Endpoint, reply: Reply) => void;
  /** Of the web client, with the policy of its page. */
  readonly asset: (ctx: Context, headers: Headers, bytes: Buffer) => void;
};

const send = (ctx: Context, status: number, headers: Headers, body: string | Buffer | undefined): void => {
  ctx.respond = false;
  const length = status === NO_CONTENT ? [] : ['Content-Length', String(Buffer.byteLength(body ?? ''))];
  ctx.res.writeHead(status, [...headers, ...length, 'X-Request-Id', ctx.state['requestId']]);
  ctx.res.end(body);
};

const flat = (headers: Readonly<Record<string, string>> | undefined): Headers =>
  headers === undefined ? [] : Object.entries(headers).flat();

export const answering = (security: SecurityHeaders, sealed: SealedTokens): Answering => {
  const api: Headers = [...security.everywhere, ...security.api].flat();
  const page: Headers = [...security.everywhere, ...security.page].flat();
  return {
    refuse: (ctx, refused) => {
      const { status } = PROBLEMS[refused.code];
      const headers = [...api, 'Content-Type', PROBLEM_TYPE, ...flat(refused.headers)];
      if (refused.code === 'unauthenticated') headers.push('WWW-Authenticate', 'Bearer');
      if (refused.retryAfterSecs !== undefined) headers.push('Retry-After', String(refused.retryAfterSecs));
      send(ctx, status, headers, JSON.stringify(problemOf(refused, ctx.state['requestId'])));
    },
    /** Where a command put its facts goes along sealed, for the reads that should see them. */
    present: (ctx, endpoint, { body, position, stale, headers: own }) => {
      const headers = [...api, ...flat(own)];
      if (body !== undefined) headers.push('Content-Type', JSON_TYPE);
      if (stale === true) headers.push('Filament-Stale', 'true');
      if (position !== undefined) {
        headers.push('Filament-Position', sealPosition(sealed, position.holder, position.at));
      }
      send(ctx, endpoint.answer.status, headers, body === undefined ? undefined : JSON.stringify(body));
    },
    asset: (ctx, headers, bytes) => send(ctx, 200, [...page, ...headers], bytes),
  };
};
