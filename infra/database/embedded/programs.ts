import { spawn } from 'node:child_process';
import type { SystemUser } from './account.ts';

/** Environment of Postgres' programs. Ours may hold secrets, and its PG* variables would steer them. */
export const BARE_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
/**
 * Characters of output that an error shows. The last output says why a program failed, and a log line cuts longer
 * messages at their end.
 */
export const OUTPUT_CHARS_SHOWN = 300;

/** Runs a program until it ends. Rejects with its last output when the exit code is not 0. */
export const runToEnd = (
  program: string,
  flags: ReadonlyArray<string>,
  options: { readonly account: SystemUser; readonly input?: string },
): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, flags, { ...options.account, cwd: '/', env: BARE_ENVIRONMENT, stdio: 'pipe' });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-OUTPUT_CHARS_SHOWN);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${signal ?? code}: ${output.trim()}`));
    });
  });
