import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildWebClient } from '#infra/setup/web-client.js';
import { runProgram } from './program.ts';
import { type Outcome, say } from './report.ts';

const require = createRequire(import.meta.url);

const WITHIN_MS = 5 * 60_000;

/** Returns the path of the program that a package's `bin` names. */
const programOf = (name: string, bin: string): string => {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin: bins }: { bin: Readonly<Record<string, string>> } = require(manifest);
  return join(dirname(manifest), bins[bin] ?? '');
};

type Check = { readonly title: string; readonly args: () => ReadonlyArray<string> };

const CHECKS: ReadonlyArray<Check> = [
  {
    title: 'format and lint (cure: npx biome check --write)',
    args: () => [programOf('@biomejs/biome', 'biome'), 'check', '--colors=off', '--max-diagnostics=40', '.'],
  },
  { title: 'strict types', args: () => [programOf('typescript', 'tsc'), '-p', '.', '--pretty', 'false'] },
];

const runCheck = async ({ title, args }: Check): Promise<Outcome> => {
  const run = await runProgram(args(), { withinMs: WITHIN_MS });
  say(`  ${run.ok ? 'ok' : 'FAILED'} ${title}`);
  if (!run.ok) say(`${run.output.trim()}\n    ${run.how}`);
  return { passed: run.ok ? 1 : 0, failed: run.ok ? 0 : 1, skipped: [] };
};

/** Builds the web client. It is a check of its own, because every test with a whole server needs it. */
export const webClientBuilds = async (): Promise<Outcome> => {
  const fault = await buildWebClient(process.execPath).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  say(fault === undefined ? '  ok the web client builds' : `  FAILED the web client builds: ${fault}`);
  return { passed: fault === undefined ? 1 : 0, failed: fault === undefined ? 0 : 1, skipped: [] };
};

export const staticChecks = async (): Promise<ReadonlyArray<Outcome>> => Promise.all(CHECKS.map(runCheck));
