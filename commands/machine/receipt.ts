import type { Receipt } from '#commands/commands.ts';
import type { FoldedStream } from '#commands/machine/folds.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/** A command that has nothing to hand back but where it stands in the log. */
export const receiptOf = ({ position }: Pick<FoldedStream<unknown>, 'position'>): Receipt<void> => ({
  position,
  value: undefined,
});

/** What stands on a stream that was just written. Nothing there would be a fault of ours, and no answer. */
export const existing = <S extends { readonly kind: string }>(state: S): Exclude<S, { readonly kind: 'Absent' }> => {
  if (state.kind === 'Absent') throw new Error('a stream that was just written is empty');
  // The compiler does not narrow a type parameter by the field that was just compared.
  return state as Exclude<S, { readonly kind: 'Absent' }>;
};

/** When a stream began. */
export const createdAtOf = ({ firstAt }: Pick<FoldedStream<unknown>, 'firstAt'>): Instant => {
  if (firstAt === undefined) throw new Error('a stream that was just written has no beginning');
  return firstAt;
};
