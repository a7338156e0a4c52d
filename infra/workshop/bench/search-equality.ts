/**
 * Checks that an index finds the same messages as a scan. Searches are drawn from the texts themselves, for viewers that may read
 * all, half, one and a few of the channels. Each answer is read to its last page and compared with a scan under the
 * same analysis. The comparison is of sets and ignores order.
 *
 * `search-equality.ts [file] [questions]`: a gzipped file in the import format, by default the largest one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { searchModule } from '#infra/search/search-module.ts';
import { conversationFile } from '#infra/workshop/testkit/conversation.ts';
import { compareWithScan, indexAll } from './load/compared.ts';
import { heardIn } from './load/heard.ts';
import { report } from './report.ts';

const QUESTIONS = Number(process.argv[3] ?? 1_000);
const TELL_EVERY = 50;

const native = searchModule();
if ('missing' in native) throw new Error(native.missing);
const heard = await heardIn(process.argv[2] ?? (await conversationFile()));
const home = await mkdtemp(join(tmpdir(), 'filament-bench-equality-'));
try {
  const index = await native.openIndex(home, 'new');
  await indexAll(index, heard.messages);
  process.stdout.write(`${heard.messages.length} messages of ${heard.channels.size} channels are indexed\n`);
  const { questions, found, empty, tooSlow, different } = await compareWithScan(index, heard, QUESTIONS, (done) => {
    if (done % TELL_EVERY === 0) process.stdout.write(`  ${done} of ${QUESTIONS} questions\n`);
  });
  await index.close();
  for (const what of tooSlow) process.stdout.write(`out of time: ${what}\n`);
  for (const what of different) process.stdout.write(`${what}\n`);
  report('search-equality', [
    { name: 'messages', value: heard.messages.length, unit: '' },
    { name: 'questions', value: questions, unit: '' },
    { name: 'questions with no answer', value: empty, unit: '' },
    { name: 'messages found, over all questions', value: found, unit: '' },
    { name: 'questions out of time, five times each', value: tooSlow.length, unit: '', bar: { at: 'most', value: 0 } },
    { name: 'questions answered differently', value: different.length, unit: '', bar: { at: 'most', value: 0 } },
  ]);
} finally {
  await rm(home, { recursive: true, force: true });
}
