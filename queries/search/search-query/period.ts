import { SEARCH_YEAR_MAX, SEARCH_YEAR_MIN } from '#queries/limits.ts';
import type { Period, Term } from './terms.ts';
import type { DayClock } from './time-zone.ts';

const WRITTEN = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/**
 * Reads a day, month or year. Answers undefined for a date that the calendar does not have, as the 30th of February.
 */
export const periodOf = (written: string, beginOf: DayClock): Period | undefined => {
  const [, year, month, day] = WRITTEN.exec(written) ?? [];
  if (year === undefined || Number(year) < SEARCH_YEAR_MIN || Number(year) > SEARCH_YEAR_MAX) return undefined;
  const [y, m, d] = [Number(year), Number(month ?? '1') - 1, Number(day ?? '1')];
  const first = new Date(Date.UTC(y, m, d));
  if (first.getUTCMonth() !== m || first.getUTCDate() !== d) return undefined;
  const after =
    day !== undefined ? Date.UTC(y, m, d + 1) : month !== undefined ? Date.UTC(y, m + 1, 1) : Date.UTC(y + 1, 0, 1);
  return { written, fromMs: beginOf(first.getTime()), toMs: beginOf(after) };
};

/**
 * Finds the span of time that all date filters leave, in milliseconds since 1970. No time is left when `fromMs` is not
 * before `toMs`.
 */
export const spanOf = (terms: ReadonlyArray<Term>): { readonly fromMs: number; readonly toMs: number } => {
  let [fromMs, toMs] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const term of terms) {
    if (term.kind === 'after') fromMs = Math.max(fromMs, term.period.toMs);
    if (term.kind === 'before') toMs = Math.min(toMs, term.period.fromMs);
    if (term.kind === 'during') {
      fromMs = Math.max(fromMs, term.period.fromMs);
      toMs = Math.min(toMs, term.period.toMs);
    }
  }
  return { fromMs, toMs };
};
