/** Knows the errors that can happen to every command, and what they mean for its end. */
import pg from 'pg';
import { passingTrouble } from '#infra/app/startup-trouble.ts';
import { HomeUnfit } from '#infra/config/home.ts';
import { SchemaUnfit } from '#infra/database/migrations.ts';
import { CredentialsRefused, LogUnavailable, LogUrlUnfit } from '#infra/log/event-log.ts';
import { NoServerRuns, ServerGone, UnknownTask } from '#infra/operate/admin/ask-admin.ts';
import { UnreadableEvent } from '#projections/ports/event-feed.ts';
import { EXIT, Stop } from './exit-codes.ts';

/** Codes of Postgres: the user or the password is wrong, the database does not exist, the user lacks a right. */
const REFUSED_BY_POSTGRES = /^(28\w{3}|3D000|42501)$/;
/** Codes of Node for a certificate that is not accepted. */
const CERTIFICATE = /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_TLS_)/;
/** Causes below an error that are looked at. A refusal further down counts as a bug. */
const CAUSES_MAX = 5;

/** Finds a refusal below the errors that a library puts around it. */
const refusalOf = (error: unknown, causes = CAUSES_MAX): Error | undefined => {
  if (!(error instanceof Error) || causes === 0) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error instanceof pg.DatabaseError ? REFUSED_BY_POSTGRES.test(code) : CERTIFICATE.test(code)) return error;
  return refusalOf(error.cause, causes - 1);
};

/** Turns an error into a sentence and an exit code. Undefined for a bug in this program. */
export const foreseen = (error: unknown): Stop | undefined => {
  if (error instanceof Stop) return error;
  if (error instanceof CredentialsRefused || error instanceof LogUrlUnfit)
    return new Stop(EXIT.config, `No log: ${error.message}.`);
  const refusal = refusalOf(error);
  if (refusal !== undefined)
    return new Stop(
      EXIT.config,
      `No connection to the database: ${refusal.message}. Correct FILAMENT_DATABASE_URL, or the rights of its user.`,
    );
  if (error instanceof LogUnavailable) return new Stop(EXIT.unavailable, `No log: ${error.message}.`);
  if (error instanceof SchemaUnfit || error instanceof HomeUnfit) return new Stop(EXIT.config, `${error.message}.`);
  if (error instanceof UnreadableEvent)
    return new Stop(EXIT.problemFound, `An event of the log cannot be read: ${error.message}.`);
  if (error instanceof NoServerRuns || error instanceof ServerGone || error instanceof UnknownTask)
    return new Stop(EXIT.unavailable, `The server ended meanwhile: ${error.message}. Run the command again.`);
  const why = passingTrouble(error);
  return why === undefined ? undefined : new Stop(EXIT.unavailable, `Something needed is not available: ${why}.`);
};
