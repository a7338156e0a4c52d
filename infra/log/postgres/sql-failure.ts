import { DatabaseError } from 'pg';

/**
 * What a failed statement says about the batch it carried.
 * `poison`: something in it cannot be stored. `stale`: we are not the only writer, or our view of the log is
 * wrong. `refused`: rolled back for a reason outside the batch. `unknown`: no answer, it may stand or not.
 */
export type SqlFailure = 'poison' | 'stale' | 'refused' | 'unknown';

const CLASSES: Readonly<Record<string, SqlFailure>> = {
  /** Connection exceptions. */
  '08': 'unknown',
  /** Data exceptions: malformed JSON, bad encodings, values out of range. */
  '22': 'poison',
  /** Integrity: a position or revision that is taken, a partition that is not there. */
  '23': 'stale',
  /** Program limits, such as an index row that is too large. */
  '54': 'poison',
};

export const whatFailureMeans = (error: unknown): SqlFailure => {
  // Errors of the system have codes too, and EPIPE looks like one of the database.
  if (!(error instanceof DatabaseError) || error.code === undefined) return 'unknown';
  // 57P01 to 57P05: the server ends this session, and may do so between commit and answer.
  if (error.code.startsWith('57P')) return 'unknown';
  return CLASSES[error.code.slice(0, 2)] ?? 'refused';
};
