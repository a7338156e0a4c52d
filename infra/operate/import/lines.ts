/**
 * A file as numbered lines, with memory bounded by one chunk and one line whatever the file holds.
 * Gzip is known by its magic bytes, so the name of the file says nothing and a pipe works too.
 */
import { isUtf8 } from 'node:buffer';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Bytes of one line; a longer one is skipped and reported. A message of the greatest length takes a fifth of this. */
export const LINE_BYTES_MAX = 64 * 1024;

/** `number` counts from 1, and counts empty lines too, as an editor does. */
export type Line = { readonly number: number; readonly text: string };
export type BadLine = { readonly number: number; readonly reason: string };
export type ReadLine = Line | BadLine;
export const isBadLine = (line: object): line is BadLine => 'reason' in line;

/** Of unzipped text at a time: some thousand lines, whose authors can be met together. */
const CHUNK_BYTES = 256 * 1024;

const GZIP_MAGIC = [0x1f, 0x8b];
/** Some programs begin a file of UTF-8 with it; it is no part of the text. */
const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

async function* startingWith(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** The first chunk that holds both magic bytes, or all there is of a shorter file. */
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
  // A failure reaches whoever iterates `gunzip`, so there is nothing to do here.
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
 * Lines in batches, one for each chunk read. Empty lines are passed over. A file that breaks off (a
 * truncated gzip, a failing disk) ends with a bad line that says so, after all that came before it.
 */
export async function* readLines(source: AsyncIterable<Buffer>): AsyncGenerator<ReadonlyArray<ReadLine>> {
  let number = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const keep = (part: Buffer): void => {
    pendingBytes += part.length;
    // What exceeds the bound is only counted: it makes the line a bad one, and no memory is spent on it.
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
