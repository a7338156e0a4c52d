import { isRight } from 'fp-ts/lib/Either.js';
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

/** The one bridge from io-ts to slonik. */
export const rowSchema = <A>(codec: t.Type<A, unknown, unknown>): RowSchema<A> => ({
  '~standard': {
    version: 1,
    vendor: 'io-ts',
    validate: (value) => {
      const decoded = codec.decode(value);
      return isRight(decoded) ? { value: decoded.right } : { issues: [{ message: mismatch(decoded.left) }] };
    },
  },
});
