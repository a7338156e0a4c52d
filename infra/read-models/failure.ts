import { InvalidInputError } from 'slonik';
import { ChangeRefused } from '#projections/ports/sink.ts';

/** slonik wraps some of Postgres's errors and lets others through; the SQLSTATE is on one of the two. */
export const sqlState = (error: unknown): string | undefined => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
};

/**
 * Cardinality, data, constraint and program-limit errors: the values are at fault, and the same values will be
 * again. Syntax, missing tables and permissions are not among them: those are faults of the whole program or of
 * its set-up, and one event must not be blamed for them.
 */
const OF_THE_VALUES = ['21', '22', '23', '54'];

const isRefusal = (error: unknown): boolean => {
  const state = sqlState(error);
  if (state !== undefined) return OF_THE_VALUES.some((kind) => state.startsWith(kind));
  // slonik drops the SQLSTATE of 22P02 alone.
  return error instanceof InvalidInputError;
};

/** The same error, or `ChangeRefused` in its place when no retry helps. */
export const refusedOr = (error: unknown): unknown =>
  error instanceof Error && isRefusal(error) ? new ChangeRefused(error.message, { cause: error }) : error;

const LOCK_NOT_AVAILABLE = '55P03';
export const isLockTimeout = (error: unknown): boolean => sqlState(error) === LOCK_NOT_AVAILABLE;
