import type { InstrumenterContext } from '@stryker-mutator/api/core';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import Mocha from 'mocha';

declare global {
  /** The instrumented code reads here which mutant is active, and writes here which mutants it ran through. */
  var __stryker__: InstrumenterContext | undefined;
}

const sharedContext = (): InstrumenterContext => {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
};

/** Seed of all properties, so that the same mutants die in every run. */
const SEED = 20_261_129;

/** Prints nothing. Mocha requires a reporter, and the runner below listens to Mocha itself. */
class Silent extends Mocha.reporters.Base {
  override epilogue(): void {
    // Stryker prints the report.
  }
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const setBail = (suite: Mocha.Suite, bail: boolean): void => {
  suite.bail(bail);
  for (const inner of suite.suites) setBail(inner, bail);
};

/** Returns the id of a test: its whole title, which is the same in every run. */
const identity = (test: Mocha.Runnable): Pick<TestResult, 'id' | 'name' | 'fileName'> => {
  const id = test.fullTitle();
  return { id, name: id, ...(test.file === undefined ? {} : { fileName: test.file }) };
};

/**
 * Runs the test files in Stryker's worker process through Mocha's public interface. Stryker's own runner needs files
 * inside Mocha that Mocha 12 moved.
 */
export class InProcessMocha implements TestRunner {
  readonly #testFiles: ReadonlyArray<string>;
  readonly #mocha = new Mocha({ timeout: 0, reporter: Silent });
  readonly #context = sharedContext();
  #isLoaded = false;
  #noteTests = false;

  constructor(testFiles: ReadonlyArray<string>) {
    this.#testFiles = testFiles;
  }

  /** Node keeps imported modules for good, so a mutant of code that runs at import needs a new process. */
  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    fc.configureGlobal({ seed: SEED });
    this.#mocha.cleanReferencesAfterRun(false);
    for (const file of this.#testFiles) this.#mocha.addFile(file);
    const begins = (test: Mocha.Test | undefined): void => {
      if (this.#noteTests && test !== undefined) this.#context.currentTestId = test.fullTitle();
    };
    this.#mocha.suite.beforeEach(function (this: Mocha.Context) {
      begins(this.currentTest);
    });
  }

  async dryRun({ coverageAnalysis, disableBail }: DryRunOptions): Promise<DryRunResult> {
    this.#noteTests = coverageAnalysis === 'perTest';
    const result = await this.#run(!disableBail);
    this.#noteTests = false;
    const { mutantCoverage } = this.#context;
    return result.status === DryRunStatus.Complete && mutantCoverage !== undefined
      ? { ...result, mutantCoverage }
      : result;
  }

  async mutantRun({
    activeMutant,
    testFilter,
    disableBail,
    hitLimit,
    mutantActivation,
  }: MutantRunOptions): Promise<MutantRunResult> {
    if (hitLimit === undefined) delete this.#context.hitLimit;
    else this.#context.hitLimit = hitLimit;
    this.#context.hitCount = 0;
    const titles = testFilter?.map((id) => `^${escaped(id)}$`).join('|');
    this.#mocha.grep(new RegExp(titles ?? ''));
    return toMutantRunResult(await this.#run(!disableBail, activeMutant.id, mutantActivation === 'static'));
  }

  async #run(bail: boolean, mutant?: string, fromTheStart = false): Promise<DryRunResult> {
    try {
      if (!this.#isLoaded) {
        if (fromTheStart) this.#activate(mutant);
        await this.#mocha.loadFilesAsync();
        this.#isLoaded = true;
      }
      this.#activate(mutant);
      setBail(this.#mocha.suite, bail);
      const tests = await this.#testResults();
      const { hitCount, hitLimit } = this.#context;
      return determineHitLimitReached(hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests };
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: error instanceof Error ? (error.stack ?? '') : String(error) };
    }
  }

  #activate(mutant: string | undefined): void {
    if (mutant === undefined) delete this.#context.activeMutant;
    else this.#context.activeMutant = mutant;
  }

  #testResults(): Promise<TestResult[]> {
    return new Promise((resolve) => {
      const tests: TestResult[] = [];
      let since = performance.now();
      const lap = (): number => {
        const before = since;
        since = performance.now();
        return since - before;
      };
      this.#mocha
        .run(() => resolve(tests))
        .on('pass', (test) => tests.push({ ...identity(test), status: TestStatus.Success, timeSpentMs: lap() }))
        .on('fail', (test, { message }) =>
          tests.push({
            ...identity(test),
            status: TestStatus.Failed,
            failureMessage: message,
            timeSpentMs: lap(),
          }),
        );
    });
  }
}
