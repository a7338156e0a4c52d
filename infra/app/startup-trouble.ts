import { NotMadeYet } from '#infra/database/migrations.ts';
import { LogCutBack, LogUnavailable } from '#infra/log/event-log.ts';

/**
 * Codes of trouble that may pass: unreachable, starting up, shutting down, too many connections, or a lock held
 * elsewhere.
 */
const MAY_PASS = /^((?!ERR_)E[A-Z_]+|08\w{3}|57\w{3}|53\w{3}|55P03)$/;
/** Messages of `pg` for a database that broke off or is silent. Such an error has no code. */
const LOST = /^(Connection terminated|timeout expired$|timeout exceeded when trying to connect$|Query read timeout$)/;
/** Causes below an error that are looked at. Trouble further down does not count as passing. */
const CAUSES_MAX = 5;

/** Returns why the house cannot be opened now. Undefined when waiting does not mend it. */
export const passingTrouble = (error: unknown, causes = CAUSES_MAX): string | undefined => {
  if (!(error instanceof Error) || causes === 0) return undefined;
  if (error instanceof LogCutBack || error instanceof LogUnavailable || error instanceof NotMadeYet)
    return error.message;
  if ('code' in error && typeof error.code === 'string' && MAY_PASS.test(error.code)) {
    return error.message === '' ? error.code : error.message;
  }
  if (LOST.test(error.message)) return error.message;
  return passingTrouble(error.cause, causes - 1);
};
