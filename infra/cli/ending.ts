/**
 * Ends the process of a command in bounded time, whatever is left open: a connection of a library, a silent server, a
 * timer. A command that is interrupted first stops by itself, then is left behind, then ends with its process.
 */
import { EXIT, Stop } from './exit-codes.ts';

/** Milliseconds that an interrupted command has to stop by itself, as a rebuild does that removes what it began. */
const STOPS_BY_ITSELF_MS = 2_500;
/** Milliseconds from an interruption to the end of the process. The embedded Postgres is stopped before. */
const ENDS_WITHIN_MS = 4_500;

const stopping = new AbortController();
const leaving = new AbortController();
/** Aborts with a `Stop` at an interruption. A command that reads it stops by itself. A process runs one command. */
export const interrupted = stopping.signal;
/** Aborts with the same `Stop` when the command has not stopped by itself in time. */
export const overdue = leaving.signal;

export const interrupt = (stop: Stop): void => {
  if (interrupted.aborted) return;
  stopping.abort(stop);
  setTimeout(() => leaving.abort(stop), STOPS_BY_ITSELF_MS).unref();
  setTimeout(() => process.exit(process.exitCode ?? stop.exitCode), ENDS_WITHIN_MS).unref();
};

/** Lets the first Ctrl-C or SIGTERM interrupt the command. The second one ends the process at once. */
export const heedSignals = (): void => {
  const onSignal = (): void => {
    if (interrupted.aborted) process.exit(EXIT.interrupted);
    interrupt(new Stop(EXIT.interrupted, 'Interrupted.'));
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal);
};

/** Rejects with the signal's reason when it aborts before `work` is done. The work is left behind. */
export const unlessAborted = async <A>(signal: AbortSignal, work: Promise<A>): Promise<A> => {
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(signal.reason);
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave, { once: true });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
};

/** Milliseconds that one part of a command may take to close. The end of the process closes it otherwise. */
const CLOSES_WITHIN_MS = 250;

/** Waits a moment until a part of the command is closed. A failure to close changes no outcome. */
export const closed = async (closing: Promise<void>): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, CLOSES_WITHIN_MS);
  await Promise.race([closing.catch(() => undefined), late]);
  clearTimeout(timer);
};

/** Resolves when the reader of a stream has taken everything, or can take nothing any more. */
const taken = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });

/** Ends the process with `process.exitCode` once the last word is written, and waits for nothing else. */
export const endProcess = async (): Promise<never> => {
  await Promise.all([taken(process.stdout), taken(process.stderr)]);
  process.exit();
};
