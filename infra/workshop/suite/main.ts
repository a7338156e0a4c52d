/**
 * `npm test [-- <part of a path> ...]`: runs all checks and tests. The order is format, lint, types and house rules,
 * then unit, integration, whole-server and browser tests. The last line is `N passed, N failed`. With a part of a path,
 * only the matching test files run, without the static checks.
 */

import { CHROMIUM_CURE, chromiumPath } from '#infra/workshop/testkit/chromium.ts';
import { CLAMD_CURE, clamdPath } from '#infra/workshop/testkit/clamd-server.ts';
import { OBJECT_STORE_CURE, objectStoreProgram } from '#infra/workshop/testkit/object-store.ts';
import { requireAll } from '#infra/workshop/testkit/test-environment.ts';
import { ASKING_A_SCANNER, ASKING_AN_INDEX, ASKING_AN_OBJECT_STORE, type Kind, kindOf, testFiles } from './files.ts';
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

/** A program that some tests ask, and the command that installs it. */
type NeededProgram = {
  readonly what: string;
  readonly asking: ReadonlySet<string>;
  readonly isThere: () => boolean;
  readonly cure: string;
};
const NEEDED_PROGRAMS: ReadonlyArray<NeededProgram> = [
  {
    what: 'an object store: versitygw',
    asking: ASKING_AN_OBJECT_STORE,
    isThere: () => objectStoreProgram() !== undefined,
    cure: OBJECT_STORE_CURE,
  },
  {
    what: 'a malware scanner: clamd',
    asking: ASKING_A_SCANNER,
    isThere: () => clamdPath() !== undefined,
    cure: CLAMD_CURE,
  },
];

/** Returns the files that can run here, and an outcome for each program that is missing. */
const withPrograms = (
  files: ReadonlyArray<string>,
): readonly [files: ReadonlyArray<string>, ...ReadonlyArray<Outcome>] => {
  const missing = NEEDED_PROGRAMS.filter(({ asking, isThere }) => files.some((file) => asking.has(file)) && !isThere());
  const outcomes = missing.map(({ what, cure }) => {
    const why = `tests that ask ${what} is missing (cure: ${cure})`;
    heading(what);
    say(`  not run: ${why}`);
    return skippedOrFailed(why, requireAll());
  });
  return [files.filter((file) => !missing.some(({ asking }) => asking.has(file))), ...outcomes];
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
  const [searching, ...ofSearch] = await withSearch(found, patterns.length === 0);
  const [files, ...ofPrograms] = withPrograms(searching);
  outcomes.push(...ofSearch, ...ofPrograms);
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
