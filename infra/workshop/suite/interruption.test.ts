import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const at = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));
const LOOK_EVERY_MS = 20;

/** A program that starts another one and prints both ids. Neither ends by itself. */
const FAMILY = `
  const { spawn } = require('node:child_process');
  const lasting = 'setInterval(() => undefined, 1000)';
  const { pid } = spawn(process.execPath, ['--eval', lasting], { stdio: 'ignore' });
  process.stdout.write(process.pid + ' ' + pid + '\\n');
  setInterval(() => undefined, 1000);`;

const RUNNER = `
  import { endWhenToldTo } from ${at('interruption.ts')};
  import { runProgram } from ${at('program.ts')};
  endWhenToldTo();
  await runProgram(['--eval', ${JSON.stringify(FAMILY)}], {
    withinMs: 3_600_000,
    onOutput: (text) => process.stdout.write(process.pid + ' ' + text),
  });`;

/** Tells whether a process runs. An ended one that was not yet waited for does not. */
const lives = async (pid: number): Promise<boolean> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return text.split(') ')[1]?.startsWith('Z') === false;
};

/** Waits until every process has ended. A process that never ends lets the test run out of its time. */
const ended = async (pids: ReadonlyArray<number>): Promise<void> => {
  for (const pid of pids) while (await lives(pid)) await pause(LOOK_EVERY_MS);
};

describe('a test run that is told to end', () => {
  if (process.platform !== 'linux') return;

  const started = async (command: string, args: ReadonlyArray<string>) => {
    const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    if (child.stdout === null) throw new Error('no output');
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, pids: line.split(' ').map(Number) };
  };
  const runner = ['--input-type=module', '--eval', RUNNER];

  it('ends everything that it has started, at SIGTERM', async () => {
    const { child, pids } = await started(process.execPath, runner);
    child.kill('SIGTERM');
    await ended(pids);
    expect(pids).to.have.length(3);
  });

  it('ends everything that it has started, when it is killed', async () => {
    const { child, pids } = await started(process.execPath, runner);
    child.kill('SIGKILL');
    await ended(pids);
    expect(pids).to.have.length(3);
  });

  it('ends with the shell that started it, as a time limit leaves it', async () => {
    const command = [process.execPath, ...runner].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    const { child, pids } = await started('sh', ['-c', `${command}; true`]);
    child.kill('SIGKILL');
    await ended(pids);
    expect(pids).to.have.length(3);
  });
});
