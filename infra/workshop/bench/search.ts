/**
 * Measures the search index in the module that the server loads: time of an answer, speed of indexing, and size. The
 * peers are the same index without Node (`cargo bench` of the crate) and the full-text search of Postgres.
 *
 * `search.ts [file] [questions]`: a gzipped file in the import format, by default the largest one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { GenerationIndex } from '#infra/search/generation-index.ts';
import { batchText, questionText } from '#infra/search/native-index.ts';
import { searchModule } from '#infra/search/search-module.ts';
import { cargo, SEARCH_CRATE } from '#infra/setup/search-module.js';
import { conversationFile } from '#infra/workshop/testkit/conversation.ts';
import type { IndexedMessage, IndexOp } from '#projections/ports/message-index.ts';
import type { IndexQuery } from '#queries/ports/message-search.ts';
import { chances, drawing } from './load/drawn.ts';
import { type Heard, heardIn } from './load/heard.ts';
import { postgresFullText } from './load/postgres-full-text.ts';
import { type Measure, report } from './report.ts';

/**
 * Number of questions. With a thousand, the slowest hundredth would be ten questions, and one hiccup of the machine
 * would move its edge.
 */
const QUESTIONS = Number(process.argv[3] ?? 5_000);
const BATCH = 1_000;
const PAGE = 25;
const ROUNDS = 3;
/** Turns of the native bench and the module. The median counts, because one turn alone may meet a busy moment. */
const TURNS = 5;
const SEED = 7;

