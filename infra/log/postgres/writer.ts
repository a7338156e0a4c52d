/**
 * The only writer of a log. All waiting appends go into one statement, and the next batch fills while that one commits.
 * No timer delays a batch. One statement is under way at a time, so positions are dense and in commit order.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import { BEGINNING, NO_REVISION, type Position, type Revision } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { pause } from '#infra/database/own-connection.ts';
import { backOff, keepTrying } from '#infra/ground/back-off.ts';
import { checkAppend } from '../check-append.ts';
import {
  type AppendOutcome,
  LogUnavailable,
  type StoredEvent,
  UnstorableAppend,
  type WrittenBatch,
} from '../event-log.ts';
import { AppendQueue, type PendingAppend, type QueueLimits } from './append-queue.ts';
import { type Batch, lookUpHeads, planBatch, writeBatch } from './batch.ts';
import type { StreamHeads } from './heads.ts';
import { type Lease, type LeaseTerms, takeLease } from './lease.ts';
import { whatFailureMeans } from './sql-failure.ts';

export type WriterOptions = LeaseTerms & {
  readonly queue: QueueLimits;
  /** Milliseconds an append may wait for its outcome. */
  readonly appendWithinMs: number;
};

export type StoredIds = {
  /** Returns the position of the last of `events` if exactly these ids stand after revision `after`, else undefined. */
  readonly positionOf: (
    stream: StreamName,
    after: Revision,
    events: ReadonlyArray<StoredEvent>,
  ) => Promise<Position | undefined>;
};

const PAUSES = { firstMs: 50, longestMs: 2_000 };
const SWEEP_EVERY_MS = 250;

/** The batch found another epoch in the database than its own. */
class Fenced extends Error {}

const appended = (append: PendingAppend, position: Position, repeated: boolean): AppendOutcome => ({
  kind: 'Appended',
  position,
  revision: append.expected + append.events.length,
  repeated,
});

const NONE_SERVED = { accepted: [], after: BEGINNING } as const;

const written = (accepted: Batch['accepted'], after: Position): WrittenBatch => ({
  after,
  events: accepted.flatMap(({ append: { stream, expected, events }, last }) =>
    events.map((stored, at) => ({
      stored,
      stream,
      revision: expected + 1 + at,
      position: last - BigInt(events.length - 1 - at),
    })),
  ),
});

export class Writer {
  readonly #options: WriterOptions;
  readonly #heads: StreamHeads;
  readonly #stored: StoredIds;
  readonly #onAppended: (written?: WrittenBatch) => void;
  readonly #queue: AppendQueue;
  readonly #sweep: NodeJS.Timeout;
  readonly #closing = new AbortController();
  #lease: Lease;
  /** Number of partitions. It grows during a lease, as the head does. */
  #partitions: bigint;
  #head: Position;
  #inFlight: ReadonlyArray<PendingAppend> = [];
  /** Appends that are stored and whose callers have not been told yet. `after` is the head before them. */
  #served: { readonly accepted: Batch['accepted']; readonly after: Position } = NONE_SERVED;
  #draining: Promise<void> | undefined;
  #closed = false;
  #whyAway = 'its connection was lost';

  constructor(
    lease: Lease,
    options: WriterOptions,
    heads: StreamHeads,
    stored: StoredIds,
    onAppended: (written?: WrittenBatch) => void,
  ) {
    this.#lease = lease;
    this.#partitions = lease.partitions;
    this.#head = lease.head;
    this.#options = options;
    this.#heads = heads;
    this.#stored = stored;
    this.#onAppended = onAppended;
    this.#queue = new AppendQueue(options.queue);
    this.#sweep = setInterval(() => this.#giveUpOnLate(), SWEEP_EVERY_MS);
    this.#sweep.unref();
    this.#watch(lease);
  }

  /** Position of the last stored event. */
  get head(): Position {
    return this.#head;
  }

  /** True when an append would be tried now. False while the connection is being restored. */
  get writable(): boolean {
    return !this.#closed && !this.#lease.lost();
  }

