import { LRUCache } from 'lru-cache';
import type { Revision } from '#domain/kernel/event.ts';

/**
 * Remembers the last revision of streams for the only writer. The writer trusts it without asking the database. So it
 * must hold stored revisions only, and a read that raced a write must not bring an older head back.
 */
export class StreamHeads {
  readonly #known: LRUCache<string, Revision>;
  /** Streams of the batch that is being written. */
  readonly #writing = new Set<string>();
  /** Reads under way, by stream. A write to the stream removes its read, so that the read's result is ignored. */
  readonly #reading = new Map<string, symbol>();

  /** @param max number of streams remembered. A forgotten stream costs a look-up. */
  constructor(max: number) {
    this.#known = new LRUCache({ max });
  }

  get(stream: string): Revision | undefined {
    return this.#known.get(stream);
  }

  /** Remembers a head that the writer itself has looked up. */
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

  /** Forgets every head, because another writer may have appended meanwhile. */
  forgetAll(): void {
    this.#known.clear();
    this.#writing.clear();
    this.#reading.clear();
  }

  /**
   * Announces a read of a stream's head. The caller reads the head from the database and passes it to the returned
   * function, which ignores it when a write has begun meanwhile.
   */
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
