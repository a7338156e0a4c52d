import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import readRaw from 'raw-body';
import { parseJson } from '#gateway/http/json.ts';
import { JSON_BODY_BYTES_MAX, REFUSED_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import type { Refusal } from '#gateway/present/problems.ts';

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

const TOO_LARGE: Refusal = { code: 'body_too_large', detail: `Send at most ${JSON_BODY_BYTES_MAX} bytes.` };
const BROKEN_OFF: Refusal = { code: 'json_malformed', detail: 'The body broke off. Send it again.' };
const NOT_JSON: Refusal = {
  code: 'content_type_unsupported',
  detail: 'Send JSON in UTF-8, uncompressed, with Content-Type: application/json.',
};
const NOT_UTF8: Refusal = { code: 'json_malformed', detail: 'Send the body in UTF-8.' };

export const hasBody = (req: IncomingMessage): boolean =>
  req.headers['transfer-encoding'] !== undefined || (req.headers['content-length'] ?? '0') !== '0';

/** Reads on after a refusal, so that the client can read the answer. A client that sends without end is cut off. */
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

/** Reads the JSON body of a request. Its bytes are counted as they arrive. */
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

/** Refuses any body, for a route that takes none. */
export const refuseBody = (req: IncomingMessage): Either<Refusal, undefined> => {
  if (!hasBody(req)) return right(undefined);
  drain(req);
  return left({ code: 'body_unexpected', detail: 'Send no body to this route.' });
};
