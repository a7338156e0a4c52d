/**
 * The output of a command. Answers go to stdout: sentences for a person, or with `--json` one JSON value (or one a
 * line) and nothing else. Progress and remarks go to stderr, so that they do not enter a pipe.
 */
import { createProgress, type ProgressReport } from './progress.ts';

export type Terminal = {
  readonly json: boolean;
  /** Prints a sentence of the answer. Prints nothing with `--json`. */
  readonly say: (line: string) => void;
  /** Prints the answer, or a line of it, as JSON. Prints nothing without `--json`. */
  readonly give: (value: unknown) => void;
  /** Prints data as it is, with and without `--json`. Resolves when there is room for more. */
  readonly write: (data: string) => Promise<void>;
  /** Prints a remark beside the answer. */
  readonly remark: (line: string) => void;
  readonly progress: (title: string, unit: string) => ProgressReport;
};

/**
 * Encodes a value as JSON. Positions are bigints and may exceed the exact range of a number, so they become strings.
 */
const asJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));

export type Streams = { readonly stdout: NodeJS.WriteStream; readonly stderr: NodeJS.WriteStream };

/** Resolves when stdout takes more data, or when it is broken and ignores all data. */
const room = (stdout: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    const goOn = (): void => {
      stdout.off('drain', goOn).off('error', goOn).off('close', goOn);
      resolve();
    };
    stdout.on('drain', goOn).on('error', goOn).on('close', goOn);
  });

/**
 * Opens the terminal.
 * @param brokenOff is called when stdout can no longer be written.
 */
export const openTerminal = (
  { stdout, stderr }: Streams,
  json: boolean,
  brokenOff: (error: NodeJS.ErrnoException) => void,
): Terminal => {
  let listening = false;
  const write = (data: string): boolean => {
    // A package that the command loaded adds a listener that throws. All packages are loaded at the first output, so it
    // is removed here.
    if (!listening) stdout.removeAllListeners('error').on('error', brokenOff);
    listening = true;
    return stdout.write(data);
  };
  return {
    json,
    say: (line) => {
      if (!json) write(`${line}\n`);
    },
    give: (value) => {
      if (json) write(`${asJson(value)}\n`);
    },
    write: (data) => (write(data) ? Promise.resolve() : room(stdout)),
    remark: (line) => {
      stderr.write(`${line}\n`);
    },
    progress: (title, unit) => createProgress(stderr, title, unit),
  };
};
