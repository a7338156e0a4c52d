/** Milliseconds that a node may take to answer one call. Then the call fails, and the leader is doubted. */
export const ANSWER_WITHIN_MS = 2_000;

/** The answer took longer than the time limit. The client itself waits without a limit in several places. */
export class TookTooLong extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

/**
 * Waits for `work` for at most `ms` milliseconds. Work that takes longer is not cancelled, and its late result is
 * discarded.
 * @throws TookTooLong
 */
export const within = async <A>(ms: number, work: Promise<A>): Promise<A> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TookTooLong(ms)), ms);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
