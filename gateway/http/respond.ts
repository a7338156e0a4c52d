import type { Context } from 'koa';
import type { Endpoint, Refused, Reply } from '#gateway/http/endpoint.ts';
import { PROBLEMS, problemOf } from '#gateway/http/problems.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export const refuse = (ctx: Context, refused: Refused, requestId: string): void => {
  ctx.status = PROBLEMS[refused.code].status;
  if (ctx.status === 401) ctx.set('WWW-Authenticate', 'Bearer');
  if (refused.retryAfterSecs !== undefined) ctx.set('Retry-After', String(refused.retryAfterSecs));
  if (refused.headers !== undefined) ctx.set(refused.headers);
  ctx.set('Content-Type', PROBLEM_TYPE);
  ctx.body = JSON.stringify(problemOf(refused, requestId));
};

/** What was done or asked. Where a command put its facts goes along sealed, for the reads that should see them. */
export const respond =
  (sealed: SealedTokens) =>
  (ctx: Context, endpoint: Endpoint, reply: Reply): void => {
    ctx.status = endpoint.answer.status;
    if (reply.position !== undefined) {
      const { at, holder } = reply.position;
      ctx.set('Filament-Position', sealed.seal('position', holder, at.toString()));
    }
    if (reply.stale === true) ctx.set('Filament-Stale', 'true');
    if (reply.headers !== undefined) ctx.set(reply.headers);
    if (reply.body === undefined) return;
    ctx.set('Content-Type', JSON_TYPE);
    ctx.body = JSON.stringify(reply.body);
  };
