/**
 * Classifies the failure of a call to the server. The client gives some failures a type of its own, passes others on
 * with their gRPC code, and throws some as they come.
 * `conflict`: the stream has another head than expected.
 * `poison`: the append can never be stored.
 * `gone`: the stream does not exist.
 * `elsewhere`: another node is the leader, and the client knows which one.
 * `refused`: the server rejects the credentials, or the user lacks a right.
 * `unknown`: no answer came, so the call may have taken effect or not.
 */
import { ErrorType } from '@eventstore/db-client';
import { CredentialsRefused, LogUnavailable } from '../event-log.ts';
import { TookTooLong } from './patience.ts';

export type CallFailure = 'conflict' | 'poison' | 'gone' | 'elsewhere' | 'refused' | 'unknown';

const TYPES: Readonly<Record<string, CallFailure>> = {
  [ErrorType.WRONG_EXPECTED_VERSION]: 'conflict',
  [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED]: 'poison',
  [ErrorType.INVALID_ARGUMENT]: 'poison',
  [ErrorType.MISSING_REQUIRED_METADATA_PROPERTY]: 'poison',
  [ErrorType.STREAM_DELETED]: 'poison',
  [ErrorType.STREAM_NOT_FOUND]: 'gone',
  [ErrorType.NO_STREAM]: 'gone',
  [ErrorType.NOT_LEADER]: 'elsewhere',
  [ErrorType.ACCESS_DENIED]: 'refused',
};
/** gRPC codes: 3 is invalid argument, 7 is permission denied, 16 is unauthenticated. */
const PERMISSION_DENIED = 7;
const CODES: Readonly<Record<number, CallFailure>> = { 3: 'poison', [PERMISSION_DENIED]: 'refused', 16: 'refused' };

const fieldOf = (error: unknown, name: 'type' | 'code'): unknown =>
  typeof error === 'object' && error !== null && name in error ? error[name as keyof typeof error] : undefined;

export const whatFailureMeans = (error: unknown): CallFailure => {
  const type = fieldOf(error, 'type');
  if (typeof type === 'string' && TYPES[type] !== undefined) return TYPES[type];
  const code = fieldOf(error, 'code');
  return (typeof code === 'number' ? CODES[code] : undefined) ?? 'unknown';
};

/** gRPC code of a call whose time is over. */
const DEADLINE_EXCEEDED = 4;

/** Tells whether a call failed because its time was over, and for no other reason. */
export const isLate = (error: unknown): boolean =>
  error instanceof TookTooLong || fieldOf(error, 'code') === DEADLINE_EXCEEDED;

/**
 * gRPC codes by which a server answers a read at a place where no record begins: unknown, invalid argument, aborted, out
 * of range, internal. A server that cannot be reached gives other codes or none.
 */
const NO_SUCH_PLACE: ReadonlyArray<unknown> = [2, 3, 10, 11, 13];
export const mayMeanNoSuchPlace = (error: unknown): boolean =>
  whatFailureMeans(error) !== 'elsewhere' && NO_SUCH_PLACE.includes(fieldOf(error, 'code'));

export const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Rights that the user of a log needs. Each reads as what was asked of the server. */
export const LOG_RIGHTS = ['read $all', 'read the streams of the log', 'append to the streams of the log'] as const;
export type LogRight = (typeof LOG_RIGHTS)[number];

/** Tells whether the server knows the user and denies the user a right. The client's own type does not tell it. */
export const isRightMissing = (error: unknown): boolean => fieldOf(error, 'code') === PERMISSION_DENIED;

/** Turns a failed call into a failure of the port. `asked` is the right that the call needed. */
export const unavailable = (error: unknown, asked: LogRight): LogUnavailable => {
  if (error instanceof LogUnavailable) return error;
  if (isRightMissing(error))
    return new CredentialsRefused(
      `the EventStoreDB was asked to ${asked}, and its user lacks that right (docs/SCALING.md shows how to give it)`,
    );
  return whatFailureMeans(error) === 'refused'
    ? new CredentialsRefused(`the EventStoreDB refuses these credentials: ${whyOf(error)}`)
    : new LogUnavailable(`the EventStoreDB is away: ${whyOf(error)}`);
};
