import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('says what it can become when it is asked for something else', async () => {
    await run(process.execPath, [inProject('infra', 'setup', 'run.js'), 'dance']).then(
      () => expect.fail('it danced'),
      (error: unknown) => expect(error).to.have.property('stderr').that.includes('usage: run.js start | test'),
    );
  });

  it('goes on with the Node that package.json pins', async () => {
    const { stdout } = await run(await ensureRuntime(), ['--version']);
    const { dependencies }: { dependencies: { node: string } } = JSON.parse(
      await readFile(inProject('package.json'), 'utf8'),
    );
    expect(stdout.trim()).to.equal(`v${dependencies.node}`);
    expect((await run(PINNED_NODE, ['--version'])).stdout).to.equal(stdout);
  });

  it('happens once at a time, also after one was killed in the middle', async () => {
    const journal = join(folder, 'journal');
    await writeFile(journal, '');
    const work = `
      import { appendFileSync } from 'node:fs';
      import { setTimeout as pause } from 'node:timers/promises';
      import { oneAtATime } from ${JSON.stringify(inProject('infra', 'setup', 'lock.js'))};
      await oneAtATime(async () => {
        appendFileSync(${JSON.stringify(journal)}, 'in ');
        if (process.argv[1] === 'killed') process.kill(process.pid, 'SIGKILL');
        await pause(50);
        appendFileSync(${JSON.stringify(journal)}, 'out ');
      });`;
    const start = async (how: string): Promise<void> => {
      const env = { ...process.env, TMPDIR: folder };
      const child = spawn(process.execPath, ['--input-type=module', '--eval', work, how], { env, stdio: 'ignore' });
      await once(child, 'exit');
    };
    await start('killed');
    await Promise.all([start('whole'), start('whole'), start('whole')]);
    expect(await readFile(journal, 'utf8')).to.equal('in in out in out in out ');
  });
});
