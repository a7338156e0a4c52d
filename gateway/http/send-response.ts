/**
 * Sends every answer in one call: status, headers and body. Koa would set each header by itself and then guess the type
 * and the length, which costs more than the rest of a request inside Koa.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Context } from 'koa';
import { answer, type Headers } from '#gateway/http/answer.ts';
import { compressor } from '#gateway/http/compressed.ts';
import type { AnswerHeaders, ByteAnswer, Endpoint, EndpointAnswer, EndpointRefusal } from '#gateway/http/endpoint.ts';
import type { SecurityHeaders } from '#gateway/http/middleware/security-headers.ts';
import type { Compressions } from '#gateway/ports/compressions.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { sealPosition } from '#gateway/position-token.ts';
import { PROBLEMS, problemOf } from '#gateway/present/problems.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Sender of answers, with the security headers of the server. */
export type ResponseSender = {
  readonly refuse: (ctx: Context, refused: EndpointRefusal) => void;
  readonly present: (ctx: Context, endpoint: Endpoint, reply: EndpointAnswer) => Promise<void>;
  /** Sends a file of the web client, with the policy of its page. */
  readonly asset: (ctx: Context, status: 200 | 404, headers: Headers, bytes: Buffer) => void;
};

const send = (ctx: Context, status: number, headers: Headers, body: string | Buffer | undefined): void => {
  ctx.respond = false;
  answer(ctx, status, [...headers, 'X-Request-Id', ctx.state['requestId']], body);
};

/** Sends bytes as they come. A source that fails on the way cuts the connection, so that no client takes a part for all. */
const sendBytes = async (ctx: Context, { status, source, headers }: ByteAnswer, around: Headers): Promise<void> => {
  ctx.respond = false;
  const all = [...around, ...flat(headers), 'X-Request-Id', ctx.state['requestId']];
  if (source === undefined) {
    answer(ctx, status, all, undefined);
    return;
  }
  ctx.res.writeHead(status, all);
  await pipeline(Readable.from(source, { objectMode: false }), ctx.res).catch((error: unknown) => {
    ctx.res.destroy();
    // A reader that leaves is no fault.
    if (!isLeaving(error)) throw error;
  });
};

const LEAVING = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE']);
const isLeaving = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && LEAVING.has(`${error.code}`);

const flat = (headers: AnswerHeaders | undefined): Headers =>
  headers === undefined
    ? []
    : Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one]));

export const responseSender = (
  security: SecurityHeaders,
  sealed: SealedTokens,
  compressions: Compressions,
): ResponseSender => {
  const api: Headers = [...security.everywhere, ...security.api].flat();
  const page: Headers = [...security.everywhere, ...security.page].flat();
  const inert: Headers = [...security.everywhere, ...security.bytes].flat();
  const compress = compressor(compressions);
  return {
    refuse: (ctx, refused) => {
      const { status } = PROBLEMS[refused.code];
      const headers = [...api, 'Content-Type', PROBLEM_TYPE, ...flat(refused.headers)];
      if (refused.code === 'unauthenticated') headers.push('WWW-Authenticate', 'Bearer');
      if (refused.retryAfterSecs !== undefined) headers.push('Retry-After', String(refused.retryAfterSecs));
      send(ctx, status, headers, JSON.stringify(problemOf(refused, ctx.state['requestId'])));
    },
    // The position of a change goes along sealed, for reads that must show the change.
    present: async (ctx, endpoint, { body, position, stale, stream, headers: own }) => {
      if (stream !== undefined) return sendBytes(ctx, stream, inert);
      const headers = [...api, ...flat(own)];
      if (body !== undefined) headers.push('Content-Type', JSON_TYPE);
      if (stale === true) headers.push('Filament-Stale', 'true');
      if (position !== undefined) {
        headers.push('Filament-Position', sealPosition(sealed, position.holder, position.at));
      }
      const { status } = endpoint.answer;
      const json = body === undefined ? undefined : JSON.stringify(body);
      if (json === undefined || !endpoint.compressed) {
        send(ctx, status, headers, json);
        return;
      }
      const { encoding, bytes } = await compress(json, ctx.get('accept-encoding'));
      headers.push('Vary', 'Accept-Encoding');
      if (encoding !== 'identity') headers.push('Content-Encoding', encoding);
      send(ctx, status, headers, bytes);
    },
    asset: (ctx, status, headers, bytes) => send(ctx, status, [...page, ...headers], bytes),
  };
};
