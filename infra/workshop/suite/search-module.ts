/** Builds the native search module for the tests that need it, and checks its crate with Rust's own tools. */
import { join } from 'node:path';
import { buildSearchModule, CARGO_CURE, cargo, SEARCH_CRATE, searchModuleIsBuilt } from '#infra/setup/search-module.js';
import { runProgram } from './program.ts';
import { type Outcome, say, skippedOrFailed } from './report.ts';

/** Longest time in milliseconds. A machine with two slow cores needs less to compile all crates. */
const WITHIN_MS = 20 * 60_000;

const passed: Outcome = { passed: 1, failed: 0, skipped: [] };
const failed: Outcome = { passed: 0, failed: 1, skipped: [] };

const missing = (what: string, requireAll: boolean): Outcome => {
  const why = `${what}: cargo is missing (cure: ${CARGO_CURE})`;
  say(`  not run: ${why}`);
  return skippedOrFailed(why, requireAll);
};

export const searchModuleBuilds = async (requireAll: boolean): Promise<Outcome> => {
  if (!searchModuleIsBuilt() && cargo() === undefined) return missing('tests that ask a search index', requireAll);
  const fault = await buildSearchModule().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  say(fault === undefined ? '  ok the search module builds' : `  FAILED the search module builds: ${fault}`);
  return fault === undefined ? passed : failed;
};

type Check = { readonly title: string; readonly args: ReadonlyArray<string> };

const MANIFEST = ['--manifest-path', join(SEARCH_CRATE, 'Cargo.toml')];
const CHECKS: ReadonlyArray<Check> = [
  { title: 'format of the crate (cure: cargo fmt)', args: ['fmt', '--check', ...MANIFEST] },
  {
    title: 'clippy finds nothing in the crate',
    args: ['clippy', '--all-targets', '--locked', '--quiet', ...MANIFEST, '--', '-D', 'warnings'],
  },
  { title: "the crate's own tests", args: ['test', '--locked', '--quiet', ...MANIFEST] },
];

/** Runs the checks one after the other, because they share a folder and a lock on it. */
export const crateChecks = async (requireAll: boolean): Promise<ReadonlyArray<Outcome>> => {
  const program = cargo();
  if (program === undefined) return [missing('format, clippy and tests of the search crate', requireAll)];
  const outcomes: Outcome[] = [];
  for (const { title, args } of CHECKS) {
    const run = await runProgram(args, { program, withinMs: WITHIN_MS });
    say(`  ${run.ok ? 'ok' : 'FAILED'} ${title}`);
    if (!run.ok) say(`${run.output.trim()}\n    ${run.how}`);
    outcomes.push(run.ok ? passed : failed);
  }
  return outcomes;
};
