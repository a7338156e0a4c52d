import type { Receipt } from '#commands/commands.ts';
import type { FoldedStream } from '#commands/machine/folds.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/** Makes the receipt of a command that answers no value. */
export const receiptOf = ({ position }: Pick<FoldedStream<unknown>, 'position'>): Receipt<void> => ({
  position,
  value: undefined,
});

/**
 * Narrows the state of a stream that was just written to a state that exists. An absent state is a bug, so it throws.
 */
export const existing = <S extends { readonly kind: string }>(state: S): Exclude<S, { readonly kind: 'Absent' }> => {
  if (state.kind === 'Absent') throw new Error('a stream that was just written is empty');
  // The compiler does not narrow a type parameter by the comparison above.
  return state as Exclude<S, { readonly kind: 'Absent' }>;
};

/** The time of the first event of a stream that was just written. */
export const createdAtOf = ({ firstAt }: Pick<FoldedStream<unknown>, 'firstAt'>): Instant => {
  if (firstAt === undefined) throw new Error('a stream that was just written has no beginning');
  return firstAt;
};
