/**
 * `npm run bench [name...]`: runs every bench in turn, each in its own process, and prints the results and the machine.
 * Exits with 1 when a bench fails. A missed bar is no failure, because a number is a fact and not a test.
 */
import { spawn } from 'node:child_process';
import { arch, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { isMet, type Measure, type Report } from './report.ts';

/** Benches in the order in which they run, from the foundations of the server upwards. */
const BENCHES = [
  'log',
  'markdown',
  'http-message',
  'hostile-bodies',
  'fan-out',
  'import',
  'rebuild',
  'history',
  'ready',
  'mentions',
  'unread',
  'unread-fan-out',
  'governance',
  'search',
  'search-equality',
  'search-http',
  'search-hostile',
  'log-copy',
  'restart',
  'files',
  'pictures',
  'footprint',
  'client',
];
const FOLDER = import.meta.dirname;

type Outcome = { readonly name: string; readonly exit: string; readonly report: Report | undefined };

const isReport = (value: unknown): value is Report =>
  typeof value === 'object' && value !== null && 'measures' in value && Array.isArray(value.measures);

const readReport = (output: string): Report | undefined => {
  try {
    const last: unknown = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
    return isReport(last) ? last : undefined;
  } catch {
    return undefined;
  }
};

const runBench = (name: string): Promise<Outcome> =>
  new Promise((resolve) => {
    process.stdout.write(`\n== ${name}\n`);
    const child = spawn(process.execPath, [join(FOLDER, `${name}.ts`)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      process.stdout.write(chunk);
    });
    child.once('close', (code, signal) =>
      resolve({ name, exit: code === 0 ? 'ok' : String(signal ?? code), report: readReport(output) }),
    );
  });

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

const row = (bench: string, measure: Measure): ReadonlyArray<string> => {
  const { bar } = measure;
  const met = isMet(measure);
  return [
    bench,
    measure.name,
    `${number.format(measure.value)} ${measure.unit}`,
    bar === undefined ? '' : `at ${bar.at} ${number.format(bar.value)}`,
    met === undefined ? '' : met ? 'reached' : 'NOT reached',
  ];
};

const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const machine = (): string => {
  const processors = cpus();
  const memory = `${Math.round(totalmem() / 1024 ** 3)} GiB`;
  return `${processors.length} x ${processors[0]?.model ?? arch()}, ${memory}, ${type()} ${release()}, Node ${process.versions.node}`;
};

const asked = process.argv.slice(2);
const stranger = asked.find((name) => !BENCHES.includes(name));
if (stranger !== undefined) {
  process.stderr.write(`${stranger} is not a bench. Known names: ${BENCHES.join(', ')}.\n`);
  process.exit(2);
}
const outcomes: Outcome[] = [];
for (const name of asked.length > 0 ? asked : BENCHES) outcomes.push(await runBench(name));

const rows = outcomes.flatMap(({ name, exit, report }) =>
  report === undefined || exit !== 'ok'
    ? [[name, `failed (${exit})`, '', '', '']]
    : report.measures.map((measure) => row(name, measure)),
);
process.stdout.write(`\n${machine()}\n\n${table([['bench', 'measure', 'value', 'bar', ''], ...rows])}\n`);
process.exitCode = outcomes.some(({ exit }) => exit !== 'ok') ? 1 : 0;
