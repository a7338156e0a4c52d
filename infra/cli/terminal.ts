/**
 * Where a command speaks. Answers go to stdout: sentences for a person, or with `--json` one JSON value (or
 * one a line) and nothing else. Progress and remarks go to stderr, so that a pipe never meets them.
 */
import { createProgress, type Progress } from './progress.ts';

export type Terminal = {
  readonly json: boolean;
  /** A sentence of the answer; silent with `--json`. */
  readonly say: (line: string) => void;
  /** The answer, or a line of it, for machines; silent without `--json`. */
  readonly give: (value: unknown) => void;
  /** As is, for output that is data in either mode. Resolves when there is room for more. */
  readonly write: (data: string) => Promise<void>;
  /** A remark beside the answer. */
  readonly remark: (line: string) => void;
  readonly progress: (title: string, unit: string) => Progress;
};

/** Positions are bigints and may exceed what a double holds, so they become texts. */
const asJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));

export type Streams = { readonly stdout: NodeJS.WriteStream; readonly stderr: NodeJS.WriteStream };

/** There is also room when it is broken: then nothing that is written goes anywhere. */
const room = (stdout: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    const goOn = (): void => {
      stdout.off('drain', goOn).off('error', goOn).off('close', goOn);
      resolve();
    };
    stdout.on('drain', goOn).on('error', goOn).on('close', goOn);
  });

/** @param brokenOff is told that what is written goes nowhere any more. */
export const openTerminal = (
  { stdout, stderr }: Streams,
  json: boolean,
  brokenOff: (error: NodeJS.ErrnoException) => void,
): Terminal => {
  let listening = false;
  const write = (data: string): boolean => {
    // A package that the command loaded listens too, and throws; by the first word all are loaded.
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
