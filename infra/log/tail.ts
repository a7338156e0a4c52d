/**
 * Keeps the newest events of the log in memory, read and decoded once for all followers. Events that this process wrote
 * are taken over directly and not read back.
 * Positions are ordered, so a follower inside the kept stretch continues without a gap. A follower that is further back
 * pages the log until it has caught up.
 */
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { DecodedEvent } from './sealing/codec.ts';

export type TailEntry = {
  readonly position: Position;
  readonly eventId: EventId;
  readonly decoded: DecodedEvent;
  /** Bytes that the entry counts against the tail's bound. */
  readonly bytes: number;
};

export type TailSource = {
  readonly head: () => Promise<Position>;
  /** Answers the id of the event at exactly this position. */
  readonly idAt: (position: Position) => Promise<EventId | undefined>;
  /**
   * Reads the next page after a position, and proves with the same read that the known event still stands there. The
   * page is empty at the head.
   */
  readonly read: (after: Position, known: EventId | undefined) => Promise<ReadonlyArray<TailEntry>>;
  /** Calls the listener when the log grows. The entries are passed along when this process wrote them itself. */
  readonly onAppended: (listener: (passed?: AppendedEntries) => void) => () => void;
};
/** Entries that this process appended, and the position before the first of them. */
export type AppendedEntries = { readonly after: Position; readonly entries: ReadonlyArray<TailEntry> };

export type TailLimits = {
  readonly entries: number;
  readonly bytes: number;
  /** Milliseconds between two looks at the log while no growth is reported. */
  readonly pollMs: number;
};

/** Resolves when the log reports growth, or after `withinMs`. It starts to listen at the call. */
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
  readonly #limits: TailLimits;
  #entries: Array<TailEntry> = [];
  #bytes = 0;
  /** The tail holds every event after `#from` up to `#through`. Undefined before the first look at the log. */
  #from: Position | undefined;
  #through: Position = BEGINNING;
  /** Id of the event at `#through`. Each look proves that the log still holds it. */
  #throughId: EventId | undefined;
  #growing: Promise<void> | undefined;
  /** True while the last entries came from this process's own writer. The head then tells whether a read is needed. */
  #passed = false;

  constructor(source: TailSource, limits: TailLimits) {
    this.#source = source;
    this.#limits = limits;
    source.onAppended((passed) => {
      // A writer that took the log again tells of no entries. Only a read shows what stands there now.
      if (passed === undefined) this.#passed = false;
      // Entries that do not continue the tail are ignored here. The next look reads them together with the events
      // between.
      if (passed === undefined || this.#from === undefined || passed.after !== this.#through) return;
      this.#passed = true;
      this.#take(passed.entries);
    });
  }

  /** Tells whether the tail holds everything after `position`. A position beyond the tail moves the tail there. */
  async reaches(position: Position, known?: EventId): Promise<boolean> {
    if (this.#from === undefined) {
      const head = await this.#source.head();
      const id = await this.#source.idAt(head);
      // Another follower may have started the tail meanwhile.
      if (this.#from === undefined) this.#startAt(head, id);
    }
    if (position > this.#through && this.#growing === undefined) this.#startAt(position, known);
    return this.#from !== undefined && position >= this.#from;
  }

  /** Returns up to `limit` entries after `position`. The tail must reach back to `position`. */
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

  /**
   * Looks at the log once, for all callers that wait. At the head it resolves when growth is reported, or after
   * `pollMs`.
   */
  grow(): Promise<void> {
    this.#growing ??= this.#look().finally(() => {
      this.#growing = undefined;
    });
    return this.#growing;
  }

  #startAt(position: Position, id: EventId | undefined): void {
    this.#from = position;
    this.#through = position;
    this.#throughId = id;
    this.#entries = [];
    this.#bytes = 0;
  }

  async #look(): Promise<void> {
    // Listening begins before the read, so an append between the two is noticed.
    const { heard, stop } = hear(this.#source, this.#limits.pollMs);
    try {
      const known = this.#passed && (await this.#isHead());
      const found = known ? [] : await this.#source.read(this.#through, this.#throughId);
      this.#passed = known;
      if (found.length === 0) await heard;
      // Entries that arrived during the read may be among those that were read.
      else this.#take(found.filter(({ position }) => position > this.#through));
    } finally {
      stop();
    }
  }

  /** Tells whether the tail has everything. A head before its last entry means that the log was cut back. */
  async #isHead(): Promise<boolean> {
    const before = this.#through;
    const head = await this.#source.head();
    return head >= before && head <= this.#through;
  }

  #take(found: ReadonlyArray<TailEntry>): void {
    for (const entry of found) {
      this.#entries.push(entry);
      this.#bytes += entry.bytes;
      this.#through = entry.position;
      this.#throughId = entry.eventId;
    }
    let dropped = 0;
    while (this.#entries.length - dropped > this.#limits.entries || this.#bytes > this.#limits.bytes) {
      const oldest = this.#entries[dropped];
      if (oldest === undefined) break;
      this.#bytes -= oldest.bytes;
      this.#from = oldest.position;
      dropped++;
    }
    if (dropped > 0) this.#entries.splice(0, dropped);
  }
}
