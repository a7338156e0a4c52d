/**
 * The newest stretch of the log, read and opened once for everybody who follows it; what this process writes is taken
 * as it was written, and not read back. Positions are ordered, so
 * whoever stands inside the stretch goes on from it without a seam, and whoever fell out of it pages the log
 * until they are back in.
 */
import type { Position } from '#domain/kernel/event.ts';
import type { Decoded } from './sealing/codec.ts';

export type TailEntry = {
  readonly position: Position;
  readonly decoded: Decoded;
  /** What it takes of the stretch's room. */
  readonly bytes: number;
};

export type TailSource = {
  readonly head: () => Promise<Position>;
  /** The next page after a position; empty at the head. */
  readonly read: (after: Position) => Promise<ReadonlyArray<TailEntry>>;
  /** Heard with the entries that were appended after `after`, when it is known what they are. */
  readonly onAppended: (listener: (told?: Told) => void) => () => void;
};
export type Told = { readonly after: Position; readonly entries: ReadonlyArray<TailEntry> };

export type TailBounds = {
  readonly entries: number;
  readonly bytes: number;
  /** Milliseconds between looks at the log while nothing is heard of it. */
  readonly pollMs: number;
};

/** Resolves when the log is heard to grow, or after `withinMs`. It listens from the call on. */
const hear = (source: TailSource, withinMs: number): { readonly heard: Promise<void>; readonly stop: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, withinMs);
  timer.unref();
  const deaf = source.onAppended(() => resolve());
  return {
    heard: promise,
    stop: () => {
      clearTimeout(timer);
      deaf();
    },
  };
};

export class Tail {
  readonly #source: TailSource;
  readonly #bounds: TailBounds;
  #entries: Array<TailEntry> = [];
  #bytes = 0;
  /** The stretch holds everything after `#from` and up to `#through`; undefined before the first look. */
  #from: Position | undefined;
  #through: Position = 0n;
  #growing: Promise<void> | undefined;
  /** Whether the last entries were told by whoever wrote them: then the log's head is known without asking it. */
  #told = false;

  constructor(source: TailSource, bounds: TailBounds) {
    this.#source = source;
    this.#bounds = bounds;
    source.onAppended((told) => {
      // Entries that do not follow on from the stretch are read, with those between.
      if (told === undefined || this.#from === undefined || told.after !== this.#through) return;
      this.#told = true;
      this.#take(told.entries);
    });
  }

  /** Whether the stretch reaches back to `position`. One further on than the stretch moves it there. */
  async reaches(position: Position): Promise<boolean> {
    if (this.#from === undefined) {
      const head = await this.#source.head();
      // Another follower may have been quicker.
      if (this.#from === undefined) this.#startAt(head);
    }
    if (position > this.#through && this.#growing === undefined) this.#startAt(position);
    return this.#from !== undefined && position >= this.#from;
  }

  /** Up to `limit` entries after `position`, which the stretch must reach. */
  after(position: Position, limit: number): ReadonlyArray<TailEntry> {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && entry.position <= position) low = middle + 1;
      else high = middle;
    }
    return this.#entries.slice(low, low + limit);
  }

  /** One look at the log, shared by all who wait; at the head it ends when the log is heard to grow, or after a while. */
  grow(): Promise<void> {
    this.#growing ??= this.#look().finally(() => {
      this.#growing = undefined;
    });
    return this.#growing;
  }

  #startAt(position: Position): void {
    this.#from = position;
    this.#through = position;
    this.#entries = [];
    this.#bytes = 0;
  }

  async #look(): Promise<void> {
    // Listening begins before reading, so what is appended between is heard.
    const { heard, stop } = hear(this.#source, this.#bounds.pollMs);
    try {
      const known = this.#told && (await this.#source.head()) <= this.#through;
      const found = known ? [] : await this.#source.read(this.#through);
      this.#told = known;
      if (found.length === 0) await heard;
      // What was told meanwhile may be among what was read.
      else this.#take(found.filter(({ position }) => position > this.#through));
    } finally {
      stop();
    }
  }

  #take(found: ReadonlyArray<TailEntry>): void {
    for (const entry of found) {
      this.#entries.push(entry);
      this.#bytes += entry.bytes;
      this.#through = entry.position;
    }
    let dropped = 0;
    while (this.#entries.length - dropped > this.#bounds.entries || this.#bytes > this.#bounds.bytes) {
      const oldest = this.#entries[dropped];
      if (oldest === undefined) break;
      this.#bytes -= oldest.bytes;
      this.#from = oldest.position;
      dropped++;
    }
    if (dropped > 0) this.#entries.splice(0, dropped);
  }
}
