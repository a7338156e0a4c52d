import * as t from 'io-ts';

declare const brand: unique symbol;
/** Instant: a moment by RFC 3339, in UTC with milliseconds (`2026-11-23T03:00:00.000Z`). Texts sort in time order. */
export type Instant = string & { readonly [brand]: 'Instant' };

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** True for a text that comes back when its moment is written again. `Date.parse` takes the 30th of February for a day in March. */
const readsBack = (text: string): boolean => {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
};
const isInstant = (u: unknown): u is Instant => typeof u === 'string' && INSTANT.test(u) && readsBack(u);

export const Instant = new t.Type<Instant, string, unknown>(
  'Instant',
  isInstant,
  (u, context) =>
    isInstant(u) ? t.success(u) : t.failure(u, context, 'a time must be RFC 3339 in UTC with milliseconds'),
  (at) => at,
);

/** @param ms milliseconds since 1970, in the years 0 to 9999. */
export const instantOf = (ms: number): Instant => new Date(ms).toISOString() as Instant;
/** @returns milliseconds since 1970. */
export const millisOf = (at: Instant): number => Date.parse(at);
export const plusMillis = (at: Instant, ms: number): Instant => instantOf(millisOf(at) + ms);
