import type { DriverFactory } from 'slonik';
import { pgDriver } from './pg-driver.ts';

/** Message of `pg` for the same fault. */
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
 * Makes the driver of a pool whose database may fall silent. A silent database cancels no statement, and the network
 * would report it only after a quarter of an hour. A connection without an answer is closed and replaced.
 */
export const answeringDriver =
  (withinMs: number): DriverFactory =>
  async (given) => {
    const driver = await pgDriver(given);
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
            // A transaction would roll back on this connection.
            if (silent) throw new Error(NO_ANSWER);
            return within(withinMs, client.query(...asked), giveUp);
          },
        };
      },
    };
  };
