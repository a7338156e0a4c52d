/**
 * Unzips a gzip file while it arrives, and passes every other file on as it is. Node's own stream drops what it has
 * unzipped last when the file turns bad. So this calls zlib itself, and all bytes before a fault come out.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako';

/** Bytes of unzipped text in one piece, some thousand lines. The authors of one piece are created together. */
const PIECE_BYTES = 256 * 1024;
const GZIP_MAGIC = [0x1f, 0x8b];
/** Asks zlib for the largest window and for the header of gzip. */
const GZIP_WINDOW_BITS = 15 + 16;

/** The gzip is damaged or ends too early. */
export class GzipFault extends Error {
  override readonly name = 'GzipFault';
}

const faultOf = (said: string): GzipFault =>
  new GzipFault(said === 'incorrect header check' ? 'the rest is not gzip' : `the gzip is damaged (${said})`);

/**
 * Unzips the members of a gzip file, one after another. Memory is bounded by a chunk and a piece, however long the text
 * of a chunk is.
 */
class Gunzip {
  readonly #zlib = new ZStream();
  #piece = Buffer.alloc(0);
  #betweenMembers = false;

  constructor() {
    zlibInflateInit2(this.#zlib, GZIP_WINDOW_BITS);
    this.#beginPiece();
  }

  /**
   * Yields all text that this chunk completes. Many short members share a piece.
   * @throws GzipFault after the text before the fault.
   */
  *take(chunk: Buffer): Generator<Buffer> {
    const zlib = this.#zlib;
    zlib.input = chunk;
    zlib.next_in = 0;
    zlib.avail_in = chunk.length;
    for (;;) {
      const from = zlib.next_out;
      const status = this.#fill();
      if (zlib.next_out > from) yield this.#piece.subarray(from, zlib.next_out);
      if (status !== Z_OK && status !== Z_BUF_ERROR) throw faultOf(zlib.msg);
      // A full piece may have more behind it. Otherwise the whole chunk is unzipped.
      if (zlib.avail_out > 0) return;
      this.#beginPiece();
    }
  }

  /** @throws GzipFault when a member is cut short. */
  end(): void {
    if (!this.#betweenMembers) throw new GzipFault('the gzip is cut short');
  }

  #beginPiece(): void {
    this.#piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
    this.#zlib.output = this.#piece;
    this.#zlib.next_out = 0;
    this.#zlib.avail_out = PIECE_BYTES;
  }

  /** Unzips until the piece is full, the chunk is used up or the gzip is damaged, across the ends of members. */
  #fill(): number {
    const zlib = this.#zlib;
    while (zlib.avail_out > 0 && (!this.#betweenMembers || this.#beginMember())) {
      const status = zlibInflate(zlib, Z_NO_FLUSH);
      if (status !== Z_STREAM_END) return status;
      this.#betweenMembers = true;
    }
    return Z_OK;
  }

  /** Begins the next member, behind the zeros with which some programs fill up a file. False when no byte is left. */
  #beginMember(): boolean {
    const zlib = this.#zlib;
    while (zlib.avail_in > 0 && zlib.input[zlib.next_in] === 0) {
      zlib.next_in += 1;
      zlib.avail_in -= 1;
    }
    if (zlib.avail_in === 0) return false;
    zlibInflateReset(zlib);
    this.#betweenMembers = false;
    return true;
  }
}

/**
 * Yields the bytes of a file, unzipped if it begins with the two bytes of gzip.
 * @throws GzipFault after all bytes before the fault.
 */
export async function* unzipped(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let opening: Buffer | undefined = Buffer.alloc(0);
  let gunzip: Gunzip | undefined;
  for await (const chunk of source) {
    const bytes: Buffer = opening === undefined ? chunk : Buffer.concat([opening, chunk]);
    if (opening !== undefined && bytes.length < GZIP_MAGIC.length) {
      opening = bytes;
      continue;
    }
    if (opening !== undefined && GZIP_MAGIC.every((byte, at) => bytes[at] === byte)) gunzip = new Gunzip();
    opening = undefined;
    if (gunzip === undefined) yield bytes;
    else
      for (const piece of gunzip.take(bytes)) {
        yield piece;
        // One chunk can unzip to a thousand times its size. A server answers its users between two pieces.
        await nextTurn();
      }
  }
  if (opening !== undefined) yield opening;
  gunzip?.end();
}
