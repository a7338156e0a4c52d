import { DatabaseError } from 'pg';

/**
 * Classifies the failure of a statement for the batch that it carried.
 * `poison`: the batch holds something that can never be stored.
 * `stale`: this process is not the only writer, or its view of the log is wrong.
 * `refused`: the statement was rolled back for a reason outside the batch.
 * `unknown`: no answer came, so the batch may be stored or not.
 */
export type SqlFailure = 'poison' | 'stale' | 'refused' | 'unknown';

const CLASSES: Readonly<Record<string, SqlFailure>> = {
  /** Connection exceptions. */
  '08': 'unknown',
  /** Data exceptions: malformed JSON, bad encodings, values out of range. */
  '22': 'poison',
  /** Integrity: a position or revision is taken, or a partition is missing. */
  '23': 'stale',
  /** Program limits, such as an index row that is too large. */
  '54': 'poison',
};

export const whatFailureMeans = (error: unknown): SqlFailure => {
  // System errors also have codes, and `EPIPE` has the shape of a database code.
  if (!(error instanceof DatabaseError) || error.code === undefined) return 'unknown';
  // With 57P01 to 57P05 the server ends the session, possibly between the commit and the answer.
  if (error.code.startsWith('57P')) return 'unknown';
  return CLASSES[error.code.slice(0, 2)] ?? 'refused';
};
