import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { mismatch } from '#domain/kernel/mismatch.ts';

/** Codec of a column that may be null. A row of SQL has no undefined. */
export const nullable = <A>(codec: t.Type<A, unknown, unknown>): t.Type<A | null, unknown, unknown> =>
  new t.Type<A | null, unknown, unknown>(
    `${codec.name} or null`,
    (u): u is A | null => u === null || codec.is(u),
    (u, context) => (u === null ? t.success(null) : codec.validate(u, context)),
    (a) => a,
  );

/**
 * Checks a row and answers the same value. Codecs of rows convert nothing, so a valid row need not be decoded. Decoding
 * costs ten times as much, and runs only to explain what is wrong with a row.
 */
export const checkedRow = <A>(codec: t.Type<A, unknown, unknown>, value: unknown): E.Either<string, A> => {
  if (codec.is(value)) return E.right(value);
  const decoded = codec.decode(value);
  return E.left(E.isLeft(decoded) ? mismatch(decoded.left) : `the value is no ${codec.name}`);
};
