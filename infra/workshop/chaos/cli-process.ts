/** Runs `filament` as a child process. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const CLI = join(import.meta.dirname, '..', '..', 'cli', 'filament.ts');

export type Environment = Readonly<Record<string, string>>;
export type CliOutcome = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };
export type CliProcess = ChildProcessByStdio<Writable, Readable, Readable>;

export const spawnCli = (env: Environment, ...args: ReadonlyArray<string>): CliProcess =>
  spawn(process.execPath, [CLI, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });

export const outcomeOf = (cli: CliProcess): Promise<CliOutcome> =>
  new Promise((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    cli.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    cli.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    cli.once('error', reject);
    cli.once('close', (exitCode) =>
      resolve({ exitCode, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
  });

/** Runs a command to its end, with empty standard input. */
export const runCli = (env: Environment, args: ReadonlyArray<string>): Promise<CliOutcome> => {
  const cli = spawnCli(env, ...args);
  cli.stdin.end();
  return outcomeOf(cli);
};
