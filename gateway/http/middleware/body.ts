import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import readRaw from 'raw-body';
import { HTTP_BODY_WITHIN_MS } from '#gateway/limits/http.ts';
import type { Refusal } from '#gateway/present/problems.ts';
import { type JsonFault, jsonAdvice, parseJson } from '#gateway/protocol/json.ts';

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

const BROKEN_OFF: Refusal = { code: 'json_malformed', detail: 'The body broke off. Send it again.' };
const NOT_JSON: Refusal = {
  code: 'content_type_unsupported',
  detail: 'Send JSON in UTF-8, uncompressed, with Content-Type: application/json.',
};
const NOT_UTF8: Refusal = { code: 'json_malformed', detail: 'Send the body in UTF-8.' };
const UNEXPECTED: Refusal = { code: 'body_unexpected', detail: 'Send no body to this route.' };

export const hasBody = (req: IncomingMessage): boolean =>
  req.headers['transfer-encoding'] !== undefined || (req.headers['content-length'] ?? '0') !== '0';

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && error.type === 'entity.too.large';

const refusalOf = (fault: JsonFault): Refusal => {
  const detail = jsonAdvice[fault.kind];
  switch (fault.kind) {
    case 'malformed':
      return { code: 'json_malformed', detail };
    case 'repeated':
      return { code: 'json_duplicate_field', detail, field: fault.field };
    default:
      return { code: 'json_too_complex', detail };
  }
};

/**
 * Reads the JSON body of a request. A body that announces more than `bytesMax` is refused unread. The bytes of any other
 * one are counted as they arrive.
 */
export const readJson = async (
  { req, res }: { readonly req: IncomingMessage; readonly res: ServerResponse },
  bytesMax: number,
): Promise<Either<Refusal, unknown>> => {
  const tooLarge: Refusal = { code: 'body_too_large', detail: `Send at most ${bytesMax} bytes.` };
  const encoding = req.headers['content-encoding'];
  if (!JSON_TYPE.test(req.headers['content-type'] ?? '') || (encoding !== undefined && encoding !== 'identity')) {
    return left(NOT_JSON);
  }
  if (Number(req.headers['content-length'] ?? 0) > bytesMax) return left(tooLarge);
  if (req.headers.expect !== undefined) res.writeContinue();
  let bytes: Buffer;
  const cut = setTimeout(() => req.destroy(), HTTP_BODY_WITHIN_MS);
  try {
    bytes = await readRaw(req, { limit: bytesMax, length: req.headers['content-length'] ?? null });
  } catch (error) {
    return left(isTooLarge(error) ? tooLarge : BROKEN_OFF);
  } finally {
    clearTimeout(cut);
  }
  if (!isUtf8(bytes)) return left(NOT_UTF8);
  const parsed = parseJson(bytes.toString('utf8'));
  return isLeft(parsed) ? left(refusalOf(parsed.left)) : parsed;
};

/** Refuses any body, for a route that takes none. */
export const refuseBody = (req: IncomingMessage): Either<Refusal, undefined> =>
  hasBody(req) ? left(UNEXPECTED) : right(undefined);
