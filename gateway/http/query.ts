import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Fields } from '#gateway/http/endpoint.ts';
import type { Refusal } from '#gateway/present/problems.ts';
import { firstProblem } from '#gateway/protocol/wire.ts';

const NOTHING: Readonly<Record<string, unknown>> = {};

/**
 * Decodes a query string. It refuses unknown names, and repeated ones, because two readers of `?a=1&a=2` may disagree.
 */
export const decodeQuery = (
  fields: Fields,
  querystring: string,
): Either<Refusal, Readonly<Record<string, unknown>>> => {
  if (querystring === '') return right(NOTHING);
  const decoded: Record<string, unknown> = {};
  const refuse = (field: string, detail: string) => left<Refusal>({ code: 'query_invalid', field, detail });
  for (const [name, value] of new URLSearchParams(querystring)) {
    const codec = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (codec === undefined) return refuse(name, 'This route does not know this name. Leave it out.');
    if (Object.hasOwn(decoded, name)) return refuse(name, 'Send this name once only.');
    const checked = codec.decode(value);
    if (isLeft(checked)) return refuse(name, `${name} ${firstProblem(checked.left).message}.`);
    decoded[name] = checked.right;
  }
  return right(decoded);
};