type Taken = { readonly p50: number; readonly p99: number };
type Batch = { readonly ops: ReadonlyArray<IndexOp>; readonly from: bigint; readonly to: bigint };

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const at = (sorted: Float64Array, share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? 0;
const spread = (ms: ReadonlyArray<number>): Taken => {
  const sorted = Float64Array.from(ms).sort();
  return { p50: at(sorted, 0.5), p99: at(sorted, 0.99) };
};

const median = (values: ReadonlyArray<number>): number => at(Float64Array.from(values).sort(), 0.5);

const bytesIn = async (folder: string): Promise<number> => {
  const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};

const batchesOf = (messages: ReadonlyArray<IndexedMessage>): ReadonlyArray<Batch> =>
  Array.from({ length: Math.ceil(messages.length / BATCH) }, (_, nth) => {
    const some = messages.slice(nth * BATCH, (nth + 1) * BATCH);
    const from = BigInt(nth * BATCH);
    return { ops: some.map((message) => ({ op: 'put', ...message })), from, to: from + BigInt(some.length) };
  });

/**
 * Draws questions in turn for a viewer of all channels and a viewer of half of them. The order is by relevance or
 * newest first.
 */
const questionsOf = (heard: Heard): ReadonlyArray<IndexQuery> => {
  const draw = drawing(heard, chances(SEED));
  const all = [...heard.channels.values()];
  const viewers = [
    { name: 'all', channels: all },
    { name: 'half', channels: all.filter((_, nth) => nth % 2 === 0) },
  ] as const;
  return Array.from({ length: QUESTIONS }, (_, nth) => {
    const { criteria, authors, channels } = draw(viewers[nth % 2 === 0 ? 0 : 1]);
    const { must, mustNot, has, sentFromMs, sentToMs } = criteria;
    return {
      channels,
      must,
      mustNot,
      authors,
      mentions: [],
      has,
      sentFromMs,
      sentToMs,
      order: nth % 4 < 2 ? 'relevance' : 'newest',
      limit: PAGE,
      after: undefined,
      fuzzy: false,
    };
  });
};

const written = async (path: string, lines: Iterable<string>): Promise<void> => {
  const file = createWriteStream(path);
  for (const line of lines) {
    if (!file.write(`${line}\n`)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
};

type Native = {
  readonly documents_per_second?: number;
  readonly p50_ms?: number;
  readonly p99_ms?: number;
};

/** Runs the crate's own bench and returns the last line that it prints. */
const native = (...args: ReadonlyArray<string>): Promise<Native> =>
  new Promise((resolve, reject) => {
    const program = cargo();
    if (program === undefined) throw new Error('the native bench needs cargo');
    const cargoArgs = ['bench', '--quiet', '--locked', '--bench', 'search', '--', ...args];
    const child = spawn(program, cargoArgs, { cwd: SEARCH_CRATE, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    child.once('error', reject);
    child.once('close', (code) => {
      const last = output.trim().split('\n').at(-1) ?? '';
      if (code === 0 && last.startsWith('{')) resolve(JSON.parse(last));
      else reject(new Error(`the native bench ended with ${code}`));
    });
  });

const indexed = async (index: GenerationIndex, batches: ReadonlyArray<Batch>): Promise<number> => {
  const began = performance.now();
  for (const { ops, ...range } of batches) await index.apply(ops, range, 'soon');
  await index.flush();
  return performance.now() - began;
};

const asked = async (index: GenerationIndex, questions: ReadonlyArray<IndexQuery>): Promise<Taken> => {
  const taken: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const question of questions) {
      const began = performance.now();
      await index.search(question);
      // The first round only warms the file cache.
      if (round > 0) taken.push(performance.now() - began);
    }
  }
  return spread(taken);
};

const module = searchModule();
if ('missing' in module) throw new Error(module.missing);
const heard = await heardIn(process.argv[2] ?? (await conversationFile()));
const home = await mkdtemp(join(tmpdir(), 'filament-bench-search-'));
try {
  const batches = batchesOf(heard.messages);
  const questions = questionsOf(heard);
  const [batchFile, questionFile] = [join(home, 'batches'), join(home, 'questions')];
  await written(
    batchFile,
    batches.map(({ ops, ...range }) => batchText(ops, range, 'soon')),
  );
  await writeFile(questionFile, questions.map((question) => `${questionText(question)}\n`).join(''));
  say(`${heard.messages.length} messages of ${heard.channels.size} channels, ${questions.length} questions`);

  const nativeIn: number[] = [];
  const moduleIn: number[] = [];
  for (let turn = 1; turn <= TURNS; turn += 1) {
    const { documents_per_second: alone = 0 } = await native('index', batchFile, join(home, `native-${turn}`));
    const index = await module.openIndex(join(home, `module-${turn}`), 'new');
    const ms = await indexed(index, batches);
    await index.close();
    nativeIn.push(alone);
    moduleIn.push((heard.messages.length / ms) * 1_000);
    say(`documents/s: native ${alone.toFixed(0)}, module ${moduleIn.at(-1)?.toFixed(0)}`);
  }
  const folder = join(home, `module-${TURNS}`);
  const bytes = await bytesIn(folder);

  const alone: Taken[] = [];
  const inside: Taken[] = [];
  for (let turn = 1; turn <= TURNS; turn += 1) {
    const { p50_ms: p50 = 0, p99_ms: p99 = 0 } = await native('search', folder, questionFile, String(ROUNDS));
    const index = await module.openIndex(folder, 'old');
    const taken = await asked(index, questions);
    await index.close();
    alone.push({ p50, p99 });
    inside.push(taken);
    say(`native p50 ${p50} ms, p99 ${p99} ms; module p50 ${taken.p50.toFixed(3)} ms, p99 ${taken.p99.toFixed(3)} ms`);
  }
  const [nativeP50, nativeP99] = [median(alone.map(({ p50 }) => p50)), median(alone.map(({ p99 }) => p99))];
  const through = { p50: median(inside.map(({ p50 }) => p50)), p99: median(inside.map(({ p99 }) => p99)) };
  const documentsPerSecond = median(moduleIn);

  const postgres = await postgresFullText(heard.messages, questions, PAGE);
  const besides = spread(postgres.askedMs);
  const measures: ReadonlyArray<Measure> = [
    { name: 'messages', value: heard.messages.length, unit: '' },
    { name: 'answer through the module, p50', value: through.p50, unit: 'ms' },
    { name: 'answer through the module, p99', value: through.p99, unit: 'ms' },
    { name: 'p50, against native', value: through.p50 / nativeP50, unit: 'x' },
    { name: 'p99, against native', value: through.p99 / nativeP99, unit: 'x', bar: { at: 'most', value: 1.2 } },
    { name: 'documents in through the module', value: documentsPerSecond, unit: '/s' },
    {
      name: 'documents in, against native',
      value: documentsPerSecond / median(nativeIn),
      unit: 'x',
      bar: { at: 'least', value: 0.8 },
    },
    { name: 'index on disk', value: bytes / 2 ** 20, unit: 'MiB' },
    { name: 'index, against GIN and tsvector', value: bytes / postgres.bytes, unit: 'x' },
    { name: 'the same words asked of Postgres, p50', value: besides.p50, unit: 'ms' },
    { name: 'the same words asked of Postgres, p99', value: besides.p99, unit: 'ms' },
    { name: 'documents into Postgres', value: (heard.messages.length / postgres.indexedMs) * 1_000, unit: '/s' },
  ];
  report('search', measures);
} finally {
  await rm(home, { recursive: true, force: true });
}
