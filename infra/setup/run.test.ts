import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { inProject, PINNED_NODE } from './paths.js';
import { ensureRuntime } from './runtime.js';

const run = promisify(execFile);

describe('the set-up', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'filament-setup-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('becomes the CLI, with its arguments and exit code', async () => {
    const { version }: { version: string } = JSON.parse(await readFile(inProject('package.json'), 'utf8'));
    const { stdout } = await run(process.execPath, [inProject('infra', 'cli', 'filament.js'), '--version']);
    expect(stdout.trim()).to.equal(version);
    await run(process.execPath, [inProject('infra', 'cli', 'filament.js'), 'no-such-command']).then(
      () => expect.fail('an unknown command went well'),
      (error: unknown) => expect(error).to.have.property('code', 2),
    );
  });

  it('lists its commands when it gets an unknown one', async () => {
    await run(process.execPath, [inProject('infra', 'setup', 'run.js'), 'dance']).then(
      () => expect.fail('it danced'),
      (error: unknown) => expect(error).to.have.property('stderr').that.includes('usage: run.js start | test'),
    );
  });

  it('continues on the Node that package.json pins', async () => {
    const { stdout } = await run(await ensureRuntime(), ['--version']);
    const { dependencies }: { dependencies: { node: string } } = JSON.parse(
      await readFile(inProject('package.json'), 'utf8'),
    );
    expect(stdout.trim()).to.equal(`v${dependencies.node}`);
    expect((await run(PINNED_NODE, ['--version'])).stdout).to.equal(stdout);
  });

  /** Runs a JavaScript module with `folder` as its temp folder. */
  const script = (text: string, ...args: ReadonlyArray<string>) =>
    spawn(process.execPath, ['--input-type=module', '--eval', text, ...args], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
  /** Returns what the child has written to standard error, once this text is in it. */
  const says = ({ stderr }: ChildProcess, text: string): Promise<string> =>
    new Promise((resolve) => {
      let said = '';
      stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes(text)) resolve(said);
      });
    });
  const lockModule = JSON.stringify(inProject('infra', 'setup', 'lock.js'));

  it('runs once at a time, even after one set-up was killed', async () => {
    const journal = join(folder, 'journal');
    await writeFile(journal, '');
    const work = `
      import { appendFileSync } from 'node:fs';
      import { once } from 'node:events';
      import { oneAtATime } from ${lockModule};
      await oneAtATime(async () => {
        appendFileSync(${JSON.stringify(journal)}, 'in ');
        if (process.argv[1] === 'killed') process.kill(process.pid, 'SIGKILL');
        process.stderr.write('it has begun');
        await once(process.stdin.resume(), 'end');
        appendFileSync(${JSON.stringify(journal)}, 'out ');
      });`;
    await once(script(work, 'killed'), 'exit');
    const first = script(work, 'whole');
    await says(first, 'it has begun');
    const others = [script(work, 'whole'), script(work, 'whole')];
    await Promise.all(others.map((one) => says(one, 'waiting for another set-up')));
    const ended = [first, ...others].map((one) => once(one, 'exit'));
    for (const one of [first, ...others]) one.stdin.end();
    await Promise.all(ended);
    expect(await readFile(journal, 'utf8')).to.equal('in in out in out in out ');
  });

  it('does not wait for a lock with its own pid, nor for an empty lock', async () => {
    const child = script(`
      import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
      import { join } from 'node:path';
      import { oneAtATime } from ${lockModule};
      const folder = process.env.TMPDIR;
      let lock = '';
      await oneAtATime(async () => {
        lock = join(folder, readdirSync(folder).find((name) => name.endsWith('.lock')));
      });
      writeFileSync(lock, String(process.pid));
      await oneAtATime(async () => undefined);
      writeFileSync(lock, '');
      utimesSync(lock, 0, 0);
      await oneAtATime(async () => undefined);`);
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
  });

  it('goes on without a lock when there is no place for one, and says so', async () => {
    const work = `
      import { oneAtATime } from ${lockModule};
      await oneAtATime(async () => process.exit(7));`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', work], {
      env: { ...process.env, TMPDIR: join(folder, 'missing') },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    expect(await once(child, 'close')).to.deep.equal([7, null]);
    expect(said).to.include('going on without a lock').and.include('ENOENT');
  });

  it('ends its child before itself, so that the child writes no more files', async () => {
    const journal = join(folder, 'steps');
    const step = `
      const { writeFileSync } = require('node:fs');
      const late = setTimeout(() => undefined, 60_000);
      process.once('SIGTERM', () => {
        writeFileSync(${JSON.stringify(journal)}, 'ended');
        clearTimeout(late);
      });
      process.stdout.write('begun');`;
    const child = script(`
      import { runStep } from ${JSON.stringify(inProject('infra', 'setup', 'programs.js'))};
      await runStep('a step', process.execPath, ['--eval', ${JSON.stringify(step)}]);`);
    await says(child, 'begun');
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exit).to.deep.equal([null, 'SIGTERM']);
    expect(await readFile(journal, 'utf8')).to.equal('ended');
  });

  it('takes its child along when it is killed, with everything that the child has started', async () => {
    const step = `
      const { spawn } = require('node:child_process');
      const lasting = ['--eval', 'setInterval(() => undefined, 1000)'];
      const { pid } = spawn(process.execPath, lasting, { stdio: 'ignore' });
      process.stdout.write('children ' + process.pid + ' ' + pid + ' begun');
      setInterval(() => undefined, 1000);`;
    const child = script(`
      import { runStep } from ${JSON.stringify(inProject('infra', 'setup', 'programs.js'))};
      await runStep('a step', process.execPath, ['--eval', ${JSON.stringify(step)}]);`);
    const said = await says(child, ' begun');
    const pids = (/children (\d+) (\d+)/.exec(said) ?? []).slice(1).map(Number);
    child.kill('SIGKILL');
    const lives = async (pid: number): Promise<boolean> => {
      const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
      return state.split(') ')[1]?.startsWith('Z') === false;
    };
    for (const pid of pids) while (await lives(pid)) await pause(20);
    expect(pids).to.have.length(2);
  });

  it('installs again when packages were deleted and npm’s own lockfile was not', async () => {
    const clone = join(folder, 'clone');
    await cp(inProject('infra', 'setup'), join(clone, 'infra', 'setup'), { recursive: true });
    const packages = { 'node_modules/left': { version: '1.0.0' }, 'node_modules/gone': { version: '1.0.0' } };
    await mkdir(join(clone, 'node_modules', 'left'), { recursive: true });
    await writeFile(join(clone, 'node_modules', 'left', 'package.json'), '{}');
    const lockfile = JSON.stringify({ packages });
    await writeFile(join(clone, 'package-lock.json'), lockfile);
    await writeFile(join(clone, 'node_modules', '.package-lock.json'), lockfile);
    await writeFile(join(clone, 'package.json'), '{"type":"module"}');
    const asked = join(folder, 'asked');
    const npm = join(folder, 'npm-cli.js');
    await writeFile(npm, `require('node:fs').writeFileSync(${JSON.stringify(asked)}, process.argv[2])`);
    const install = `
      import { installPackages } from ${JSON.stringify(join(clone, 'infra', 'setup', 'install.js'))};
      await installPackages(false);`;
    const env = { ...process.env, npm_execpath: npm };
    const start = () => run(process.execPath, ['--input-type=module', '--eval', install], { env });
    await start();
    expect(await readFile(asked, 'utf8')).to.equal('ci');
    await rm(asked);
    await mkdir(join(clone, 'node_modules', 'gone'));
    await writeFile(join(clone, 'node_modules', 'gone', 'package.json'), '{}');
    await start();
    expect(existsSync(asked), 'asked npm for what is there').to.equal(false);
  });
});
