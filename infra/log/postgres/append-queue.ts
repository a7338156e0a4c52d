import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import type { Revision } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { type AppendOutcome, LogUnavailable, type StoredEvent } from '../event-log.ts';

export type PendingAppend = {
  readonly stream: StreamName;
  readonly expected: Revision;
  readonly events: ReadonlyNonEmptyArray<StoredEvent>;
  readonly bytes: number;
  /** Monotonic milliseconds. */
  readonly since: number;
  /** True once it was sent with an outcome that never arrived: its ids, if stored, are of this very call. */
  sent: boolean;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: Error) => void;
};

export type QueueBounds = {
  readonly appends: number;
  readonly bytes: number;
  readonly batchEvents: number;
  readonly batchBytes: number;
};

/**
 * So many that come at once are stored by one statement when they fit into it. Of more, two batches that take turns are
 * quicker than one: the database stores one while the other is made.
 */
export const STORED_AS_ONE_MAX = 64;

/** Appends in the order they came. Bounded, so a store that is away sheds load instead of filling the memory. */
export class AppendQueue {
  readonly #bounds: QueueBounds;
  #waiting: Array<PendingAppend> = [];
  #bytes = 0;

  constructor(bounds: QueueBounds) {
    this.#bounds = bounds;
  }

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Whether what waits already makes a batch of its own, with no need for those whose answer is still owed. */
  get crowded(): boolean {
    return this.#waiting.length > STORED_AS_ONE_MAX / 2;
  }

  /** @throws LogUnavailable when the queue is full. */
  push(append: PendingAppend): void {
    if (this.#waiting.length >= this.#bounds.appends || this.#bytes + append.bytes > this.#bounds.bytes)
      throw new LogUnavailable('too many appends wait for the log already');
    this.#waiting.push(append);
    this.#bytes += append.bytes;
  }

  /** Back to the front, in their own order; these were admitted before. */
  putBack(appends: ReadonlyArray<PendingAppend>): void {
    if (appends.length === 0) return;
    this.#waiting = [...appends, ...this.#waiting];
    for (const append of appends) this.#bytes += append.bytes;
  }

  /** As many from the front as fit into one batch; of a crowd half, so that there is always a batch being filled. */
  takeBatch(): ReadonlyArray<PendingAppend> {
    const most = this.#waiting.length > STORED_AS_ONE_MAX ? Math.ceil(this.#waiting.length / 2) : this.#waiting.length;
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const append of this.#waiting.slice(0, most)) {
      events += append.events.length;
      bytes += append.bytes;
      if (count > 0 && (events > this.#bounds.batchEvents || bytes > this.#bounds.batchBytes)) break;
      count++;
    }
    return this.#removed(this.#waiting.splice(0, count));
  }

  /** Those that came before `moment`. */
  takeOlderThan(moment: number): ReadonlyArray<PendingAppend> {
    const old = this.#waiting.filter((append) => append.since < moment);
    if (old.length > 0) this.#waiting = this.#waiting.filter((append) => append.since >= moment);
    return this.#removed(old);
  }

  takeAll(): ReadonlyArray<PendingAppend> {
    return this.#removed(this.#waiting.splice(0));
  }

  #removed(appends: ReadonlyArray<PendingAppend>): ReadonlyArray<PendingAppend> {
    for (const append of appends) this.#bytes -= append.bytes;
    return appends;
  }
}
