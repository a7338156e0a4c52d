import { ChangeRefused } from '#projections/ports/sink.ts';

/** Finds the SQLSTATE of an error. slonik wraps some errors of Postgres, so a cause may have it. */
export const sqlState = (error: unknown): string | undefined => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
};

/**
 * Classes of errors whose cause is the values: cardinality, data, constraint and program limit. The same values fail
 * again. Syntax errors, missing tables and missing permissions are faults of the program or its set-up, so they do not
 * count against an event.
 */
const OF_THE_VALUES = ['21', '22', '23', '54'];

const isRefusal = (error: unknown): boolean => {
  const state = sqlState(error);
  return state !== undefined && OF_THE_VALUES.some((kind) => state.startsWith(kind));
};

/** Gives the same error, or `ChangeRefused` in its place when no retry helps. */
export const refusedOr = (error: unknown): unknown =>
  error instanceof Error && isRefusal(error) ? new ChangeRefused(error.message, { cause: error }) : error;

const LOCK_NOT_AVAILABLE = '55P03';
export const isLockTimeout = (error: unknown): boolean => sqlState(error) === LOCK_NOT_AVAILABLE;
