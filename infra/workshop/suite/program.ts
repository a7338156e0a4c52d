import { spawn } from 'node:child_process';
import { guardedGroup } from '#infra/setup/guard.js';
import { interruption } from './interruption.ts';

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
    // The child leads its own process group, which holds everything that it has started.
    const group = guardedGroup(child);
    const timer = setTimeout(() => {
      tooLate = true;
      group.signal('SIGKILL');
    }, launch.withinMs);
    const interrupt = (): void => group.signal('SIGTERM');
    if (interruption.aborted) interrupt();
    interruption.addEventListener('abort', interrupt, { once: true });
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
      group.release();
      interruption.removeEventListener('abort', interrupt);
      const how = tooLate ? `took longer than ${launch.withinMs / 60_000} min` : `${signal ?? `exit code ${code}`}`;
      resolve({ ok: code === 0, how, output });
    });
  });
