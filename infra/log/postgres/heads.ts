import { LRUCache } from 'lru-cache';
import type { Revision } from '#domain/kernel/event.ts';

/**
 * The last revision of streams, as known to the only writer. What stands here is authoritative, so it may
 * only hold what is stored, and a read that raced a write must not bring an older head back.
 */
export class StreamHeads {
  readonly #known: LRUCache<string, Revision>;
  /** Streams of the batch being written. */
  readonly #writing = new Set<string>();
  /** Reads under way, by stream; a write that begins meanwhile takes the stream out. */
  readonly #reading = new Map<string, symbol>();

  /** @param max streams remembered; a forgotten one costs a look-up. */
  constructor(max: number) {
    this.#known = new LRUCache({ max });
  }

  get(stream: string): Revision | undefined {
    return this.#known.get(stream);
  }

  /** What a look-up by the writer itself found. */
  learn(stream: string, head: Revision): void {
    this.#known.set(stream, head);
  }

  beginWrite(streams: Iterable<string>): void {
    for (const stream of streams) {
      this.#writing.add(stream);
      this.#reading.delete(stream);
    }
  }

  written(heads: ReadonlyMap<string, Revision>): void {
    for (const [stream, head] of heads) this.#known.set(stream, head);
    this.#writing.clear();
  }

  notWritten(): void {
    this.#writing.clear();
  }

  /** Another writer may have been here: nothing is known any more. */
  forgetAll(): void {
    this.#known.clear();
    this.#writing.clear();
    this.#reading.clear();
  }

  /** Call before reading a stream's head from the database; hand the head that was read to the answer. */
  beginRead(stream: string): (head: Revision) => void {
    const ticket = Symbol();
    if (!this.#writing.has(stream)) this.#reading.set(stream, ticket);
    return (head) => {
      if (this.#reading.get(stream) !== ticket) return;
      this.#reading.delete(stream);
      if (this.#known.get(stream) === undefined) this.#known.set(stream, head);
    };
  }
}
