import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ASKING_AN_INDEX, kindOf, testFiles } from './files.ts';
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
    return lastLine(await runMocha({ stage: `suite ${jobs}`, files, jobs, quiet: true }));
  };

  const GOOD = `it('holds', () => undefined);`;
  const BAD = `it('breaks', () => { throw new Error('no'); });`;

  it('counts what passed and what failed, in one process and in several', async () => {
    expect(await outcomeOf(1, GOOD, BAD, GOOD + GOOD)).to.equal('3 passed, 1 failed');
    expect(await outcomeOf(2, GOOD, BAD, GOOD + GOOD)).to.equal('3 passed, 1 failed');
  });

  it('lets no test be left out', async () => {
    expect(await outcomeOf(1, `${GOOD} it['skip']('later', () => undefined);`)).to.equal('1 passed, 1 failed');
    expect(await outcomeOf(1, `${GOOD} it('later');`)).to.equal('1 passed, 1 failed');
  });

  it('counts a hook that breaks, and tests that end the process', async () => {
    expect(await outcomeOf(1, `before(() => { throw new Error('no'); }); ${GOOD}`)).to.equal('0 passed, 1 failed');
    expect(await outcomeOf(1, 'process.exit(0);')).to.equal('0 passed, 1 failed');
  });

  it('counts a file that cannot be read as code', async () => {
    expect(await outcomeOf(1, 'this is no code')).to.equal('0 passed, 1 failed');
    expect(await outcomeOf(2, GOOD, 'this is no code')).to.match(/, [1-9]\d* failed$/);
  });

  it('tells the kinds of tests by their names', () => {
    const kinds = ['domain/a.test.ts', 'infra/a.int.test.ts', 'gateway/a.e2e.test.ts', 'web/e2e/a.test.ts'].map(kindOf);
    expect(kinds).to.deep.equal(['unit', 'integration', 'whole server', 'browser']);
  });

  it('finds a part of the tests by a piece of a path', () => {
    expect(testFiles(['infra/testkit/suite'])).to.deep.equal(['infra/testkit/suite/suite.test.ts']);
    expect(testFiles(['./infra/testkit/suite/suite.test.ts'])).to.have.length(1);
    expect(testFiles(['no such file'])).to.deep.equal([]);
    expect(testFiles([]).length).to.be.above(10);
  });

  it('knows by their names the tests that ask an index', () => {
    expect([...ASKING_AN_INDEX].filter((file) => !testFiles([]).includes(file))).to.deep.equal([]);
  });

  it('takes what cannot run for a failure only where everything is required', () => {
    expect(lastLine(skippedOrFailed('no Chromium', false))).to.equal('0 passed, 0 failed');
    expect(lastLine(sum([skippedOrFailed('no Chromium', true), { passed: 2, failed: 0, skipped: [] }]))).to.equal(
      '2 passed, 1 failed',
    );
  });
});
