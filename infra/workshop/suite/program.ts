import { spawn } from 'node:child_process';

/** Exit code after Ctrl-C, by convention. */
export const INTERRUPTED = 130;

/** How a program ended, and its whole output. */
export type Run = { readonly ok: boolean; readonly how: string; readonly output: string };

export type Launch = {
  /** Path of the program. This Node by default. */
  readonly program?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Receives the output as it comes, to show progress. Without it the output is only collected. */
  readonly onOutput?: (chunk: string) => void;
  /** Longest time in milliseconds. A longer run is killed with everything it started, and counts as failed. */
  readonly withinMs: number;
};

export const runProgram = (args: ReadonlyArray<string>, launch: Launch): Promise<Run> =>
  new Promise((resolve) => {
    const env = { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', ...launch.env };
    const child = spawn(launch.program ?? process.execPath, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    let tooLate = false;
    const stop = (signal: NodeJS.Signals): void => {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    };
    const timer = setTimeout(() => {
      tooLate = true;
      stop('SIGKILL');
    }, launch.withinMs);
    // The child leads its own process group, so Ctrl-C must be passed on.
    const interrupt = (): void => {
      stop('SIGTERM');
      process.exitCode = INTERRUPTED;
    };
    process.once('SIGINT', interrupt);
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      launch.onOutput?.(chunk.toString('utf8'));
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => {
      output += `${error.message}\n`;
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt);
      const how = tooLate ? `took longer than ${launch.withinMs / 60_000} min` : `${signal ?? `exit code ${code}`}`;
      resolve({ ok: code === 0, how, output });
    });
  });
