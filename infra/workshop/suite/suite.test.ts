import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { ASKING_AN_INDEX, ASKING_AN_OBJECT_STORE, kindOf, testFiles } from './files.ts';
import { runMocha } from './mocha-run.ts';
import { lastLine, skippedOrFailed, sum } from './report.ts';

describe('npm test', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'filament-suite-'));
  });
  after(() => rm(folder, { recursive: true }));

  const outcomeOf = async (jobs: number, ...bodies: ReadonlyArray<string>): Promise<string> => {
    const files = bodies.map((_body, at) => join(folder, `${at}.test.mjs`));
    await Promise.all(
      bodies.map((body, at) => writeFile(files[at] ?? '', `describe('story ${at}', () => {${body}});`)),
    );
    return lastLine(await runMocha({ stage: `suite ${jobs}`, files, jobs, quiet: true, endsWithinMs: 500 }));
  };

  const GOOD = `it('holds', () => undefined);`;
  const BAD = `it('breaks', () => { throw new Error('no'); });`;

  it('counts passed and failed tests, in one process and in several', async () => {
    expect(await outcomeOf(1, GOOD, BAD, GOOD + GOOD)).to.equal('3 passed, 1 failed');
    expect(await outcomeOf(2, GOOD, BAD, GOOD + GOOD)).to.equal('3 passed, 1 failed');
  });

  it('counts a skipped test as a failure', async () => {
    expect(await outcomeOf(1, `${GOOD} it['skip']('later', () => undefined);`)).to.equal('1 passed, 1 failed');
    expect(await outcomeOf(1, `${GOOD} it('later');`)).to.equal('1 passed, 1 failed');
  });

  it('counts a failing hook and a test that ends the process', async () => {
    expect(await outcomeOf(1, `before(() => { throw new Error('no'); }); ${GOOD}`)).to.equal('0 passed, 1 failed');
    expect(await outcomeOf(1, 'process.exit(0);')).to.equal('0 passed, 1 failed');
  });

  it('counts a file that is not valid code', async () => {
    expect(await outcomeOf(1, 'this is no code')).to.equal('0 passed, 1 failed');
    expect(await outcomeOf(2, GOOD, 'this is no code')).to.match(/, [1-9]\d* failed$/);
  });

  describe('with a failing test', () => {
    const LEFT_OPEN = JSON.stringify(pathToFileURL(join(import.meta.dirname, '..', 'testkit', 'left-open.ts')));
    const OPENED = `
      const { createServer } = await import('node:net');
      const { closedOnce } = await import(${LEFT_OPEN});
      server = createServer().listen(0);
      closedOnce(() => new Promise((resolve) => { server.close(resolve); }));`;
    const FAILING = `let server; it('breaks', async () => {${OPENED} throw new Error('no'); });`;

    it('reports that failure and closes the resources of the test before the next one begins', async () => {
      const next = `it('finds it closed', () => { if (server.listening) throw new Error('open'); });`;
      expect(await outcomeOf(1, FAILING + next)).to.equal('1 passed, 1 failed');
    });

    it('closes the resources of a failing hook or test at its end', async () => {
      const hook = `let server; before(async () => {${OPENED} throw new Error('no'); }); ${GOOD}`;
      expect(await outcomeOf(1, hook)).to.equal('0 passed, 1 failed');
      expect(await outcomeOf(1, `let server; it('leaves', async () => {${OPENED} });`)).to.equal('1 passed, 0 failed');
    });

    it('leaves shared things open while no test fails', async () => {
      const shared = `let server; it('opens', async () => {${OPENED} });
        it('uses', () => { if (!server.listening) throw new Error('closed'); });`;
      expect(await outcomeOf(1, shared)).to.equal('2 passed, 0 failed');
    });

    it('ends with one more failure when something left open cannot be closed', async () => {
      const unknown = `it('leaves', async () => { (await import('node:net')).createServer().listen(0); });`;
      expect(await outcomeOf(1, unknown)).to.equal('1 passed, 1 failed');
    });
  });

  it('tells the kind of a test by its name', () => {
    const kinds = ['domain/a.test.ts', 'infra/a.int.test.ts', 'gateway/a.e2e.test.ts', 'web/e2e/a.test.ts'].map(kindOf);
    expect(kinds).to.deep.equal(['unit', 'integration', 'whole server', 'browser']);
  });

  it('finds tests by a part of their path', () => {
    const here = ['interruption.test.ts', 'suite.test.ts'].map((name) => `infra/workshop/suite/${name}`);
    expect(testFiles(['infra/workshop/suite'])).to.deep.equal(here);
    expect(testFiles(['./infra/workshop/suite/suite.test.ts'])).to.have.length(1);
    expect(testFiles(['no such file'])).to.deep.equal([]);
    expect(testFiles([]).length).to.be.above(10);
  });

  it('names the tests that need a search index or an object store', () => {
    expect(
      [...ASKING_AN_INDEX, ...ASKING_AN_OBJECT_STORE].filter((file) => !testFiles([]).includes(file)),
    ).to.deep.equal([]);
  });

  it('treats a stage that cannot run as a failure only where everything is required', () => {
    expect(lastLine(skippedOrFailed('no Chromium', false))).to.equal('0 passed, 0 failed');
    expect(lastLine(sum([skippedOrFailed('no Chromium', true), { passed: 2, failed: 0, skipped: [] }]))).to.equal(
      '2 passed, 1 failed',
    );
  });
});
