import type { CarriedKind } from '#domain/message/values.ts';

/** Term: one part of a search query. */
export type Term =
  | { readonly kind: 'word' | 'phrase' | 'prefix'; readonly text: string; readonly excluded: boolean }
  /**
   * A name without the `@` or `#` before it, and without invisible characters. `written` has them, where there are some:
   * a joined emoji in the name of an imported author is joined by one.
   */
  | { readonly kind: 'from' | 'in' | 'mentions'; readonly name: string; readonly written?: string }
  | { readonly kind: 'has'; readonly carried: CarriedKind }
  | { readonly kind: 'before' | 'after' | 'during'; readonly period: Period };

/**
 * Period: a day, month or year in the time zone of the viewer, as written, and from `fromMs` up to before `toMs`, in
 * milliseconds since 1970.
 */
export type Period = { readonly written: string; readonly fromMs: number; readonly toMs: number };

/** Fault of a query: its place in UTF-16 units, and in `why` what is wrong and what to write instead. */
export type QueryFault = { readonly at: number; readonly length: number; readonly why: string };
