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
/** A stage that takes longer waits for what never comes. */
const WITHIN_MS = 25 * 60_000;
/** One that lives on for so long after its last test has left something open, and is ended. */
const ENDS_WITHIN_MS = 20_000;

export type MochaRun = {
  readonly stage: string;
  readonly files: ReadonlyArray<string>;
  /** Files at the same time; 1 runs all of them in one process. */
  readonly jobs: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Nothing is shown; the counts are all that is asked for. */
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

/** A run that ends without counts, or badly although no test failed, is one failure more. */
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
