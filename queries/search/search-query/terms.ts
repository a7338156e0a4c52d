import type { CarriedKind } from '#domain/message/values.ts';

/** Term: one part of a search query. */
export type Term =
  | { readonly kind: 'word' | 'phrase' | 'prefix'; readonly text: string; readonly excluded: boolean }
  /** A name as it was written, without the `@` or `#` before it. */
  | { readonly kind: 'from' | 'in' | 'mentions'; readonly name: string }
  | { readonly kind: 'has'; readonly carried: CarriedKind }
  | { readonly kind: 'before' | 'after' | 'during'; readonly period: Period };

/**
 * Period: a day, month or year of UTC, as written, and from `fromMs` up to before `toMs`, in milliseconds since 1970.
 */
export type Period = { readonly written: string; readonly fromMs: number; readonly toMs: number };

/** Fault of a query: its place in UTF-16 units, and in `why` what is wrong and what to write instead. */
export type QueryFault = { readonly at: number; readonly length: number; readonly why: string };
