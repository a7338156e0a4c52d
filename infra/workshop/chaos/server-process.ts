/** Runs the real server as a child process in its own data folder, so that it can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { closedOnce } from '#infra/workshop/testkit/left-open.ts';
import { type CliOutcome, type Environment, runCli } from './cli-process.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const MAIN = join(ROOT, 'infra', 'app', 'main.ts');
/** A long limit, because a test machine may be busy. A server that fails to start ends and is noticed at once. */
const READY_WITHIN_MS = 180_000;
const PROBE_EVERY_MS = 20;
const SAID_CHARS = 4_000;
/**
 * Rate limits that are raised, because all clients here share one address and few users. The limits are not under test.
 */
const RATES = [
  'REQUESTS_PER_USER',
  'MESSAGES_PER_USER',
  'MESSAGES_PER_USER_AND_CHANNEL',
  'LOGINS_PER_ADDRESS',
  'LOGINS_PER_ACCOUNT',
  'SEARCHES_PER_USER',
  'SEARCHES_PER_GUILD',
];

/** Directories of system programs, fixed so that the environment of the test does not matter. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export const environmentOf = (home: string, port: number): Environment => ({
  PATH,
  FILAMENT_HOME: home,
  FILAMENT_PORT: String(port),
  FILAMENT_METRICS_PORT: '0',
  FILAMENT_LOG_LEVEL: 'warn',
  ...Object.fromEntries(RATES.map((rate) => [`FILAMENT_LIMIT_${rate}`, '100000'])),
});

export type ServerProcess = {
  readonly url: string;
  readonly start: () => Promise<void>;
  readonly ready: () => Promise<void>;
  /** Sends SIGKILL to the server, and resolves when it has ended. */
  readonly kill: () => Promise<void>;
  /** Sends SIGKILL to Postgres, and resolves when the server has started another one. */
  readonly killPostgres: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Runs `filament` on the same data folder, beside the server. */
  readonly cli: (...args: ReadonlyArray<string>) => Promise<CliOutcome>;
  readonly environment: Environment;
  readonly pid: () => number | undefined;
  /** Closes the pipes of the server's output, so that its next output has no reader. */
  readonly hearNoMore: () => void;
  /** The end of the server's output, to find the cause of a failure. */
  readonly said: () => string;
};

/** Returns the process id of Postgres. Undefined while none runs. */
export const postmasterOf = async (home: string): Promise<number | undefined> => {
  const text = await readFile(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
};

/**
 * Builds the process.
 * @param more environment variables. Without any it plays all roles over the embedded Postgres.
 */
export const serverProcess = (home: string, port: number, more: Environment = {}): ServerProcess => {
  const environment = { ...environmentOf(home, port), ...more };
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let said = '';

  const isReady = async (): Promise<boolean> => {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.status === 200;
  };

  const ready = async (): Promise<void> => {
    for (const deadline = performance.now() + READY_WITHIN_MS; !(await isReady()); await pause(PROBE_EVERY_MS)) {
      if (performance.now() > deadline) throw new Error(`the server is not ready in time; it said:\n${said}`);
      const how = child?.exitCode ?? child?.signalCode;
      if (how !== null) throw new Error(`the server ended with ${how}; it said:\n${said}`);
    }
  };

  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };

  return {
    url,
    ready,
    start: async () => {
      child = spawn(process.execPath, [MAIN], { cwd: ROOT, env: environment, stdio: 'pipe' });
      const keep = (chunk: Buffer): void => {
        said = (said + chunk.toString('utf8')).slice(-SAID_CHARS);
      };
      const gone = closedOnce(() => end('SIGKILL'));
      child.once('exit', () => void gone());
      child.stdout?.on('data', keep);
      child.stderr?.on('data', keep);
      await ready();
    },
    kill: () => end('SIGKILL'),
    killPostgres: async () => {
      const killed = await postmasterOf(home);
      if (killed === undefined) throw new Error('no Postgres runs that could be killed');
      process.kill(killed, 'SIGKILL');
      // The children of Postgres live on for a moment, and their acknowledgements are no sign of recovery.
      let now: number | undefined = killed;
      for (const deadline = performance.now() + READY_WITHIN_MS; now === killed || now === undefined; ) {
        if (performance.now() > deadline) throw new Error(`Postgres was not started again; the server said:\n${said}`);
        await pause(PROBE_EVERY_MS);
        now = await postmasterOf(home);
      }
    },
    stop: () => end('SIGTERM'),
    cli: (...args) => runCli(environment, args),
    environment,
    pid: () => child?.pid,
    said: () => said,
    hearNoMore: () => {
      child?.stdout?.destroy();
      child?.stderr?.destroy();
    },
  };
};
