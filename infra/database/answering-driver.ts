import { createPgDriverFactory } from '@slonik/pg-driver';
import type { DriverFactory } from 'slonik';

/** The words of `pg` for the same. */
const NO_ANSWER = 'Query read timeout';

const within = async <A>(ms: number, work: Promise<A>, late: () => void): Promise<A> => {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late();
    reject(new Error(NO_ANSWER));
  }, ms);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * slonik's own driver, for a database that may fall silent: that one cancels no statement, however long it takes, and
 * the network would not say so for a quarter of an hour. A connection that does not answer is closed, and another made.
 */
export const answeringDriver =
  (withinMs: number): DriverFactory =>
  async (given) => {
    const driver = await within(withinMs, createPgDriverFactory()(given), () => undefined);
    return {
      createClient: async () => {
        const client = await driver.createClient();
        let silent = false;
        const giveUp = (): void => {
          silent = true;
          client.destroy().catch(() => undefined);
        };
        return {
          ...client,
          query: async (...asked) => {
            // As a transaction does, that would take itself back.
            if (silent) throw new Error(NO_ANSWER);
            return within(withinMs, client.query(...asked), giveUp);
          },
        };
      },
    };
  };
