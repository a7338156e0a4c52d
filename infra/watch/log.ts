import { randomBytes } from 'node:crypto';
import pino from 'pino';
import type { HttpLog } from '#gateway/ports/http-log.ts';
import { allowedFields, type LogFields } from './fields.ts';
import { scrub } from './scrub.ts';

export type LogLevel = 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
type Write = (fields: LogFields, message: string) => void;

/** The log. Each call writes one JSON line, to standard output by default. `message` is a fixed sentence. */
export type Log = Readonly<Record<Exclude<LogLevel, 'silent'>, Write>>;

export const openLog = (level: LogLevel, destination?: pino.DestinationStream): Log => {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: allowedFields },
      serializers: { err: (shown) => shown },
      hooks: { streamWrite: scrub },
    },
    destination ?? pino.destination({ fd: 1, sync: false }),
  );
  const at =
    (name: Exclude<LogLevel, 'silent'>): Write =>
    (fields, message) =>
      logger[name](fields, message);
  return {
    fatal: at('fatal'),
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    trace: at('trace'),
  };
};

const PROCESS_ID_BYTES = 6;
const COUNT_DIGITS = 8;
const thisProcess = randomBytes(PROCESS_ID_BYTES).toString('hex');
let requests = 0;
/**
 * Makes an id that names one request in the log, in the answer's header and in the metadata of its events. The process
 * part is random and the rest counts, so the id can be guessed and is no secret.
 */
export const freshRequestId = (): string => {
  requests += 1;
  return `${thisProcess}${requests.toString(16).padStart(COUNT_DIGITS, '0')}`;
};

const SERVER_FAULT = 500;

/** Writes the answers and failures of HTTP to the log. */
export const httpLog = (log: Log): HttpLog => ({
  answered: (answer) => (answer.status >= SERVER_FAULT ? log.warn : log.debug)(answer, 'request answered'),
  failed: ({ requestId, route, error }) => log.error({ requestId, route, err: error }, 'request failed'),
});
