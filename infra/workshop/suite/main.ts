/**
 * `npm test [-- <part of a path> ...]`: runs all checks and tests. The order is format, lint, types and house rules,
 * then unit, integration, whole-server and browser tests. The last line is `N passed, N failed`. With a part of a path,
 * only the matching test files run, without the static checks.
 */

import { CHROMIUM_CURE, chromiumPath } from '#infra/workshop/testkit/chromium.ts';
import { CLAMD_CURE, clamdPath } from '#infra/workshop/testkit/clamd-server.ts';
import { requireAll } from '#infra/workshop/testkit/test-environment.ts';
import { ASKING_A_SCANNER, ASKING_AN_INDEX, type Kind, kindOf, testFiles } from './files.ts';
import { endWhenToldTo, interruption } from './interruption.ts';
import { runMocha } from './mocha-run.ts';
import { lastLine, NOTHING, type Outcome, say, skippedOrFailed, sum } from './report.ts';
import { crateChecks, searchModuleBuilds } from './search-module.ts';
import { staticChecks, webClientBuilds } from './static-checks.ts';
import { startTestServer } from './test-server.ts';

/** Files at a time. Two workers keep two cores busy, and a browser and its server alone do too. */
const JOBS: Readonly<Record<Kind, number>> = { unit: 1, integration: 2, 'whole server': 2, browser: 1 };

const heading = (title: string): void => say(`\n${title}`);

const runStage = async (
  kind: Kind,
  files: ReadonlyArray<string>,
  env: Readonly<Record<string, string>>,
): Promise<Outcome> => {
  if (files.length === 0) return NOTHING;
  heading(`${kind} tests (${files.length} files)`);
  if (kind === 'browser' && chromiumPath() === undefined) {
    const why = `browser stories: Chromium is missing (cure: ${CHROMIUM_CURE})`;
    say(`  not run: ${why}`);
    return skippedOrFailed(why, requireAll());
  }
  return runMocha({ stage: kind, files, jobs: JOBS[kind], env });
};

type Of = (kind: Kind) => ReadonlyArray<string>;

/** Runs the stages that need a Postgres, on one that is deleted afterwards. */
const runOnPostgres = async (of: Of): Promise<ReadonlyArray<Outcome>> => {
  const server = await startTestServer().catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  if (typeof server === 'string') {
    say(`  not run: ${server}`);
    return [
      skippedOrFailed(
        `integration, whole-server and browser tests: ${server} (or set FILAMENT_TEST_DATABASE_URL)`,
        requireAll(),
      ),
    ];
  }
  const outcomes: Outcome[] = [];
  try {
    for (const kind of ['integration', 'whole server', 'browser'] as const) {
      if (interruption.aborted) break;
      outcomes.push(await runStage(kind, of(kind), { FILAMENT_TEST_DATABASE_URL: server.url }));
    }
  } finally {
    await server.stop();
  }
  return outcomes;
};

/**
 * Builds the search module for the tests that need it. Returns the files that can run, and the outcomes of the build
 * and its checks.
 */
const withSearch = async (
  files: ReadonlyArray<string>,
  all: boolean,
): Promise<readonly [files: ReadonlyArray<string>, ...ReadonlyArray<Outcome>]> => {
  if (!files.some((file) => ASKING_AN_INDEX.has(file))) return [files];
  heading('search module');
  const built = await searchModuleBuilds(requireAll());
  const crate = all ? await crateChecks(requireAll()) : [];
  const can = built.passed > 0 ? files : files.filter((file) => !ASKING_AN_INDEX.has(file));
  return [can, built, ...crate];
};

/** Leaves out the tests that need a malware scanner, where there is none. */
const withScanner = (
  files: ReadonlyArray<string>,
): readonly [files: ReadonlyArray<string>, ...ReadonlyArray<Outcome>] => {
  if (clamdPath() !== undefined || !files.some((file) => ASKING_A_SCANNER.has(file))) return [files];
  heading('malware scanner');
  const why = `tests that ask a malware scanner: clamd is missing (cure: ${CLAMD_CURE})`;
  say(`  not run: ${why}`);
  return [files.filter((file) => !ASKING_A_SCANNER.has(file)), skippedOrFailed(why, requireAll())];
};

const runAll = async (patterns: ReadonlyArray<string>): Promise<Outcome> => {
  const found = testFiles(patterns);
  const outcomes: Outcome[] = [];
  if (patterns.length === 0) {
    heading('static checks');
    outcomes.push(...(await staticChecks()));
  } else if (found.length === 0) {
    say(`no test file has ${patterns.join(' or ')} in its path`);
    return { passed: 0, failed: 1, skipped: [] };
  }
  const [searchable, ...ofSearch] = await withSearch(found, patterns.length === 0);
  const [files, ...ofScanner] = withScanner(searchable);
  outcomes.push(...ofSearch, ...ofScanner);
  const of: Of = (kind) => files.filter((file) => kindOf(file) === kind);
  outcomes.push(await runStage('unit', of('unit'), {}));
  if (patterns.length === 0 || of('whole server').length + of('browser').length > 0) {
    heading('web client');
    outcomes.push(await webClientBuilds());
  }
  if (files.length > of('unit').length) outcomes.push(...(await runOnPostgres(of)));
  return sum(outcomes);
};

endWhenToldTo();
const total = await runAll(process.argv.slice(2)).catch((error: unknown): Outcome => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { passed: 0, failed: 1, skipped: [] };
});
say('');
for (const why of total.skipped) say(`skipped: ${why}`);
process.stdout.write(`${lastLine(total)}\n`, () => process.exit(total.failed === 0 ? 0 : 1));
