import { NotMadeYet } from '#infra/database/migrations.ts';
import { LogUnavailable } from '#infra/log/event-log.ts';

/** Not reachable, starting up, shutting down, too many connections, or another at the same place: it may yet come. */
const MAY_PASS = /^((?!ERR_)E[A-Z_]+|08\w{3}|57\w{3}|53\w{3}|55P03)$/;
/** What `pg` says of a database that left in the middle or says nothing: such an error has no code. */
const LOST = /^(Connection terminated|timeout expired$|timeout exceeded when trying to connect$|Query read timeout$)/;
const CAUSES_MAX = 5;

/** Why the house cannot be opened just now; undefined for what no waiting mends. */
export const passingTrouble = (error: unknown, causes = CAUSES_MAX): string | undefined => {
  if (!(error instanceof Error) || causes === 0) return undefined;
  if (error instanceof LogUnavailable || error instanceof NotMadeYet) return error.message;
  if ('code' in error && typeof error.code === 'string' && MAY_PASS.test(error.code)) {
    return error.message === '' ? error.code : error.message;
  }
  if (LOST.test(error.message)) return error.message;
  return passingTrouble(error.cause, causes - 1);
};
