/** Conversations to import: real ones where the large files stand beside the repository, and made-up ones elsewhere. */
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BESIDE = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data');
const MADE_UP_LINES = { small: 10_000, large: 100_000 };
const FILES = { small: 'irc-10k.jsonl.gz', large: 'irc-500k.jsonl.gz' };
const CHANNELS = ['garden', 'kitchen', 'workshop'];
const AUTHORS = 40;
const WORDS = 'rain seed bread oven plane saw glue leaf root pan salt board nail soil clay paint'.split(' ');
const START_MS = Date.parse('2010-03-01T08:00:00Z');
const MINUTE_MS = 60_000;

/** Returns the same lines every time. About one in forty repeats the line before it, as people do. */
export const madeUpLines = (lines: number): ReadonlyArray<string> => {
  let seed = 1;
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed >>> 8) % below;
  };
  const made: string[] = [];
  for (let at = 0; at < lines; at += 1) {
    const before = made[at - 1];
    if (before !== undefined && next(40) === 0) made.push(before);
    else {
      const text = Array.from({ length: 1 + next(20) }, () => WORDS[next(WORDS.length)]).join(' ');
      const ts = new Date(START_MS + Math.floor(at / 3) * MINUTE_MS).toISOString();
      const kind = next(20) === 0 ? 'action' : 'message';
      made.push(JSON.stringify({ channel: CHANNELS[next(3)], ts, kind, author: `person${next(AUTHORS)}`, text }));
    }
  }
  return made;
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Returns a gzipped file in the import format, with 10,000 lines or the largest number available. */
export const conversationFile = async (size: 'small' | 'large' = 'large'): Promise<string> => {
  const real = join(BESIDE, FILES[size]);
  if (await exists(real)) return real;
  const folder = join(tmpdir(), 'filament-conversation');
  const path = join(folder, `${size}.jsonl.gz`);
  if (await exists(path)) return path;
  await mkdir(folder, { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, gzipSync(`${madeUpLines(MADE_UP_LINES[size]).join('\n')}\n`));
  await rename(draft, path);
  return path;
};
