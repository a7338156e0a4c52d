import * as t from 'io-ts';

/**
 * Stands in for a sealed field whose key is destroyed. Only the codecs of the event store make it. It is a type and not
 * an empty text, so the compiler makes every decider and projector handle it.
 */
export const ERASED = { erased: true } as const;
export type Erased = typeof ERASED;
export type Erasable<A> = A | Erased;

export const isErased = <A>(value: Erasable<A>): value is Erased =>
  typeof value === 'object' && value !== null && 'erased' in value && value.erased === true;

const ErasedCodec: t.Type<Erased, unknown, unknown> = new t.Type<Erased, unknown, unknown>(
  'Erased',
  (u): u is Erased => isErased(u),
  (u, context) => (isErased(u) ? t.success(ERASED) : t.failure(u, context)),
  (e) => e,
);

export const erasable = <A>(codec: t.Type<A, unknown, unknown>): t.Type<Erasable<A>, unknown, unknown> =>
  t.union([codec, ErasedCodec]) as t.Type<Erasable<A>, unknown, unknown>;
