import * as t from 'io-ts';

/**
 * What a sealed field reads as once its key is destroyed. Only the codec layer at the store makes it;
 * every decider and projector must say what it does with it, which is why it is a type and not an empty text.
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
