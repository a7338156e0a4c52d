import { isLeft } from 'fp-ts/lib/Either.js';
import type * as t from 'io-ts';
import { mismatch } from '#domain/kernel/mismatch.ts';

/** The part of Standard Schema that slonik asks of a row parser. */
export type RowSchema<A> = {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => { readonly value: A } | { readonly issues: ReadonlyArray<{ readonly message: string }> };
    /** For the compiler alone; nobody reads it when the program runs. */
    readonly types?: { readonly input: unknown; readonly output: A };
  };
};

/**
 * The one bridge from io-ts to slonik. Codecs of rows check and do not convert, so a row that is one passes as it
 * stands; decoding, which costs ten times as much, is left to say what is wrong with one that is not.
 */
export const rowSchema = <A>(codec: t.Type<A, unknown, unknown>): RowSchema<A> => ({
  '~standard': {
    version: 1,
    vendor: 'io-ts',
    validate: (value) => {
      if (codec.is(value)) return { value };
      const decoded = codec.decode(value);
      return { issues: [{ message: isLeft(decoded) ? mismatch(decoded.left) : `it is no ${codec.name}` }] };
    },
  },
});
