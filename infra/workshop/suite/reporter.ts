import { writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import Mocha from 'mocha';

const { EVENT_RUN_END, EVENT_SUITE_END, EVENT_TEST_FAIL, EVENT_TEST_PASS } = Mocha.Runner.constants;

/** Shortest message that may be cut. A shorter one shows both values whole. */
const CUT_FROM_CHARS = 60;

/** Results of one top-level `describe` so far. */
type Story = { passed: number; failed: number; ms: number };

type Thrown = {
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly showDiff?: unknown;
  readonly actual?: unknown;
  readonly expected?: unknown;
};

const isThrown = (error: unknown): error is Thrown => typeof error === 'object' && error !== null;

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : inspect(value, { depth: 6, sorted: true });

/** Describes an error. The message of an assertion cuts long values, so both values are added in full. */
const explain = (error: unknown): string => {
  if (!isThrown(error) || typeof error.message !== 'string') return `thrown: ${inspect(error, { depth: 4 })}`;
  const where = typeof error.stack === 'string' && error.stack !== '' ? error.stack : error.message;
  if (error.showDiff !== true || error.message.length < CUT_FROM_CHARS) return where;
  return `${where}\nwas: ${asText(error.actual)}\nshould be: ${asText(error.expected)}`;
};

const showFailure = (test: Mocha.Runnable, error: unknown): string =>
  [
    `  FAILED ${test.fullTitle()}`,
    ...explain(error)
      .split('\n')
      .map((line) => `    ${line}`),
  ].join('\n');

const showStory = (title: string, { passed, failed, ms }: Story): string =>
  `  ${failed > 0 ? 'FAILED' : 'ok'} ${title} (${passed + failed} tests, ${(ms / 1000).toFixed(1)} s)`;

/**
 * Prints one line for each top-level `describe` as it ends, and every failure in full. Writes the counts to the file
 * that `npm test` names with `--reporter-option counts=<path>`. A run that does not end by itself within `endsWithinMs`
 * is ended.
 * It relies only on the facts that mocha's parallel mode passes on.
 */
export default class StoryReporter extends Mocha.reporters.Base {
  readonly #stories = new Map<string, Story>();

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on(EVENT_TEST_PASS, (test) => {
      const story = this.#storyOf(test);
      story.passed += 1;
      story.ms += test.duration ?? 0;
    });
    runner.on(EVENT_TEST_FAIL, (test, error: unknown) => {
      this.#storyOf(test).failed += 1;
      process.stdout.write(`${showFailure(test, error)}\n`);
    });
    runner.on(EVENT_SUITE_END, (suite) => {
      const story = suite.fullTitle() === suite.title ? this.#stories.get(suite.title) : undefined;
      if (story !== undefined) process.stdout.write(`${showStory(suite.title, story)}\n`);
    });
    runner.on(EVENT_RUN_END, () => {
      const { counts, endsWithinMs } = options.reporterOptions ?? {};
      this.#writeCounts(counts, 0);
      // The timer fires only where something keeps the process alive without end.
      setTimeout(() => this.#end(counts), Number(endsWithinMs)).unref();
    });
  }

  #storyOf(test: Mocha.Runnable): Story {
    const title = test.titlePath()[0] ?? test.title;
    const story = this.#stories.get(title) ?? { passed: 0, failed: 0, ms: 0 };
    this.#stories.set(title, story);
    return story;
  }

  #end(countsPath: unknown): void {
    const open = process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout');
    // Mocha sets the exit code from the failures before this one.
    this.#writeCounts(countsPath, 1);
    const words = `  FAILED to end: something was left open (${[...new Set(open)].join(', ')})\n`;
    process.stdout.write(words, () => process.exit());
  }

  #writeCounts(path: unknown, more: number): void {
    if (typeof path !== 'string') return;
    const stories = [...this.#stories.values()];
    const passed = stories.reduce((all, story) => all + story.passed, 0);
    const failed = stories.reduce((all, story) => all + story.failed, more);
    writeFileSync(path, JSON.stringify({ passed, failed }));
  }
}
