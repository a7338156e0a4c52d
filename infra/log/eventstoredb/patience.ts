/** The client waits for ever in more than one place; nobody here does. */
export class TookTooLong extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

/** `work` goes on behind our back when it takes longer; what becomes of it then is nobody's. @throws TookTooLong */
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
