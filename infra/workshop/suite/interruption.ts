/**
 * Interruption of a test run: Ctrl-C, SIGTERM, or the end of the process that started it. A time limit ends `npm` and
 * its shell, and neither passes the signal on.
 */
const told = new AbortController();
/** Aborts when the run has to end. Everything that runs is then ended, and nothing more begins. */
export const interruption = told.signal;

const LOOK_EVERY_MS = 500;

/** Begins to wait for an interruption. The main program calls it once. */
export const endWhenToldTo = (): void => {
  const { ppid } = process;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told.abort());
  setInterval(() => {
    if (process.ppid !== ppid) told.abort();
  }, LOOK_EVERY_MS).unref();
  // The reader of the output may be gone too.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
};
