import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import readRaw from 'raw-body';
import { parseJson } from '#gateway/http/json.ts';
import { JSON_BODY_BYTES_MAX, REFUSED_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import type { Refusal } from '#gateway/present/problems.ts';

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

const TOO_LARGE: Refusal = { code: 'body_too_large', detail: `Send at most ${JSON_BODY_BYTES_MAX} bytes.` };
const BROKEN_OFF: Refusal = { code: 'json_malformed', detail: 'The body ended before it was whole.' };
const NOT_JSON: Refusal = {
  code: 'content_type_unsupported',
  detail: 'Send JSON in UTF-8, uncompressed, with Content-Type: application/json.',
};
const NOT_UTF8: Refusal = { code: 'json_malformed', detail: 'Send the body in UTF-8.' };

export const hasBody = (req: IncomingMessage): boolean =>
  req.headers['transfer-encoding'] !== undefined || (req.headers['content-length'] ?? '0') !== '0';

/** A sender that never stops is cut off; one that does hears why it was refused. */
const drain = (req: IncomingMessage): void => {
  let taken = 0;
  req.on('data', (chunk: Buffer) => {
    taken += chunk.length;
    if (taken > REFUSED_BODY_BYTES_MAX) req.destroy();
  });
  req.resume();
};

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && error.type === 'entity.too.large';

/** The JSON body of a request, counted as it arrives. */
export const readJson = async (req: IncomingMessage): Promise<Either<Refusal, unknown>> => {
  const encoding = req.headers['content-encoding'];
  if (!JSON_TYPE.test(req.headers['content-type'] ?? '') || (encoding !== undefined && encoding !== 'identity')) {
    drain(req);
    return left(NOT_JSON);
  }
  let bytes: Buffer;
  try {
    bytes = await readRaw(req, { limit: JSON_BODY_BYTES_MAX, length: req.headers['content-length'] ?? null });
  } catch (error) {
    drain(req);
    return left(isTooLarge(error) ? TOO_LARGE : BROKEN_OFF);
  }
  return isUtf8(bytes) ? parseJson(bytes.toString('utf8')) : left(NOT_UTF8);
};

export const refuseBody = (req: IncomingMessage): Either<Refusal, undefined> => {
  if (!hasBody(req)) return right(undefined);
  drain(req);
  return left({ code: 'body_unexpected', detail: 'Send no body here.' });
};
