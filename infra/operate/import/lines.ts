/**
 * Reads a file as numbered lines. Memory is bounded by one chunk and one line. Gzip is recognised by its magic bytes,
 * so the file's name does not matter and a pipe works too.
 */
import { isUtf8 } from 'node:buffer';
import { unzipped } from './unzipped.ts';

/** Longest line in bytes. A longer one is skipped and reported. The longest message takes a fifth of this. */
export const LINE_BYTES_MAX = 64 * 1024;

/**
 * `number` counts from 1 and includes empty lines, as in an editor. A line is torn when the file breaks off before its
 * end: it may be whole, and its bad line follows in any case.
 */
export type Line = { readonly number: number; readonly text: string; readonly torn?: true };
export type BadLine = { readonly number: number; readonly reason: string };
export type ReadLine = Line | BadLine;
export const isBadLine = (line: object): line is BadLine => 'reason' in line;

/** Some programs begin a UTF-8 file with this mark. A file made of several files has it before later lines too. */
const BYTE_ORDER_MARKS = /^\uFEFF+/u;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

const read = (bytes: Buffer, number: number): ReadLine | undefined => {
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  if (end > LINE_BYTES_MAX) return { number, reason: `is longer than ${LINE_BYTES_MAX} bytes` };
  const line = bytes.subarray(0, end);
  if (!isUtf8(line)) return { number, reason: 'is not UTF-8' };
  const text = line.toString('utf8').replace(BYTE_ORDER_MARKS, '');
  return text.trim() === '' ? undefined : { number, text };
};

/**
 * Reads the lines in batches, one for each chunk. Empty lines are skipped. When the file breaks off, because a gzip is
 * damaged or a disk fails, all text before the break is read, and the last line is a bad line that says so.
 */
export async function* readLines(source: AsyncIterable<Buffer>): AsyncGenerator<ReadonlyArray<ReadLine>> {
  let number = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const keep = (part: Buffer): void => {
    pendingBytes += part.length;
    // Bytes beyond the bound are counted and not kept. The line is bad in any case.
    if (pendingBytes <= LINE_BYTES_MAX + 1) pending.push(part);
  };
  const finish = (): ReadLine | undefined => {
    number += 1;
    const tooLong = pendingBytes > LINE_BYTES_MAX + 1;
    const line = tooLong
      ? { number, reason: `is longer than ${LINE_BYTES_MAX} bytes` }
      : read(pending.length === 1 ? (pending[0] ?? Buffer.alloc(0)) : Buffer.concat(pending), number);
    pending = [];
    pendingBytes = 0;
    return line;
  };

  try {
    for await (const chunk of unzipped(source)) {
      const lines: ReadLine[] = [];
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
        keep(chunk.subarray(from, at));
        from = at + 1;
        const line = finish();
        if (line !== undefined) lines.push(line);
      }
      keep(Buffer.from(chunk.subarray(from)));
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const broken: BadLine = { number: number + 1, reason: `is where the file breaks off: ${why}` };
    const last = finish();
    yield last === undefined || isBadLine(last) ? [broken] : [{ ...last, torn: true }, broken];
    return;
  }
  if (pendingBytes === 0) return;
  const last = finish();
  if (last !== undefined) yield [last];
}
