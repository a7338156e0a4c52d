import type { Carried } from '#domain/message/values.ts';

/** What a query says, in the order in which it says it. */
export type Term =
  | { readonly kind: 'word' | 'phrase' | 'prefix'; readonly text: string; readonly excluded: boolean }
  /** Names as they were written, without the mark that people put before them. */
  | { readonly kind: 'from' | 'in' | 'mentions'; readonly name: string }
  | { readonly kind: 'has'; readonly carried: Carried }
  | { readonly kind: 'before' | 'after' | 'during'; readonly period: Period };

/** A day, a month or a year of UTC: as it was written, and in milliseconds since 1970 from its first to after its last. */
export type Period = { readonly written: string; readonly fromMs: number; readonly toMs: number };

/** `at`: UTF-16 units from the start of the query, of `length` units. `why` says what is wrong and what to write instead. */
export type Fault = { readonly at: number; readonly length: number; readonly why: string };
