import { isLeft } from 'fp-ts/lib/Either.js';
import type * as t from 'io-ts';
import { mismatch } from '#domain/kernel/mismatch.ts';

/** The part of Standard Schema that slonik needs from a row parser. */
export type RowSchema<A> = {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => { readonly value: A } | { readonly issues: ReadonlyArray<{ readonly message: string }> };
    /** Types for the compiler. No code reads them. */
    readonly types?: { readonly input: unknown; readonly output: A };
  };
};

/**
 * Bridges io-ts to slonik. A codec of rows checks and does not convert, so a good row passes as it is. Decoding costs
 * ten times as much and only tells what is wrong with a bad row.
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
