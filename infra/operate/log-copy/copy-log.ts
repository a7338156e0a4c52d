/**
 * Copies a log into another, event for event in the same order, and compares each event after it was stored. The target
 * must hold the beginning of the source, which is compared first. A copy that was cut short therefore continues.
 */
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import type { LoggedEvent } from '#infra/log/event-log.ts';
import { LOG_BATCH_BYTES_MAX, LOG_BATCH_EVENTS_MAX } from '#infra/log/limits.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import { STORED_AS_ONE_MAX } from '#infra/log/postgres/append-queue.ts';

export type CopyProgress = {
  readonly stage: 'compare' | 'copy';
  readonly events: number;
  /** Position reached in the source. */
  readonly position: Position;
  /** Head of the source when the copy began. */
  readonly end: Position;
};
export type CopyReport = {
  /** Events that stood in the target before, and were found to be equal. */
  readonly compared: number;
  readonly copied: number;
  readonly from: Position;
  readonly to: Position;
};

/** The two logs differ. Nothing was changed to correct that. */
export class LogsDiffer extends Error {
  override readonly name = 'LogsDiffer';
}

const PAGE = 2_000;
const FIELDS = ['eventId', 'stream', 'revision', 'type', 'schemaVersion', 'data', 'metadata'] as const;

/**
 * Checks that everything but the position is equal, byte for byte.
 * @throws LogsDiffer
 */
const assertSame = (source: LoggedEvent, target: LoggedEvent | undefined): void => {
  const place = `event ${source.eventId} (${source.stream} revision ${source.revision}, position ${source.position})`;
  if (target === undefined) throw new LogsDiffer(`${place} was stored in the target and cannot be read there`);
  const field = FIELDS.find((name) => source[name] !== target[name]);
  if (field !== undefined)
    throw new LogsDiffer(`the target holds another ${field} at position ${target.position} than ${place} has`);
};

const bytesOf = ({ data, metadata }: LoggedEvent): number => Buffer.byteLength(data) + Buffer.byteLength(metadata);

/** Groups consecutive events of one stream, up to the size of one append. */
const runsOf = (events: ReadonlyArray<LoggedEvent>): ReadonlyArray<ReadonlyArray<LoggedEvent>> => {
  const runs: LoggedEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const size = bytesOf(event);
    const follows = last?.stream === event.stream && last.revision + 1 === event.revision;
    if (run !== undefined && follows && run.length < LOG_BATCH_EVENTS_MAX && bytes + size <= LOG_BATCH_BYTES_MAX) {
      run.push(event);
      bytes += size;
    } else {
      runs.push([event]);
      bytes = size;
    }
  }
  return runs;
};

const appendRun = async (to: OpenedLog, run: ReadonlyArray<LoggedEvent>): Promise<void> => {
  const [first] = run;
  if (first === undefined || !isNonEmpty(run)) return;
  const outcome = await to.append(first.stream, first.revision - 1, run);
  if (outcome.kind === 'Appended') return;
  throw new LogsDiffer(
    `stream ${first.stream} of the target ends at revision ${outcome.actual}, where revision ${first.revision} of the source should follow`,
  );
};

/**
 * Takes as many appends as one statement stores, so that all or none are stored. If one were refused and a later one
 * stored, no later run could continue the copy.
 */
const together = (runs: ReadonlyArray<ReadonlyArray<LoggedEvent>>): ReadonlyArray<ReadonlyArray<LoggedEvent>> => {
  const taken: Array<ReadonlyArray<LoggedEvent>> = [];
  let events = 0;
  let bytes = 0;
  for (const run of runs.slice(0, STORED_AS_ONE_MAX)) {
    events += run.length;
    bytes += run.reduce((sum, event) => sum + bytesOf(event), 0);
    if (taken.length > 0 && (events > LOG_BATCH_EVENTS_MAX || bytes > LOG_BATCH_BYTES_MAX)) break;
    taken.push(run);
  }
  return taken;
};

/**
 * Appends events in the order of the source. Rejects with the first failure, after all appends under way are decided.
 */
const appendAll = async (to: OpenedLog, events: ReadonlyArray<LoggedEvent>): Promise<void> => {
  for (let runs = runsOf(events); runs.length > 0; ) {
    const now = to.keepsOrder ? together(runs) : runs.slice(0, 1);
    const outcomes = await Promise.allSettled(now.map((run) => appendRun(to, run)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    runs = runs.slice(now.length);
  }
};

/**
 * Copies the log. Rejects with `LogsDiffer`, with the error of either log, and with the signal's reason when it aborts.
 */
export const copyLog = async (deps: {
  readonly from: OpenedLog;
  readonly to: OpenedLog;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CopyProgress) => void;
}): Promise<CopyReport> => {
  const { from, to, signal, onProgress } = deps;
  const end = await from.head();
  let here = BEGINNING;
  let there = BEGINNING;
  let compared = 0;
  for (;;) {
    signal.throwIfAborted();
    const stored = await to.readAll(there, PAGE);
    if (stored.length === 0) break;
    const page = await from.readAll(here, stored.length);
    if (page.length < stored.length)
      throw new LogsDiffer(
        `the target holds more events than the source, which ends at position ${page.at(-1)?.position ?? here}`,
      );
    for (const [at, event] of page.entries()) assertSame(event, stored[at]);
    here = page.at(-1)?.position ?? here;
    there = stored.at(-1)?.position ?? there;
    compared += stored.length;
    onProgress({ stage: 'compare', events: compared, position: here, end });
  }
  let copied = 0;
  for (;;) {
    signal.throwIfAborted();
    const page = await from.readAll(here, PAGE);
    if (page.length === 0) return { compared, copied, from: here, to: there };
    await appendAll(to, page);
    const stored = await to.readAll(there, page.length);
    for (const [at, event] of page.entries()) assertSame(event, stored[at]);
    here = page.at(-1)?.position ?? here;
    there = stored.at(-1)?.position ?? there;
    copied += page.length;
    onProgress({ stage: 'copy', events: copied, position: here, end });
  }
};