  append(stream: StreamName, expected: Revision, events: ReadonlyNonEmptyArray<StoredEvent>): Promise<AppendOutcome> {
    return new Promise((resolve, reject) => {
      const bytes = checkAppend(stream, expected, events);
      if (this.#closed) throw new LogUnavailable('the log is closed');
      this.#queue.push({ stream, expected, events, bytes, since: performance.now(), sent: false, resolve, reject });
      this.#wake();
    });
  }

  /** Waits for the waiting appends, for at most the time one append may wait, and releases the log. */
  async close(): Promise<void> {
    this.#closed = true;
    if (!this.#lease.lost())
      await Promise.race([this.#draining, sleep(this.#options.appendWithinMs, undefined, { ref: false })]);
    this.#closing.abort();
    clearInterval(this.#sweep);
    await this.#lease.drop();
    // The batch under way fails with its connection and returns to the queue. An attempt to take a new lease is given
    // up.
    await this.#draining;
    for (const append of this.#queue.takeAll()) append.reject(new LogUnavailable('the log is closed'));
  }

  #wake(): void {
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
      if (!this.#closing.signal.aborted && (!this.#queue.empty || this.#lease.lost())) this.#wake();
    });
  }

  /**
   * Restores a connection that was lost while no append waits, so that another process does not take the log meanwhile.
   */
  #watch(lease: Lease): void {
    lease.client.on('end', () => {
      if (!this.#closing.signal.aborted) this.#wake();
    });
  }

  async #drain(): Promise<void> {
    // Appends of the same tick go into one batch.
    await undefined;
    do {
      if (this.#lease.lost()) {
        this.#answer();
        await this.#retakeLease();
      }
      if (this.#closing.signal.aborted) return;
      await this.#write(this.#queue.takeBatch());
      if (!this.#queue.crowded) {
        // While few appends wait, callers of the last batch can add to the next one. One durable write then serves all
        // of them.
        this.#answer();
        await nextTurn();
      }
    } while (!this.#queue.empty);
    this.#answer();
  }

  /** Resolves the appends of the last batch and tells the listeners. */
  #answer(): void {
    const served = this.#served;
    if (served.accepted.length === 0) return;
    this.#served = NONE_SERVED;
    for (const { append, last } of served.accepted) append.resolve(appended(append, last, false));
    this.#onAppended(written(served.accepted, served.after));
  }

  async #write(appends: ReadonlyArray<PendingAppend>): Promise<void> {
    if (appends.length === 0) return;
    this.#inFlight = appends;
    let undecided = appends;
    let batch: Batch | undefined;
    try {
      const takenForNew = await this.#streamsTakenForNew(appends);
      batch = planBatch(appends, (stream) => this.#heads.get(stream) ?? NO_REVISION, this.#head);
      const { mismatched } = batch;
      for (const mismatch of mismatched) void this.#answerMismatch(mismatch);
      if (mismatched.length > 0) {
        const answered = new Set(mismatched.map(({ append }) => append));
        undecided = appends.filter((append) => !answered.has(append));
      }
      await this.#commit(batch, takenForNew);
    } catch (error) {
      this.#heads.notWritten();
      await this.#failed(undecided, batch, error);
    } finally {
      this.#inFlight = [];
    }
  }

  /**
   * Returns the streams whose heads are unknown and whose first append says that they are new. The claim is nearly
   * always true, so the database checks it during the append. Every other unknown head is looked up first.
   */
  async #streamsTakenForNew(appends: ReadonlyArray<PendingAppend>): Promise<ReadonlyArray<string>> {
    const believed = new Map<string, boolean>();
    for (const { stream, expected } of appends)
      if (!believed.has(stream) && this.#heads.get(stream) === undefined)
        believed.set(stream, expected === NO_REVISION);
    const streams = [...believed.keys()];
    await this.#lookUp(streams.filter((stream) => believed.get(stream) === false));
    return streams.filter((stream) => believed.get(stream) === true);
  }

  async #lookUp(streams: ReadonlyArray<string>): Promise<void> {
    if (streams.length === 0) return;
    this.#answer();
    for (const [stream, head] of await lookUpHeads(this.#lease.client, streams))
      this.#heads.learn(stream, head ?? NO_REVISION);
  }

  async #commit(batch: Batch, takenForNew: ReadonlyArray<string>): Promise<void> {
    if (batch.accepted.length > 0) {
      await this.#makePartitionsFor(batch.last);
      this.#heads.beginWrite(batch.heads.keys());
      const stored = writeBatch(this.#lease, batch, this.#head, takenForNew);
      // The callers of the previous batch get their answers only now, so that they bring new appends while the database works.
      this.#answer();
      if (!(await stored)) return this.#judgeAgain(batch, takenForNew);
      this.#served = { accepted: batch.accepted, after: this.#head };
      this.#head = batch.last;
      this.#heads.written(batch.heads);
    }
    this.#queue.putBack(batch.deferred);
  }

  /**
   * Handles a batch of which no row was added. A stream that was not new after all has its head looked up, and the
   * appends are judged again.
   * @throws Fenced when every stream is new, because then the epoch has moved on.
   */
  async #judgeAgain(batch: Batch, takenForNew: ReadonlyArray<string>): Promise<void> {
    this.#heads.notWritten();
    await this.#lookUp(takenForNew);
    if (takenForNew.every((stream) => this.#heads.get(stream) === NO_REVISION)) throw new Fenced();
    this.#queue.putBack([...batch.accepted.map(({ append }) => append), ...batch.deferred]);
  }

  /** Keeps one empty partition ahead of the one that is being written. */
  async #makePartitionsFor(last: Position): Promise<void> {
    while (last / this.#lease.partitionEvents + 2n > this.#partitions) {
      this.#answer();
      const { rows } = await this.#lease.client.query<{ made: number }>('SELECT log.add_partition() AS made');
      this.#partitions = BigInt(rows[0]?.made ?? 0);
    }
  }

  async #failed(undecided: ReadonlyArray<PendingAppend>, batch: Batch | undefined, error: unknown): Promise<void> {
    const meaning = error instanceof Fenced ? 'stale' : whatFailureMeans(error);
    const why = error instanceof Error ? error.message : String(error);
    if (meaning === 'refused') {
      for (const append of undecided)
        append.reject(new LogUnavailable(`the database refused to store the append: ${why}`));
      return;
    }
    if (meaning === 'poison') return this.#writeInHalves(undecided, why);
    if (meaning === 'unknown') for (const { append } of batch?.accepted ?? []) append.sent = true;
    // A new lease reads the log, and the stored ids then tell which of these appends took effect.
    this.#queue.putBack(undecided);
    await this.#lease.drop();
  }

  /** Splits a batch with a bad append, so that the bad one fails alone and the others are stored. */
  async #writeInHalves(appends: ReadonlyArray<PendingAppend>, why: string): Promise<void> {
    if (appends.length <= 1) {
      for (const append of appends)
        append.reject(new UnstorableAppend(`the database cannot store this append: ${why}`));
      return;
    }
    const middle = Math.ceil(appends.length / 2);
    await this.#write(appends.slice(0, middle));
    if (this.#lease.lost()) this.#queue.putBack(appends.slice(middle));
    else await this.#write(appends.slice(middle));
  }

  async #answerMismatch({ append, actual }: Batch['mismatched'][number]): Promise<void> {
    const { stream, expected, events } = append;
    try {
      const position =
        actual < expected + events.length ? undefined : await this.#stored.positionOf(stream, expected, events);
      append.resolve(
        position === undefined ? { kind: 'RevisionConflict', actual } : appended(append, position, !append.sent),
      );
    } catch (error) {
      append.reject(error instanceof Error ? error : new LogUnavailable(String(error)));
    }
  }

  async #retakeLease(): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return;
    const retake = async (): Promise<void> => {
      const lease = await takeLease(this.#options, signal);
      if (signal.aborted) return await lease.drop();
      this.#heads.forgetAll();
      this.#lease = lease;
      this.#partitions = lease.partitions;
      this.#head = lease.head;
      this.#watch(lease);
      this.#onAppended();
    };
    const failed = (error: unknown): void => {
      this.#whyAway = error instanceof Error ? error.message : String(error);
    };
    // A failure that comes after the close has no one to hear of it.
    await keepTrying(retake, { pauses: backOff(PAUSES), pause, signal, failed }).catch(() => undefined);
  }

  #giveUpOnLate(): void {
    const moment = performance.now() - this.#options.appendWithinMs;
    const late = [...this.#queue.takeOlderThan(moment), ...this.#inFlight.filter(({ since }) => since < moment)];
    if (late.length === 0) return;
    const why = this.#lease.lost() ? this.#whyAway : 'the database is too slow';
    for (const append of late) append.reject(new LogUnavailable(`no answer from the log in time: ${why}`));
  }
}
