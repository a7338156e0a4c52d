/**
 * Reads a file as numbered lines. Memory is bounded by one chunk and one line. Gzip is recognised by its magic bytes,
 * so the file's name does not matter and a pipe works too.
 */
import { isUtf8 } from 'node:buffer';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Longest line in bytes. A longer one is skipped and reported. The longest message takes a fifth of this. */
export const LINE_BYTES_MAX = 64 * 1024;

/** `number` counts from 1 and includes empty lines, as in an editor. */
export type Line = { readonly number: number; readonly text: string };
export type BadLine = { readonly number: number; readonly reason: string };
export type ReadLine = Line | BadLine;
export const isBadLine = (line: object): line is BadLine => 'reason' in line;

/** Bytes of unzipped text in one chunk, some thousand lines. The authors of one chunk are created together. */
const CHUNK_BYTES = 256 * 1024;

const GZIP_MAGIC = [0x1f, 0x8b];
/** Some programs begin a UTF-8 file with this mark. It does not belong to the text. */
const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

async function* startingWith(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** Returns the first chunks up to both magic bytes, or the whole of a shorter file. */
const opening = async (chunks: AsyncIterator<Buffer>): Promise<Buffer> => {
  let first = Buffer.alloc(0);
  while (first.length < GZIP_MAGIC.length) {
    const next = await chunks.next();
    if (next.done === true) break;
    first = Buffer.concat([first, next.value]);
  }
  return first;
};

const unzipped = async (source: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>> => {
  const chunks = source[Symbol.asyncIterator]();
  const first = await opening(chunks);
  const whole = startingWith(first, chunks);
  if (!GZIP_MAGIC.every((byte, at) => first[at] === byte)) return whole;
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // The reader of `gunzip` receives a failure, so this callback ignores it.
  pipeline(whole, gunzip, () => undefined);
  return gunzip;
};

const read = (bytes: Buffer, number: number): ReadLine | undefined => {
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  if (end > LINE_BYTES_MAX) return { number, reason: `is longer than ${LINE_BYTES_MAX} bytes` };
  const begin =
    number === 1 && BYTE_ORDER_MARK.equals(bytes.subarray(0, BYTE_ORDER_MARK.length)) ? BYTE_ORDER_MARK.length : 0;
  const line = bytes.subarray(begin, end);
  if (!isUtf8(line)) return { number, reason: 'is not UTF-8' };
  const text = line.toString('utf8');
  return text.trim() === '' ? undefined : { number, text };
};

/**
 * Reads the lines in batches, one for each chunk. Empty lines are skipped. When the file breaks off, because a gzip is
 * truncated or a disk fails, the last line is a bad line that says so.
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
    for await (const chunk of await unzipped(source)) {
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
    yield [{ number: number + 1, reason: `is where the file breaks off: ${why}` }];
    return;
  }
  if (pendingBytes === 0) return;
  const last = finish();
  if (last !== undefined) yield [last];
}
