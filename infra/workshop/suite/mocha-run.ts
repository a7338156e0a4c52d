import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './program.ts';
import { type Outcome, say } from './report.ts';

const MOCHA = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const REPORTER = fileURLToPath(new URL('reporter.ts', import.meta.url));
const HOOKS = fileURLToPath(new URL('root-hooks.ts', import.meta.url));
/** Longest time of a stage in milliseconds. A longer one waits for something that never comes. */
const WITHIN_MS = 25 * 60_000;
/** Milliseconds a stage may live after its last test. A longer one has left something open, and is ended. */
const ENDS_WITHIN_MS = 20_000;

export type MochaRun = {
  readonly stage: string;
  readonly files: ReadonlyArray<string>;
  /** Files at the same time. With 1, all of them run in one process. */
  readonly jobs: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Prints nothing, because only the counts are needed. */
  readonly quiet?: true;
  readonly endsWithinMs?: number;
};

const readCounts = async (path: string): Promise<{ readonly passed: number; readonly failed: number } | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  } finally {
    await rm(path, { force: true });
  }
};

/** Runs a stage. A run that ends without counts, or badly although no test failed, counts as one more failure. */
export const runMocha = async ({
  stage,
  files,
  jobs,
  env,
  quiet,
  endsWithinMs = ENDS_WITHIN_MS,
}: MochaRun): Promise<Outcome> => {
  const countsFile = join(tmpdir(), `filament-tests-${process.pid}-${stage.replaceAll(/\W/g, '-')}.json`);
  const parallel = jobs > 1 ? ['--parallel', '--jobs', String(jobs)] : [];
  const flags = [
    '--forbid-only',
    '--forbid-pending',
    '--require',
    HOOKS,
    '--reporter',
    REPORTER,
    '--reporter-option',
    `counts=${countsFile},endsWithinMs=${endsWithinMs}`,
  ];
  const run = await runProgram([MOCHA, ...flags, ...parallel, ...files], {
    withinMs: WITHIN_MS,
    onOutput: (chunk) => quiet === true || process.stdout.write(chunk),
    ...(env === undefined ? {} : { env }),
  });
  const counts = await readCounts(countsFile);
  if (counts !== undefined && (run.ok || counts.failed > 0)) return { ...counts, skipped: [] };
  if (quiet !== true) say(`  FAILED the stage ${stage} itself: ${run.how}`);
  return { passed: counts?.passed ?? 0, failed: (counts?.failed ?? 0) + 1, skipped: [] };
};
