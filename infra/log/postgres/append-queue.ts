import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import type { Revision } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { type AppendOutcome, LogUnavailable, type StoredEvent } from '../event-log.ts';

export type PendingAppend = {
  readonly stream: StreamName;
  readonly expected: Revision;
  readonly events: ReadonlyNonEmptyArray<StoredEvent>;
  readonly bytes: number;
  /** Monotonic milliseconds at which the append was asked for. */
  readonly since: number;
  /** True once the append was sent and its outcome never arrived. If its ids are stored, this call stored them. */
  sent: boolean;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: Error) => void;
};

export type QueueLimits = {
  readonly appends: number;
  readonly bytes: number;
  readonly batchEvents: number;
  readonly batchBytes: number;
};

/**
 * Appends that one batch takes when no more wait. A larger crowd is split into two batches that take turns, which is
 * faster, because the database stores one while the next is prepared.
 */
export const STORED_AS_ONE_MAX = 64;

/**
 * Holds waiting appends in the order they came. It is bounded, so that an outage of the database refuses appends
 * instead of filling the memory.
 */
export class AppendQueue {
  readonly #limits: QueueLimits;
  #waiting: Array<PendingAppend> = [];
  #bytes = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  /**
   * True when the waiting appends fill a batch of their own. The writer then does not wait for appends that would
   * follow an answer.
   */
  get crowded(): boolean {
    return this.#waiting.length > STORED_AS_ONE_MAX / 2;
  }

  /** @throws LogUnavailable when the queue is full. */
  push(append: PendingAppend): void {
    if (this.#waiting.length >= this.#limits.appends || this.#bytes + append.bytes > this.#limits.bytes)
      throw new LogUnavailable('too many appends are waiting for the log; try again later');
    this.#waiting.push(append);
    this.#bytes += append.bytes;
  }

  /**
   * Puts appends back at the front, in their own order. The limits do not apply, because these were admitted before.
   */
  putBack(appends: ReadonlyArray<PendingAppend>): void {
    if (appends.length === 0) return;
    this.#waiting = [...appends, ...this.#waiting];
    for (const append of appends) this.#bytes += append.bytes;
  }

  /**
   * Takes from the front as many appends as fit into one batch. A crowd gives only its first half, so that the next
   * batch fills while this one is stored.
   */
  takeBatch(): ReadonlyArray<PendingAppend> {
    const most = this.#waiting.length > STORED_AS_ONE_MAX ? Math.ceil(this.#waiting.length / 2) : this.#waiting.length;
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const append of this.#waiting.slice(0, most)) {
      events += append.events.length;
      bytes += append.bytes;
      if (count > 0 && (events > this.#limits.batchEvents || bytes > this.#limits.batchBytes)) break;
      count++;
    }
    return this.#removed(this.#waiting.splice(0, count));
  }

  /** Takes the appends that came before `moment`. */
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
