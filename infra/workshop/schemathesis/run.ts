/**
 * `node infra/workshop/schemathesis/run.ts [--cases 20000] [--seed 1] [--minutes 30]`: sends random requests, made from
 * the description of the API, to the signed routes of a server of its own, and compares every answer with the
 * description. The last line is `N cases, N faults`. Exits with 1 when there is a fault, or too few cases in the time.
 * Needs Python, in which it installs Schemathesis below `var` when it is not there.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apiOf, claimOwner, newcomer } from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { type ApiDescription, narrowedDescription, type RealValues } from './narrowed.ts';
import { schemathesis } from './program.ts';
import { settle } from './settle.ts';

const OUTPUT = join(import.meta.dirname, '..', '..', '..', 'var', 'schemathesis');
const MINUTE_MS = 60_000;
/** Cases of one operation in one round. A round is far shorter than an access token lives. */
const CASES_OF_OPERATION = 100;
const ROUND_SECS_MAX = 600;
/** The coverage phase tries the same borders each time, so only the first round has it. */
const PHASES = { first: 'examples,coverage,fuzzing,stateful', later: 'fuzzing,stateful' };

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '30' },
  },
});
const wanted = Number(values.cases);
const seed = Number(values.seed);
const until = performance.now() + Number(values.minutes) * MINUTE_MS;

type Round = { readonly cases: number; readonly faults: number };
type RoundReport = {
  readonly test_cases: { readonly generated: number };
  readonly failures: ReadonlyArray<{ readonly title: string; readonly count: number }>;
  readonly errors: ReadonlyArray<unknown>;
};

const tell = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const runRound = async (
  program: string,
  server: TestServer,
  token: string,
  real: RealValues,
  nth: number,
): Promise<Round> => {
  const description = (await (await fetch(`${server.url}/openapi.json`)).json()) as ApiDescription;
  const schema = join(OUTPUT, 'openapi.json');
  const reportPath = join(OUTPUT, `round-${nth}.json`);
  await writeFile(schema, JSON.stringify(narrowedDescription(description, real)));
  const child = spawn(
    program,
    [
      ...['run', schema, '--url', server.url, '--header', `Authorization: Bearer ${token}`],
      ...['--checks', 'all', '--exclude-checks', 'positive_data_acceptance'],
      ...['--phases', nth === 0 ? PHASES.first : PHASES.later, '--max-examples', String(CASES_OF_OPERATION)],
      ...['--seed', String(seed + nth), '--generation-database', 'none', '--generation-allow-x00', 'false'],
      ...['--continue-on-failure', '--no-color', '--report', 'json', '--report-json-path', reportPath],
    ],
    {
      cwd: OUTPUT,
      env: { PYTHONPATH: import.meta.dirname, SCHEMATHESIS_HOOKS: 'checks' },
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: Math.ceil(Math.min(ROUND_SECS_MAX * 1_000, until - performance.now())),
    },
  );
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const [code] = await once(child, 'close');
  // A round that the time cut off has written no report, and its cases do not count.
  if (code === null) return { cases: 0, faults: 0 };
  const { test_cases, failures, errors } = JSON.parse(await readFile(reportPath, 'utf8')) as RoundReport;
  const faults = failures.reduce((sum, { count }) => sum + count, 0) + errors.length;
  if (faults > 0 || code !== 0) tell(said);
  return { cases: test_cases.generated, faults: code === 0 ? faults : Math.max(1, faults) };
};

type Answered = { readonly route?: string; readonly status?: number; readonly level: string };

/** Counts the answers of each route by the first digit of the status. A reader sees how deep the run went. */
const tellRoutes = (lines: ReadonlyArray<Answered>): void => {
  const routes = Map.groupBy(
    lines.filter(({ route, status }) => route !== undefined && status !== undefined),
    ({ route = '' }) => route,
  );
  for (const [route, answers] of [...routes].sort()) {
    const kinds = Map.groupBy(answers, ({ status = 0 }) => `${Math.floor(status / 100)}xx`);
    tell(
      `${route}: ${[...kinds]
        .sort()
        .map(([kind, { length }]) => `${length} ${kind}`)
        .join(', ')}`,
    );
  }
};

await mkdir(OUTPUT, { recursive: true });
const program = schemathesis(OUTPUT);
const server = await startServer();
let cases = 0;
let faults = 0;
try {
  const api = await apiOf(server.url);
  await claimOwner(server, api);
  for (let nth = 0; cases < wanted && performance.now() < until; nth += 1) {
    const owner = await newcomer(api, `owner${nth}`);
    const real = await settle(api, owner, nth);
    const round = await runRound(program, server, owner.accessToken, real, nth);
    cases += round.cases;
    faults += round.faults;
    tell(`round ${nth}, seed ${seed + nth}: ${round.cases} cases, ${round.faults} faults`);
  }
  const lines = server.logged.map((line) => JSON.parse(line) as Answered);
  tellRoutes(lines);
  const broken = lines.filter(({ level }) => level === 'error' || level === 'fatal');
  for (const line of broken) tell(`LOGGED: ${JSON.stringify(line)}`);
  faults += broken.length;
} finally {
  await server.stop();
}
tell(`${cases} cases, ${faults} faults`);
process.exitCode = faults === 0 && cases >= wanted ? 0 : 1;
