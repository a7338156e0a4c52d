import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { mismatch } from '#domain/kernel/mismatch.ts';

/** Rows are written by our own SQL, where what is missing is null. */
export const nullable = <A>(codec: t.Type<A, unknown, unknown>): t.Type<A | null, unknown, unknown> =>
  new t.Type<A | null, unknown, unknown>(
    `${codec.name} or null`,
    (u): u is A | null => u === null || codec.is(u),
    (u, context) => (u === null ? t.success(null) : codec.validate(u, context)),
    (a) => a,
  );

/**
 * Codecs of rows check and do not convert, so a value that is one passes as it stands; decoding, which costs ten
 * times as much, is left to say what is wrong with one that is not.
 */
export const checkedRow = <A>(codec: t.Type<A, unknown, unknown>, value: unknown): E.Either<string, A> => {
  if (codec.is(value)) return E.right(value);
  const decoded = codec.decode(value);
  return E.left(E.isLeft(decoded) ? mismatch(decoded.left) : `the value is no ${codec.name}`);
};
