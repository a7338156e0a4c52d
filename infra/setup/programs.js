import { spawn } from 'node:child_process';
import { guardedGroup } from './guard.js';
import { ROOT } from './paths.js';
import { SetUpFault, say } from './say.js';

const HEARTBEAT_MS = 10_000;

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Passes stop signals on. A child that outlives the set-up would write into the files of the next one.
 *
 * @param {(signal: NodeJS.Signals) => void} on
 * @returns {() => NodeJS.Signals | undefined} stops passing them on, and returns the signal that arrived
 */
const passSignals = (on) => {
  /** @type {NodeJS.Signals | undefined} */
  let told;
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    told = signal;
    on(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  return () => {
    for (const signal of SIGNALS) process.off(signal, pass);
    return told;
  };
};

/**
 * Runs a program of the set-up to its end. Its output goes to standard error. A line follows after every ten silent
 * seconds, so that a long step shows that it works.
 *
 * @param {string} what name of the step, for the reader
 * @param {string} program
 * @param {ReadonlyArray<string>} args
 * @returns {Promise<void>}
 */
export const runStep = (what, program, args) =>
  new Promise((resolve, reject) => {
    const startedAt = Date.now();
    const seconds = () => Math.round((Date.now() - startedAt) / 1000);
    say(`${what} ...`);
    const { FORCE_COLOR: _forced, ...environment } = process.env;
    const env = process.stderr.isTTY ? process.env : { ...environment, NO_COLOR: '1' };
    // The child leads a group of its own, so that a signal reaches everything that it has started.
    const child = spawn(program, [...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const group = guardedGroup(child);
    const stopped = passSignals(group.signal);
    const heartbeat = setInterval(() => say(`${what}, ${seconds()} s so far`), HEARTBEAT_MS);
    /** @param {Buffer} chunk */
    const pass = (chunk) => {
      heartbeat.refresh();
      process.stderr.write(chunk);
    };
    child.stdout.on('data', pass);
    child.stderr.on('data', pass);
    child.once('error', (error) => {
      clearInterval(heartbeat);
      stopped();
      reject(new SetUpFault(`${what} could not start: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      clearInterval(heartbeat);
      group.release();
      const ended = stopped();
      if (ended !== undefined) process.kill(process.pid, ended);
      else if (code === 0) {
        say(`${what}: done in ${seconds()} s`);
        resolve();
      } else reject(new SetUpFault(`${what} failed (${signal ?? `exit code ${code}`}); its output is above`));
    });
  });

/**
 * Runs the npm that called us, or the one on the path.
 *
 * @param {string} what
 * @param {ReadonlyArray<string>} args
 */
export const runNpm = (what, args) => {
  const npm = process.env['npm_execpath'];
  const quiet = [...args, '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm?.endsWith('npm-cli.js')) return runStep(what, process.execPath, [npm, ...quiet]);
  return runStep(what, 'npm', quiet);
};

/**
 * Becomes the program. The program replaces this process if the runtime can do that, so that the set-up leaves memory.
 * Otherwise this process waits, and passes on signals and the exit code.
 *
 * @param {string} program
 * @param {ReadonlyArray<string>} args
 */
export const become = (program, args) => {
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    process.execve(program, [program, ...args], process.env);
  }
  const child = spawn(program, [...args], { stdio: 'inherit' });
  passSignals((signal) => {
    // A terminal sends Ctrl-C to the child too. Any other sender reaches this process alone.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
  child.once('error', (error) => {
    say(`${program} does not run: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
};
